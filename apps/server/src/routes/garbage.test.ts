// Garbage to every route: each gets a code, and leaves the state as it was.

import { randomBytes } from "node:crypto";
import {
  type AccountName,
  type Bytes,
  challengeRequest,
  commit,
  devicesRequest,
  encode,
  genesis,
  limits,
  pullRequest,
  refusalStatus,
  routes,
  type Shape,
  signIn,
  signUp,
  type VaultId,
} from "@holdfast/protocol";
import * as cborg from "cborg";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { snapshot } from "../testing/snapshot.ts";
import {
  challengeFor,
  makeAccount,
  makeCommit,
  newChanges,
  newDevice,
  post,
  pushChanges,
  random,
  refusalOf,
  startDevice,
  type TestDevice,
} from "../testing/test-account.ts";
import { createTestServer, type TestServer } from "../testing/test-server.ts";

let server: TestServer;
let device: TestDevice;
let vault: VaultId;
let good: Record<string, { readonly path: string; readonly body: Bytes; readonly push?: boolean }>;

const made = <T>(shape: Shape<T>, value: T): Bytes => encode(shape, value);

beforeAll(async () => {
  server = createTestServer();
  device = await startDevice(server);
  vault = device.account.request.vault;
  await pushChanges(device, newChanges(2));
  const { challenge } = await challengeFor(server, device.account.name);
  const attempt = { account: device.account.name, challenge, device: newDevice(), signature: random(64) };
  good = {
    "sign-up": { path: routes.signUp, body: made(signUp, makeAccount().request) },
    challenge: { path: routes.challenge, body: made(challengeRequest, { account: "nobody" as AccountName }) },
    "sign-in": { path: routes.signIn, body: made(signIn, attempt) },
    devices: { path: routes.devices, body: made(devicesRequest, { vault }) },
    pull: { path: routes.pull(vault), body: made(pullRequest, { after: device.head, whole: false }) },
    push: { path: routes.push(vault), body: made(commit, await makeCommit(device.account, device.head.hash, newChanges(1))), push: true },
  };
});

const names = ["sign-up", "challenge", "sign-in", "devices", "pull", "push"];

/** Sends `body` where `name` goes, as a signed-in device on the newest head, and expects one of our codes and no change. */
async function refuses(name: string, body: Bytes, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const route = good[name];
  if (route === undefined) throw new Error(name);
  const before = snapshot(server.storage);
  const ifMatch = `"${Buffer.from(device.head.hash).toString("hex")}"`;
  const all = route.push ? { "if-match": ifMatch, ...headers } : headers;
  const response = await post(server, route.path, { token: device.session.token, body, headers: all });
  const refusal = await refusalOf(response);
  expect(response.status).toBe(refusalStatus[refusal.kind]);
  expect(snapshot(server.storage)).toBe(before);
  return refusal.kind;
}

describe.each(names)("[C22] garbage to %s", (name) => {
  const body = (): Bytes => good[name]?.body ?? random(1);

  it("random bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(await refuses(name, bytes)).toBe("malformed");
      }),
      { numRuns: 60 },
    );
  });

  it("any value that is not its message", async () => {
    const value = fc.anything({
      withNullPrototype: false,
      values: [fc.integer(), fc.string(), fc.boolean(), fc.constant(null), fc.uint8Array()],
    });
    await fc.assert(
      fc.asyncProperty(value, async (given) => {
        expect(await refuses(name, cborg.encode(given))).toBe("malformed");
      }),
      { numRuns: 60 },
    );
  });

  it("its message cut anywhere, or with something behind it", async () => {
    const whole = body();
    for (let cut = 0; cut < whole.length; cut += Math.max(1, Math.floor(whole.length / 40))) {
      expect(await refuses(name, whole.subarray(0, cut))).toBe("malformed");
    }
    expect(await refuses(name, new Uint8Array([...whole, 0]))).toBe("malformed");
  });

  it("its message with a further key, a member less, or a member of another type", async () => {
    const message: Record<string, unknown> = cborg.decode(body());
    expect(await refuses(name, cborg.encode({ ...message, further: 1 }))).toBe("malformed");
    for (const key of Object.keys(message)) {
      const { [key]: _, ...less } = message;
      expect(await refuses(name, cborg.encode(less))).toBe("malformed");
      for (const other of [1.5, -1, "text", [1], {}, true, new Uint8Array(3), 2 ** 53, undefined]) {
        if (typeof other === typeof message[key] && typeof other !== "object") continue;
        expect(await refuses(name, cborg.encode({ ...message, [key]: other }))).toBe("malformed");
      }
    }
  });

  it("deep nesting, and lengths that promise gigabytes", async () => {
    const limit = limits.requestBytes;
    expect(await refuses(name, new Uint8Array(limit).fill(0x81))).toBe("malformed");
    expect(await refuses(name, new Uint8Array(limit).fill(0xa1))).toBe("malformed");
    for (const lead of ["5a7fffffff", "9a7fffffff", "ba7fffffff", "7a7fffffff", "5b000fffffffffffff", "9b000fffffffffffff"]) {
      expect(await refuses(name, new Uint8Array([...Buffer.from(lead, "hex"), ...random(100)]))).toBe("malformed");
    }
  });

  it("[C18] more bytes than it takes, with a length, without one, or with one that is no number", async () => {
    const most = name === "push" ? limits.pushBytes : limits.requestBytes;
    const huge = new Uint8Array(most + 1);
    expect(await refuses(name, huge)).toBe("too-large");
    expect(await refuses(name, random(10), { "content-length": String(most + 1) })).toBe("too-large");
    expect(await refuses(name, random(10), { "content-length": "1e3" })).toBe("malformed");
  });

  it("another content type", async () => {
    for (const type of ["", "application/json", "application/cbor; charset=utf-8", "text/plain"]) {
      expect(await refuses(name, body(), { "content-type": type })).toBe("malformed");
    }
  });

  it("another version of the protocol", async () => {
    for (const version of ["", "0", "2", "1, 1", "one"])
      expect(await refuses(name, body(), { "holdfast-protocol": version })).toBe("update-needed");
  });
});

it("[C18] stops reading a body without end when the limit is passed", async () => {
  let sent = 0;
  const endless = new ReadableStream({
    pull: (controller) => {
      sent += 16_384;
      controller.enqueue(randomBytes(16_384));
    },
  });
  const headers = { "content-type": "application/cbor", "holdfast-protocol": "1" };
  const init: RequestInit & { readonly duplex: "half" } = { method: "POST", headers, body: endless, duplex: "half" };
  const response = await server.fetch(new Request(server.origin + routes.challenge, init));
  expect(await refusalOf(response)).toEqual({ kind: "too-large" });
  expect(sent).toBeLessThan(limits.requestBytes + 4 * 16_384);
});

it("[C12] refuses every path to a vault that is not this account's vault in its one form", async () => {
  const hex = Buffer.from(vault).toString("hex");
  const body = made(pullRequest, { after: genesis, whole: false });
  for (const form of [hex.toUpperCase(), `${hex}00`, hex.slice(2), "g".repeat(32), "%00", "", ".."]) {
    const response = await post(server, `/v1/vault/${form}/pull`, { token: device.session.token, body });
    expect([form, response.status]).toEqual([form, 404]);
    expect(await refusalOf(response)).toEqual({ kind: "not-found" });
  }
});
