import { protocolVersion, refusalStatus, routes } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { sha256 } from "../sha256.ts";
import { snapshot } from "../testing/snapshot.ts";
import {
  askPull,
  challengeFor,
  makeAccount,
  makeCommit,
  newChanges,
  post,
  pushChanges,
  random,
  refusalOf,
  sendCommit,
  signInAt,
  signUpAt,
  startDevice,
} from "../testing/test-account.ts";
import { createTestServer, type TestServer } from "../testing/test-server.ts";

const get = (server: TestServer, path: string, method = "GET") => server.fetch(new Request(server.origin + path, { method }));

describe("the page", () => {
  it("says what this is, runs nothing and asks for nothing", async () => {
    const server = createTestServer();
    const response = await get(server, "/");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("text/html");
    const page = await response.text();
    expect(page).toContain("Holdfast server");
    expect(page).not.toMatch(/<script|<form|<img|https?:\/\/|\son\w+=/i);
  });

  it("[C20] allows its style by hash", async () => {
    const response = await get(createTestServer(), "/");
    const style = /<style>(.*)<\/style>/.exec(await response.text())?.[1] ?? "";
    const hash = Buffer.from(sha256(Buffer.from(style))).toString("base64");
    expect(response.headers.get("content-security-policy")).toContain(`'sha256-${hash}'`);
  });
});

describe("health", () => {
  it("is ok when the storage answers", async () => {
    const response = await get(createTestServer(), routes.health);
    expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
  });

  it("[C13] is unavailable when it does not", async () => {
    const server = createTestServer();
    server.storage.probe = () => Promise.reject(new Error("disk"));
    const response = await get(server, routes.health);
    expect([response.status, await response.json()]).toEqual([503, { status: "unavailable" }]);
    expect(server.log).toMatchObject([{ event: "health", result: "Error" }]);
  });
});

it.each([
  ["GET", "/v1/account/create"],
  ["PUT", "/v1/session/create"],
  ["DELETE", "/v1/devices"],
  ["POST", "/"],
  ["POST", "/healthz"],
  ["POST", "/v1/account/create/"],
  ["POST", "/v1/none"],
  ["GET", "/index.html"],
  ["GET", "/.env"],
  ["OPTIONS", "/v1/devices"],
])("[C22] knows nothing at %s %s", async (method, path) => {
  const response = await get(createTestServer(), path, method);
  expect(response.status).toBe(404);
  expect(response.headers.get("content-type")).toBe("application/cbor");
  expect(await refusalOf(response)).toEqual({ kind: "not-found" });
});

it("[C22] tells its version to a client of another", async () => {
  const server = createTestServer();
  const response = await post(server, routes.challenge, { body: random(3), headers: { "holdfast-protocol": "2" } });
  expect(response.status).toBe(426);
  expect(await refusalOf(response)).toEqual({ kind: "update-needed", version: protocolVersion });
});

it("[C20] [attack 92] every answer bears the headers that forbid", async () => {
  const server = createTestServer();
  const device = await startDevice(server);
  await pushChanges(device, newChanges(8, 200_000));
  const answers = [
    await get(server, "/"),
    await get(server, routes.health),
    await get(server, "/nothing"),
    await signUpAt(server, makeAccount()),
    await post(server, routes.signUp, { body: random(2) }),
    await askPull(device, { after: null, whole: true }),
    await askPull(device, { after: device.head, whole: false }),
  ];
  for (const { headers } of answers) {
    const policy = headers.get("content-security-policy") ?? "";
    for (const part of ["default-src 'none'", "frame-ancestors 'none'"]) expect(policy).toContain(part);
    // No form and no other base: the page says so of each, and what is no page may do nothing at all.
    expect(policy).toMatch(headers.get("content-type")?.startsWith("text/html") ? /base-uri 'none'; form-action 'none'/ : /; sandbox$/);
    expect(policy).not.toMatch(/unsafe|script-src|\*/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(headers.get("set-cookie")).toBeNull();
  }
  const { headers } = await get(server, "/");
  expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
  expect(headers.get("permissions-policy")).toContain("camera=()");
});

describe("[C13] when the storage fails", () => {
  const fail = (): Promise<never> =>
    Promise.reject(Object.assign(new Error("database or disk is full: secret"), { code: "ERR_SQLITE_ERROR", errcode: 13 }));

  it("every route answers unavailable, tells nothing, changes nothing, and works again afterwards", async () => {
    const server = createTestServer();
    const device = await startDevice(server);
    const { accounts, vaults } = server.storage;
    const given = await makeCommit(device.account, device.head.hash, newChanges(1));
    const before = snapshot(server.storage);
    const { challenge } = await challengeFor(server, device.account.name);
    const [create, find, append, session] = [accounts.create, accounts.find, vaults.append.bind(vaults), accounts.session];
    Object.assign(accounts, { create: fail, find: fail });
    vaults.append = fail;
    const attempt = { name: device.account.name, key: device.account.keys.signIn, device: device.device, challenge };
    const answers = [await signUpAt(server, makeAccount()), await signInAt(server, attempt), await sendCommit(device, given)];
    Object.assign(accounts, { session: fail });
    answers.push(await askPull(device, { after: null, whole: true }));
    for (const response of answers) {
      expect(response.status).toBe(refusalStatus.unavailable);
      expect(await refusalOf(response)).toEqual({ kind: "unavailable" });
    }
    expect(snapshot(server.storage)).toBe(before);
    expect(server.log.slice(-4).map(({ result }) => result)).toEqual(Array(4).fill("ERR_SQLITE_ERROR/13"));
    Object.assign(accounts, { create, find, session });
    vaults.append = append;
    expect((await sendCommit(device, given)).status).toBe(200);
  });
});

it("[C21] logs what happened and to whom by fingerprint, and nothing that a client sent", async () => {
  const clock = { at: 5_000, now: () => clock.at++ };
  const server = createTestServer({ clock });
  const device = await startDevice(server, makeAccount("canary-name@example.org"));
  const given = await pushChanges(device, newChanges(2));
  await sendCommit(device, given);
  await askPull(device, { after: null, whole: true });
  await post(server, routes.pull(device.account.request.vault), { token: "canary-token", body: random(5) });
  expect(server.log.map(({ event, result }) => `${event} ${result}`)).toEqual([
    "sign-up ok",
    "challenge ok",
    "sign-in ok",
    "push ok",
    "push stale",
    "pull ok",
    "pull session-ended",
  ]);
  for (const line of server.log) {
    expect(Object.keys(line).sort()).toEqual(["account", "at", "device", "event", "ms", "result"]);
    expect(line.at).toBeGreaterThanOrEqual(5_000);
    expect(line.ms).toBeGreaterThan(0);
  }
  const account = Buffer.from(sha256(device.account.request.accountId)).toString("hex").slice(0, 12);
  expect(server.log.map((line) => line.account)).toEqual([null, null, account, account, account, account, null]);
  const text = JSON.stringify(server.log);
  const { accountId, vault, signInKey, writerKey, slot } = device.account.request;
  const secrets = [accountId, vault, signInKey, writerKey, slot.sealed, device.device, device.session.token, given.head, given.signature];
  for (const secret of secrets) {
    for (const form of ["hex", "base64", "base64url", "latin1"] as const) expect(text).not.toContain(Buffer.from(secret).toString(form));
  }
  expect(text).not.toContain("canary");
});
