import * as cborg from "cborg";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toHex } from "./bytes.ts";
import { encodeValue } from "./cbor-encode.ts";

const slow = (value: unknown): string => toHex(cborg.encode(value, { ignoreUndefinedProperties: true }));
const fast = (value: unknown): string => toHex(encodeValue(value));

/** Names below 24 characters, as the protocol's are. */
const names = fc.string({ unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyzABCXYZ0189"), maxLength: 23 });
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.maxSafeInteger(),
    fc.nat(70_000),
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: "grapheme", maxLength: 300 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 30 }),
    fc.dictionary(names, fc.oneof(tie("value"), fc.constant(undefined)), { maxKeys: 30 }),
  ),
}));

describe("encodeValue", () => {
  it("gives the bytes that cborg gives", () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(fast(value)).toBe(slow(value));
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([0, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1])(
    "writes %d and its negative in the fewest bytes",
    (value) => {
      expect(fast(value)).toBe(slow(value));
      expect(fast(-value - (value === 2 ** 53 - 1 ? 0 : 1))).toBe(slow(-value - (value === 2 ** 53 - 1 ? 0 : 1)));
    },
  );

  it.each([0, 23, 24, 255, 256, 65_535, 65_536])("writes lists, bytes and texts of %d", (count) => {
    for (const value of [new Uint8Array(count).fill(7), "x".repeat(count), Array.from({ length: count }, (_, i) => i % 5)]) {
      expect(fast(value)).toBe(slow(value));
    }
  });

  // Examples of RFC 8949, appendix A.
  it.each([
    [[1, [2, 3], [4, 5]], "8301820203820405"],
    [{ a: 1, b: [2, 3] }, "a26161016162820203"],
    ["\u6c34", "63e6b0b4"],
    [-1000, "3903e7"],
    [1000000000000, "1b000000e8d4a51000"],
    [Uint8Array.of(1, 2, 3, 4), "4401020304"],
    [{}, "a0"],
    [false, "f4"],
    [null, "f6"],
  ])("writes %j as the standard does", (value, hex) => expect(fast(value)).toBe(hex));

  it("sorts names by length, then by byte, however they were put in", () => {
    expect(fast({ bb: 1, a: 2, B: 3, aa: 4 })).toBe(fast({ a: 2, aa: 4, B: 3, bb: 1 }));
    expect(fast({ bb: 1, a: 2, B: 3, aa: 4 })).toBe(`a461420361610262616104${"62626201"}`);
  });

  it.each([
    [0.5],
    [Number.NaN],
    [2 ** 53],
    [-(2 ** 53)],
    [undefined],
    [[undefined]],
    [1n],
    [new Map()],
    [new Date(0)],
    [Symbol("s")],
    [() => 1],
  ])("refuses %s as a fault of the program", (value) => expect(() => encodeValue(value)).toThrow());
});
