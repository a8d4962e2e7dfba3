import { limits, routes } from "@holdfast/protocol";
import { expect, it } from "vitest";
import {
  makeAccount,
  newChange,
  newChanges,
  newDevice,
  pullAll,
  pushChanges,
  refusalOf,
  signInAt,
  startDevice,
} from "../testing/test-account.ts";
import { createTestServer, type TestServer } from "../testing/test-server.ts";
import { exposition } from "./exposition.ts";
import { bounds, Meter } from "./meter.ts";

const stats = {
  accounts: 1,
  devices: 2,
  sessions: 3,
  invitations: 4,
  vaults: 5,
  commits: 6,
  items: 7,
  sealedBytes: 8,
  databaseBytes: 9,
  aheadBytes: 10,
};
const present = { live: 11, stats, memory: 12 };

/** Every sample by its name and labels; a line that is none of the format fails. */
function samples(text: string): ReadonlyMap<string, number> {
  const read = new Map<string, number>();
  for (const line of text.trimEnd().split("\n")) {
    if (/^# (HELP|TYPE) [a-z_]+ \S/.test(line)) continue;
    const [, name, value] = /^([a-z_]+(?:\{[a-z]+="[^"\\\n]*"(?:,[a-z]+="[^"\\\n]*")*\})?) (\d+(?:\.\d+)?(?:e-?\d+)?)$/.exec(line) ?? [];
    if (name === undefined) throw new Error(`no sample: ${line}`);
    expect(read.has(name)).toBe(false);
    read.set(name, Number(value));
  }
  expect(text.endsWith("\n")).toBe(true);
  return read;
}

it("[C33] counts requests by route and result, and how long they took", () => {
  const meter = new Meter();
  for (const ms of [0, 1, 2, 60, 99_999]) meter.request("push", "ok", ms);
  meter.request("push", "stale", 1);
  const read = samples(exposition(meter, present));
  expect(read.get('holdfast_requests_total{route="push",result="ok"}')).toBe(5);
  expect(read.get('holdfast_requests_total{route="push",result="stale"}')).toBe(1);
  const bucket = (le: string | number) => read.get(`holdfast_request_duration_seconds_bucket{route="push",le="${le}"}`);
  expect(bounds.map(bucket)).toEqual([3, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5]);
  expect(bucket("+Inf")).toBe(6);
  expect(read.get('holdfast_request_duration_seconds_count{route="push"}')).toBe(6);
  expect(read.get('holdfast_request_duration_seconds_sum{route="push"}')).toBeCloseTo(100.063, 6);
});

it("[C33] tells the present state", () => {
  const read = samples(exposition(new Meter(), present));
  const gauges = ["live_connections", "sessions", "accounts", "database_bytes", "database_ahead_bytes"].map((name) =>
    read.get(`holdfast_${name}`),
  );
  expect([...gauges, read.get("process_resident_memory_bytes")]).toEqual([11, 3, 1, 9, 10, 12]);
});

const scrape = async (server: TestServer): Promise<ReadonlyMap<string, number>> => {
  const response = await server.fetch(new Request(`${server.origin}/metrics`));
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
  return samples(await response.text());
};

it("[C33] tells what the server did", async () => {
  const server = createTestServer();
  const phone = await startDevice(server);
  const laptop = await startDevice(server, phone.account, true);
  await server.live(laptop.session.token, () => {}).greeted;
  await pushChanges(phone, newChanges(3));
  await pushChanges(phone, [newChange(undefined, limits.inlineCommitBytes)]);
  await pullAll(laptop, { after: null, whole: true });
  const name = makeAccount().name;
  await signInAt(server, { name, key: phone.account.keys.signIn, device: newDevice() });
  const read = await scrape(server);
  const requests = (route: string, result: string) => read.get(`holdfast_requests_total{route="${route}",result="${result}"}`);
  expect([requests("push", "ok"), requests("pull", "ok"), requests("sign-in", "ok"), requests("sign-in", "sign-in-refused")]).toEqual([
    2, 1, 2, 1,
  ]);
  expect(
    ["commits_total", "changes_total", "commit_transactions_total", "live_connections", "sessions", "accounts"].map((name) =>
      read.get(`holdfast_${name}`),
    ),
  ).toEqual([2, 4, 2, 1, 2, 1]);
  expect([read.get('holdfast_pokes_total{commit="inline"}'), read.get('holdfast_pokes_total{commit="none"}')]).toEqual([1, 1]);
});

it("[C33] bears no name and no id, whatever clients send", async () => {
  const server = createTestServer();
  const device = await startDevice(server, makeAccount("kim@example.org"));
  await pushChanges(device, newChanges(1));
  await server.fetch(new Request(`${server.origin}/v1/kim/push`, { method: "POST" }));
  const text = await (await server.fetch(new Request(`${server.origin}/metrics`))).text();
  const { accountId, vault } = device.account.request;
  for (const id of [accountId, vault, device.device, device.session.token]) expect(text).not.toContain(Buffer.from(id).toString("hex"));
  expect(text).not.toContain("kim");
});

it("[C33] counts failures of the machine as one, under no name of theirs", async () => {
  const server = createTestServer();
  const device = await startDevice(server);
  server.storage.vaults.append = () => Promise.reject(Object.assign(new Error("secret"), { code: "EVERYTHING" }));
  await expect(pushChanges(device, newChanges(1))).rejects.toThrow("unavailable");
  const read = await scrape(server);
  expect(read.get('holdfast_requests_total{route="push",result="failed"}')).toBe(1);
});

it("[C33] is for programs on the same machine", async () => {
  const server = createTestServer();
  const response = await server.fetch(new Request(`${server.origin}/metrics`), "203.0.113.1");
  expect([response.status, await refusalOf(response)]).toEqual([404, { kind: "not-found" }]);
  expect((await server.fetch(new Request(server.origin + routes.health), "203.0.113.1")).status).toBe(200);
});
