// Bodies as they may come: in the smallest pieces, longer than told, more slowly than anybody sends, and very many at once.

import { type Bytes, challengeRequest, encode, limits, protocolHeader, routes } from "@holdfast/protocol";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { random, refusalOf } from "../testing/test-account.ts";
import { createTestServer } from "../testing/test-server.ts";
import { paceBytes, paceMs, readBody } from "./body.ts";

let due: (() => void)[] = [];
const timers = {
  after: (_: number, run: () => void) => {
    due.push(run);
    return () => {
      due = due.filter((other) => other !== run);
    };
  },
  turn: queueMicrotask,
};
const passWindow = (): void => {
  for (const run of due.splice(0)) run();
};
beforeEach(() => {
  due = [];
});

const init = (body: ReadableStream<Uint8Array>, told?: number): RequestInit & { readonly duplex: "half" } => ({
  method: "POST",
  body,
  duplex: "half",
  headers: { [protocolHeader]: "1", "content-type": "application/cbor", ...(told === undefined ? {} : { "content-length": String(told) }) },
});
const request = (body: ReadableStream<Uint8Array>, told?: number, path = "/"): Request =>
  new Request(`https://holdfast.test${path}`, init(body, told));

/** `bytes` in pieces of `size`, each of them a buffer of its own. */
function pieces(bytes: Bytes, size: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull: (controller) => {
      if (at < bytes.length) controller.enqueue(bytes.slice(at, at + size));
      else controller.close();
      at += size;
    },
  });
}

describe("[C18] a body", () => {
  it.each([1, 7, 1_000, 100_000])("in pieces of %d bytes is the same, told its length or not", async (size) => {
    const bytes = random(20_000);
    for (const told of [undefined, bytes.length]) {
      const read = await readBody(request(pieces(bytes, size), told), limits.requestBytes, timers);
      expect(read).toEqual({ ok: true, value: bytes });
      expect(due).toEqual([]);
    }
  });

  it("is held in one buffer: no list of its pieces is joined, with a length or without", async () => {
    const joined = vi.spyOn(Buffer, "concat");
    const whole = vi.spyOn(Request.prototype, "arrayBuffer");
    for (const told of [undefined, 3_000]) await readBody(request(pieces(random(3_000), 1), told), limits.requestBytes, timers);
    expect([joined.mock.calls.length, whole.mock.calls.length]).toEqual([0, 0]);
    vi.restoreAllMocks();
  });

  it("of more than may be is too large, also where it told less", async () => {
    for (const told of [undefined, 99, 100, 101]) {
      const read = await readBody(request(pieces(random(101), 10), told), 100, timers);
      expect(read).toEqual({ ok: false, error: { kind: "too-large" } });
    }
    expect(due).toEqual([]);
  });

  it("that stops coming is given up after a window, and one that comes slowly is not", async () => {
    let source: ReadableStreamDefaultController<Uint8Array> | undefined;
    let cancelled = 0;
    const given = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
      source = controller;
    };
    const open = () => new ReadableStream<Uint8Array>({ start: given, cancel: () => void cancelled++ });
    const stalled = readBody(request(open()), limits.pushBytes, timers);
    source?.enqueue(random(paceBytes - 1));
    await new Promise(setImmediate);
    passWindow();
    expect(await stalled).toEqual({ ok: false, error: { kind: "unavailable" } });
    expect([cancelled, due.length]).toEqual([1, 0]);

    const steady = readBody(request(open()), limits.pushBytes, timers);
    for (let i = 0; i < 3; i++) {
      source?.enqueue(random(paceBytes));
      await new Promise(setImmediate);
      passWindow();
    }
    source?.close();
    expect(await steady).toMatchObject({ ok: true, value: { length: 3 * paceBytes } });
    // Five MiB at that pace take longer than any request may; a device on a bad line has the time it had.
    expect(paceMs / paceBytes).toBeGreaterThan(300_000 / limits.pushBytes);
  });
});

it("[C36] an address has so many bodies under way, sign-in routes included, and others have theirs", async () => {
  const server = createTestServer();
  const held: ReadableStreamDefaultController<Uint8Array>[] = [];
  const begin = (address: string, path: string) =>
    server.fetch(request(new ReadableStream({ start: (c) => void held.push(c) }), undefined, path), address);
  const paths = [routes.challenge, routes.signIn];
  const waiting = Array.from({ length: 64 }, (_, i) => begin("203.0.113.1", paths[i % 2] ?? ""));
  await new Promise(setImmediate);
  const name = pieces(encode(challengeRequest, { account: "kim" as never }), 5);
  const refused = await server.fetch(request(name, undefined, routes.challenge), "203.0.113.1");
  expect([refused.status, await refusalOf(refused)]).toEqual([429, { kind: "too-many-requests", retryMs: 1_000 }]);
  const ask = () =>
    server.fetch(request(pieces(encode(challengeRequest, { account: "kim" as never }), 5), undefined, routes.challenge), "203.0.113.2");
  expect((await ask()).status).toBe(200);
  for (const one of held) one.close();
  expect((await Promise.all(waiting)).every(({ status }) => status === 400)).toBe(true);
  const again = pieces(encode(challengeRequest, { account: "kim" as never }), 5);
  expect((await server.fetch(request(again, undefined, routes.challenge), "203.0.113.1")).status).toBe(200);
});
