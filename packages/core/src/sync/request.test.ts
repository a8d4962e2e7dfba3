import { type Bytes, concat, encode, genesis, limits, type Refusal, refusal, refusalStatus, shape, utf8 } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesUpTo } from "../testing/arbitrary.ts";
import { ask, open } from "./request.ts";
import { Cut, type Transport, type TransportFailure, type TransportRequest } from "./transport.ts";

const request: TransportRequest = { method: "POST", path: "/v1/devices", token: null };
const answerShape = shape.record({ number: shape.uint() });
const notHoldfast = { ok: false, error: { type: "not-holdfast" } };

interface Answering extends Transport {
  readonly sent: TransportRequest[];
  /** Chunks that were read, and whether the stream was let go. */
  readonly read: { chunks: number; ended: boolean };
}

/** A transport that answers so, whatever is asked. After the last chunk the connection breaks with `breaking`, where given. */
function answering(
  answer: TransportFailure | { readonly status: number; readonly body: Iterable<Bytes>; readonly breaking?: Error },
): Answering {
  const sent: TransportRequest[] = [];
  const read = { chunks: 0, ended: false };
  async function* body(chunks: Iterable<Bytes>, breaking: Error | undefined): AsyncGenerator<Bytes> {
    try {
      for (const chunk of chunks) {
        read.chunks++;
        yield chunk;
      }
      if (breaking !== undefined) throw breaking;
    } finally {
      read.ended = true;
    }
  }
  return {
    origin: "https://vault.example.org",
    traffic: { requests: 0, bytesUp: 0, bytesDown: 0 },
    sent,
    read,
    send: async (asked) => {
      sent.push(asked);
      return "type" in answer ? answer : { status: answer.status, body: body(answer.body, answer.breaking) };
    },
  };
}

const refusals: readonly Refusal[] = Object.keys(refusalStatus).map((kind): Refusal => {
  if (kind === "stale") return { kind, head: genesis, missing: Uint8Array.of(1, 2) };
  if (kind === "history-differs") return { kind, head: genesis };
  if (kind === "items-refused") return { kind, items: [] };
  if (kind === "too-many-requests") return { kind, retryMs: 5 };
  if (kind === "update-needed") return { kind, version: 2 };
  return { kind } as Refusal;
});

describe("a question to the server", () => {
  it("is sent as it stands, once, and its answer parsed, in chunks of any size", async () => {
    const whole = encode(answerShape, { number: 1_234_567 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(whole.length), { maxLength: 4 }), async (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), whole.length];
        const transport = answering({ status: 200, body: places.slice(1).map((end, i) => whole.slice(places[i], end)) });
        expect(await ask(transport, answerShape, request)).toEqual({ ok: true, value: { number: 1_234_567 } });
        expect(transport.sent).toEqual([request]);
      }),
      { numRuns: 30 },
    );
  });

  it.each(refusals)("gives the refusal $kind as it was told", async (told) => {
    const transport = answering({ status: refusalStatus[told.kind], body: [encode(refusal, told)] });
    expect(await ask(transport, answerShape, request)).toEqual({ ok: false, error: { type: "refused", refusal: told } });
    expect(await open(transport, request)).toEqual({ ok: false, error: { type: "refused", refusal: told } });
  });

  it.each(refusals)("does not believe $kind under another status", async (told) => {
    for (const status of [201, 204, 302, 400, 401, 403, 404, 409, 412, 413, 422, 426, 429, 500, 502, 503, 507]) {
      if (status === refusalStatus[told.kind]) continue;
      expect(await ask(answering({ status, body: [encode(refusal, told)] }), answerShape, request)).toEqual(notHoldfast);
    }
  });

  it("takes a portal's or a proxy's page for what it is: a failure, and no alarm", async () => {
    for (const status of [200, 302, 404, 502, 511]) {
      expect(await ask(answering({ status, body: [utf8("<html>Sign in to Wi-Fi</html>")] }), answerShape, request)).toEqual(notHoldfast);
      expect(await ask(answering({ status, body: [] }), answerShape, request)).toEqual(notHoldfast);
    }
    const more = concat(encode(answerShape, { number: 1 }), Uint8Array.of(0));
    expect(await ask(answering({ status: 200, body: [more] }), answerShape, request)).toEqual(notHoldfast);
  });

  it("throws for no answer at all", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(200, 400, 401, 409, 412, 503), bytesUpTo(60), async (status, body) => {
        expect((await ask(answering({ status, body: [body] }), shape.record({ nothing: shape.bytes(400) }), request)).ok).toBe(false);
      }),
    );
  });

  it("passes on why there was no answer", async () => {
    for (const why of ["offline", "refused", "timeout", "certificate", "name", "other"] as const) {
      const failure = { type: "unreachable", why } as const;
      expect(await ask(answering(failure), answerShape, request)).toEqual({ ok: false, error: failure });
      expect(await open(answering(failure), request)).toEqual({ ok: false, error: failure });
    }
  });

  it("[S19] takes an answer that breaks off for none", async () => {
    const body = [encode(answerShape, { number: 1 })];
    const unreachable = { ok: false, error: { type: "unreachable", why: "other" } };
    for (const status of [200, 503]) {
      expect(await ask(answering({ status, body, breaking: new Cut("broken off") }), answerShape, request)).toEqual(unreachable);
    }
    const bug = new Error("a bug");
    await expect(ask(answering({ status: 200, body, breaking: bug }), answerShape, request)).rejects.toBe(bug);
  });

  it("reads no further than the limit, and lets the stream go", async () => {
    const chunk = new Uint8Array(64 * 1024);
    function* endless(): Generator<Bytes> {
      for (;;) yield chunk;
    }
    for (const status of [200, 500]) {
      const transport = answering({ status, body: endless() });
      expect(await ask(transport, answerShape, request)).toEqual(notHoldfast);
      expect(transport.read).toEqual({ chunks: limits.answerBytes / chunk.length + 1, ended: true });
    }
  });

  it("leaves the body of a success to be read as a stream", async () => {
    const transport = answering({ status: 200, body: [utf8("one"), utf8("two")] });
    const opened = await open(transport, request);
    expect(opened.ok).toBe(true);
    expect(transport.read.chunks).toBe(0);
    const chunks: Bytes[] = [];
    if (opened.ok) for await (const chunk of opened.value.body) chunks.push(chunk);
    expect(chunks).toEqual([utf8("one"), utf8("two")]);
  });
});
