import * as cborg from "cborg";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, readU32, toHex } from "./bytes.ts";
import { decode, encode, encodeFrame } from "./cbor.ts";
import { bytes, flag, list, literal, nullable, oneOf, optional, record, type Shape, text, uint } from "./shape.ts";

const raw = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array(0);
const anything: Shape<unknown> = { schema: "anything", parse: (value) => value };
const pair = record({ a: uint(), bb: optional(text(0, 10)) });

describe("what is refused, whatever the shape", () => {
  it.each([
    ["nothing at all", ""],
    ["trailing bytes", "0000"],
    ["a duplicate key", "a2616101616102"],
    ["a half float", "f93c00"],
    ["a float", "fa3f800000"],
    ["a double", "fb3ff0000000000000"],
    ["infinity", "f97c00"],
    ["not a number", "f97e00"],
    ["undefined", "f7"],
    ["another simple value", "e0"],
    ["a tag", "c001"],
    ["an integer in more bytes than it needs", "1801"],
    ["an integer in many more bytes", "1b0000000000000001"],
    ["a length in more bytes than it needs", "580141"],
    ["an integer beyond 2^53", "1b0020000000000000"],
    ["bytes of no end", "5f4100ff"],
    ["a list of no end", "9f00ff"],
    ["a map of no end", "bf616100ff"],
    ["a break alone", "ff"],
    ["bytes that end too soon", "4201"],
    ["a list that ends too soon", "8200"],
    ["a map that ends after a key", "a16161"],
    ["a length of gigabytes", "5a7fffffff00"],
    ["a list of billions", "9affffffff00"],
    ["a length beyond 2^53", "5bffffffffffffffff"],
    ["a list of a length beyond 2^53", "9bffffffffffffffff"],
    ["text that is not UTF-8", "61ff"],
    ["text that is not UTF-8, within", "6361c061"],
    ["text with a byte order mark before it", "64efbbbf61"],
  ])("%s", (_, hex) => {
    expect(decode(anything, raw(hex))).toEqual({ ok: false, error: { type: "malformed" } });
  });

  it("keys out of their order, or in another encoding", () => {
    const [a, bb] = ["616101", "6262626178"];
    expect(toHex(encode(pair, { a: 1, bb: "x" }))).toBe(`a2${a}${bb}`);
    expect(decode(pair, raw(`a2${a}${bb}`))).toEqual({ ok: true, value: { a: 1, bb: "x" } });
    expect(decode(pair, raw(`a2${bb}${a}`)).ok).toBe(false);
    expect(decode(pair, raw(`a2${a}7802${bb.slice(2)}`)).ok).toBe(false);
    expect(decode(pair, raw(`b802${a}${bb}`)).ok).toBe(false);
  });

  it("nesting, however deep, without breaking off the program", () => {
    for (const [lead, count] of [
      [0x81, 1_000_000],
      [0xa1, 100_000],
      [0xd8, 100_000],
    ] as const) {
      expect(decode(anything, new Uint8Array(count).fill(lead)).ok).toBe(false);
    }
  });
});

describe("any bytes", () => {
  it("never throw, and what decodes is the one encoding of its value", () => {
    const message = oneOf({
      x: record({ kind: literal("x"), n: uint(), b: bytes(0, 9) }),
      y: record({ kind: literal("y"), l: list(nullable(flag), 9) }),
    });
    const valid = fc.oneof(
      fc.record({ kind: fc.constant("x" as const), n: fc.nat(), b: fc.uint8Array({ maxLength: 9 }) }),
      fc.record({ kind: fc.constant("y" as const), l: fc.array(fc.option(fc.boolean()), { maxLength: 9 }) }),
    );
    fc.assert(
      fc.property(valid, fc.nat(), fc.integer({ min: 0, max: 255 }), (value, at, byte) => {
        const encoded = encode(message, value);
        expect(decode(message, encoded)).toEqual({ ok: true, value });
        encoded[at % encoded.length] = byte;
        const again = decode(message, encoded);
        if (again.ok) expect(encode(message, again.value)).toEqual(encoded);
      }),
      { numRuns: 1_000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (input) => {
        const decoded = decode(anything, input);
        if (decoded.ok) expect(cborg.encode(decoded.value)).toHaveLength(input.length);
      }),
      { numRuns: 2_000 },
    );
  });

  it("are copied out of what they came in, also out of a Buffer", () => {
    const input = Buffer.from([0x42, 1, 2]);
    const decoded = decode(bytes(2), input);
    input.fill(9);
    expect(decoded).toEqual({ ok: true, value: Uint8Array.of(1, 2) });
    expect(decoded.ok && decoded.value.constructor).toBe(Uint8Array);
  });
});

it("leaves out members that are undefined", () => {
  expect(encode(pair, { a: 1 })).toEqual(raw("a1616101"));
});

it("a frame is a byte string with a length of four bytes, one element of a sequence", () => {
  const frame = encodeFrame(pair, { a: 5 });
  expect(frame[0]).toBe(0x5a);
  expect(readU32(frame, 1)).toBe(frame.length - 5);
  expect(decode(pair, frame.subarray(5))).toEqual({ ok: true, value: { a: 5 } });
});
