// The frozen examples of the wire: packages/protocol/vectors/wire.json, written by a second encoder from RFC 8949 alone. Append only:
// what a client of one release sends, a server of another must read, to the byte.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as protocol from "./index.ts";
import {
  type Bytes,
  concat,
  decode,
  encode,
  encodeFrame,
  fromHex,
  pullFrame,
  readFrames,
  type Schema,
  type Shape,
  toHex,
} from "./index.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
interface Message {
  readonly message: string;
  readonly name: string;
  readonly value: Json;
  readonly bytes: string;
}
interface Vectors {
  readonly messages: readonly Message[];
  readonly streams: readonly { readonly name: string; readonly frames: readonly Json[]; readonly bytes: string }[];
}

const vectors = JSON.parse(readFileSync(new URL("../vectors/wire.json", import.meta.url), "utf8")) as Vectors;

const { signUp, signedUp, challengeRequest, challenge, signIn, signedIn, devicesRequest, devices } = protocol;
const { commit, pushed, pullRequest, refusal, liveRequest, liveEvent } = protocol;
/** Every message of `wireSchema`. */
const shapes: Readonly<Record<string, Shape<unknown>>> = {
  ...{ signUp, signedUp, challengeRequest, challenge, signIn, signedIn, devicesRequest, devices },
  ...{ commit, pushed, pullRequest, pullFrame, refusal, liveRequest, liveEvent },
};

const bytesOf = (hex: string): Bytes => fromHex(hex) ?? new Uint8Array(0);

/** A value as the vectors write it, with `{ "hex": … }` for bytes. */
function shaped(json: Json): unknown {
  if (json === null || typeof json !== "object") return json;
  if (Array.isArray(json)) return json.map(shaped);
  const members = json as { readonly [name: string]: Json };
  if (typeof members.hex === "string") return bytesOf(members.hex);
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, shaped(value)]));
}

const frozenOf = (message: string): readonly Message[] => vectors.messages.filter((one) => one.message === message);

describe("frozen messages", () => {
  for (const { message, name, value, bytes } of vectors.messages) {
    it(`${message}: ${name}`, () => {
      const shape = shapes[message];
      if (shape === undefined) throw new Error("a vector names a message");
      expect(toHex(encode(shape, shaped(value)))).toBe(bytes);
      expect(decode(shape, bytesOf(bytes))).toEqual({ ok: true, value: shaped(value) });
    });
  }

  it("there is one of every message of the wire, and of every kind of those that have kinds", () => {
    const { refusalStatus, ...messages } = protocol.wireSchema as { readonly [name: string]: Schema };
    expect(Object.keys(messages)).toEqual(Object.keys(shapes));
    for (const [message, schema] of Object.entries(messages)) {
      const kinds = typeof schema === "object" && typeof schema.oneOf === "object" ? Object.keys(schema.oneOf) : null;
      const frozen = frozenOf(message).map(({ value }) => (value as { readonly [name: string]: Json }).kind);
      expect(frozen.length, message).toBeGreaterThan(0);
      if (kinds !== null) expect([...new Set(frozen)].sort(), message).toEqual([...kinds].sort());
    }
    expect(refusalStatus).toBeDefined();
  });

  it("every member that may be left out is in one and missing in another", () => {
    for (const message of Object.keys(shapes)) {
      const frozen = frozenOf(message).map(({ value }) => JSON.stringify(value));
      const optional = [...JSON.stringify(shapes[message]?.schema).matchAll(/"(\w+)\?"/g)].map(([, member]) => `"${member}":`);
      const lacking = optional.filter((member) => frozen.every((text) => text.includes(member) === frozen[0]?.includes(member)));
      expect(lacking, message).toEqual([]);
    }
  });

  it("are all there: their number only grows", () => {
    expect(vectors.messages.length).toBeGreaterThanOrEqual(52);
    expect(new Set(vectors.messages.map(({ message, name }) => `${message} ${name}`)).size).toBe(vectors.messages.length);
  });
});

describe("frozen streams", () => {
  it.each(vectors.streams)("$name", async ({ frames, bytes }) => {
    const values = frames.map(shaped);
    expect(toHex(concat(...values.map((value) => encodeFrame<unknown>(pullFrame, value))))).toBe(bytes);
    for (const size of [1, 7, bytes.length]) {
      const read: unknown[] = [];
      const reading = readFrames(pullFrame, pieces(bytesOf(bytes), size));
      for (;;) {
        const next = await reading.next();
        if (!next.done) read.push(next.value);
        else {
          expect(next.value).toEqual({ type: "whole" });
          break;
        }
      }
      expect(read).toEqual(values);
    }
  });

  it("the missing part of a stale push is such a stream", async () => {
    const stale = frozenOf("refusal").find(({ name }) => name.startsWith("stale, with"));
    const { missing } = shaped(stale?.value ?? null) as { readonly missing: Bytes };
    const kinds: string[] = [];
    for await (const frame of readFrames(pullFrame, pieces(missing, 100))) kinds.push(frame.kind);
    expect(kinds).toEqual(["begin", "heads", "changes", "end"]);
  });
});

async function* pieces(bytes: Bytes, size: number): AsyncGenerator<Bytes> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
