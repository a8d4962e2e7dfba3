import { devices, devicesRequest, encode, limits, routes } from "@holdfast/protocol";
import { expect, it } from "vitest";
import {
  answered,
  askPull,
  newChanges,
  post,
  pullAll,
  pushChanges,
  random,
  refusalOf,
  startDevice,
  type TestDevice,
} from "../testing/test-account.ts";
import { createTestServer } from "../testing/test-server.ts";

const start = async () => {
  const clock = { at: 1_000_000, now: () => clock.at };
  const server = createTestServer({ clock });
  return { clock, server, device: await startDevice(server) };
};
const pull = (device: TestDevice, token?: Uint8Array | string) =>
  askPull(device, { after: null, whole: false }, token === undefined ? {} : { token });
const askDevices = (device: TestDevice) =>
  post(device.server, routes.devices, {
    token: device.session.token,
    body: encode(devicesRequest, { vault: device.account.request.vault }),
  });

it("[C23] ends when it is told to, and then is of no use", async () => {
  const { server, device } = await start();
  const end = () => post(server, routes.endSession, { token: device.session.token, headers: { "content-type": "" } });
  const response = await end();
  expect(response.status).toBe(200);
  expect((await response.arrayBuffer()).byteLength).toBe(0);
  expect(await refusalOf(await pull(device))).toEqual({ kind: "session-ended" });
  expect((await end()).status).toBe(401);
});

it("[C23] ends after 30 days without use, and lives while it is used", async () => {
  const { clock, server, device } = await start();
  for (let day = 0; day < 3; day++) {
    clock.at += limits.sessionIdleMs - 1;
    expect((await pull(device)).status).toBe(200);
  }
  clock.at += limits.sessionIdleMs;
  expect((await pull(device)).status).toBe(401);
  expect(server.storage.state.sessions.size).toBe(0);
});

it("is written to at most once an hour for being used", async () => {
  const { clock, server, device } = await start();
  const used = () => [...server.storage.state.sessions.values()].map((session) => session.used);
  clock.at += 3_599_999;
  await pull(device);
  expect(used()).toEqual([1_000_000]);
  clock.at += 1;
  await pull(device);
  expect(used()).toEqual([4_600_000]);
});

it.each([
  ["none", { headers: {} }],
  ["another one", { token: random(32) }],
  ["one that is too short", { token: random(31) }],
  ["one that is too long", { token: random(33) }],
  ["an empty one", { token: "" }],
  ["what is no base64url", { token: "+".repeat(43) }],
  ["another scheme", { headers: { authorization: "Basic YTpi" } }],
])("refuses %s for a token", async (_, call) => {
  const { server, device } = await start();
  const vault = device.account.request.vault;
  const routesOfSessions = [routes.push(vault), routes.pull(vault), routes.devices, routes.endSession];
  for (const path of routesOfSessions) {
    const response = await post(server, path, { body: random(20), ...call });
    expect(response.status).toBe(401);
    expect(await refusalOf(response)).toEqual({ kind: "session-ended" });
  }
});

it("takes the one way of writing a token: the last character's spare bits are not two tokens", async () => {
  const { device } = await start();
  const written = Buffer.from(device.session.token).toString("base64url");
  expect((await pull(device, written)).status).toBe(200);
  expect((await pull(device, `${written}=`)).status).toBe(401);
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = alphabet[alphabet.indexOf(written.at(-1) ?? "") + 1];
  const other = written.slice(0, -1) + last;
  expect(Buffer.from(other, "base64url")).toEqual(Buffer.from(device.session.token));
  expect((await pull(device, other)).status).toBe(401);
});

it("[C19] tells each device's last synchronization, by push and by pull", async () => {
  const { clock, server, device } = await start();
  const second = await startDevice(server, device.account, true);
  const third = await startDevice(server, device.account, true);
  clock.at = 2_000_000;
  await pushChanges(device, newChanges(1));
  clock.at = 3_000_000;
  await pullAll(second, { after: null, whole: true });
  const seen = await answered(devices, await askDevices(third));
  const of = ({ device: id }: TestDevice) => seen.devices.find((row) => Buffer.from(row.device).equals(id));
  expect(of(device)).toMatchObject({ lastSync: 2_000_000, seq: 1 });
  expect(of(second)).toMatchObject({ lastSync: 3_000_000, seq: 1 });
  expect(of(third)).toMatchObject({ lastSync: null, seq: 0 });
});

it("[C12] [attack 84] tells nothing of another account's devices", async () => {
  const { server, device } = await start();
  const other = await startDevice(server);
  expect(await refusalOf(await askDevices({ ...device, session: other.session }))).toEqual({ kind: "not-found" });
});
