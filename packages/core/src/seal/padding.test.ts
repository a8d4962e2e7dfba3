import { concat, u32 } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesUpTo } from "../testing/arbitrary.ts";
import { pad, paddedSize, unpad } from "./padding.ts";

/** Padmé with whole numbers alone: the length of E's binary digits, and division. Nikitin et al., PETS 2019, algorithm 1. */
function oracle(length: number): number {
  const size = BigInt(length + 4);
  const roundUp = (unit: bigint) => Number(((size + unit - 1n) / unit) * unit);
  if (size <= 8192n) return roundUp(512n);
  const exponent = size.toString(2).length - 1;
  const digits = exponent.toString(2).length;
  return roundUp(2n ** BigInt(exponent - digits));
}

const contents = fc.oneof(
  bytesUpTo(1_200),
  fc.integer({ min: 0, max: 40_000 }).map((length) => new Uint8Array(length).fill(0x5a)),
);

describe("padding", () => {
  it("[E3] is a multiple of 512 up to 8 KiB", () => {
    for (let length = 0; length <= 8188; length++) expect(paddedSize(length)).toBe(Math.ceil((length + 4) / 512) * 512);
  });

  it("[E3] is Padmé above, for every length up to a mebibyte's odd ones and around every power of two", () => {
    const lengths = Array.from({ length: 4_000 }, (_, i) => 8_180 + 263 * i);
    for (let power = 13; power < 32; power++) for (let near = -9; near < 9; near++) lengths.push(2 ** power + near);
    for (const length of lengths) expect(paddedSize(length), `length ${length}`).toBe(oracle(length));
  });

  it("[E3] holds length and content, never shrinks as they grow, and costs at most a block or an eighth", () => {
    fc.assert(
      fc.property(fc.nat(300_000), fc.nat(3_000), (length, more) => {
        const size = paddedSize(length);
        expect(size).toBeGreaterThanOrEqual(length + 4);
        expect(size).toBeLessThanOrEqual(paddedSize(length + more));
        expect(size - (length + 4)).toBeLessThan(Math.max(512, (length + 4) / 8));
      }),
    );
  });

  it("[E3] is u32 length, content, zeros, and comes off again", () => {
    fc.assert(
      fc.property(contents, (content) => {
        const padded = pad(content);
        expect(padded).toEqual(concat(u32(content.length), content, new Uint8Array(paddedSize(content.length) - content.length - 4)));
        expect(unpad(padded)).toEqual(content);
      }),
    );
  });

  it("[E5] [attack 31] refuses every changed byte of the padding and every other length in front", () => {
    for (const length of [0, 1, 507, 508, 509, 700]) {
      const padded = pad(new Uint8Array(length).fill(0xff));
      for (let at = 4 + length; at < padded.length; at++) {
        for (const value of [1, 0x80, 0xff]) expect(unpad(padded.with(at, value)), `byte ${at}`).toBeNull();
      }
      for (let other = 0; other <= padded.length + 4; other++) {
        const changed = concat(u32(other), padded.subarray(4));
        // More than there was, zeros of the padding counted as content, is another content of the same size.
        const fits = other >= length && paddedSize(other) === padded.length;
        expect(unpad(changed) !== null, `length ${length} as ${other}`).toBe(fits);
      }
      for (const other of [2 ** 31, 2 ** 32 - 4, 2 ** 32 - 1]) expect(unpad(concat(u32(other), padded.subarray(4)))).toBeNull();
    }
  });

  it("[E5] takes the canonical form alone, of whatever bytes: what comes off goes on again as it was", () => {
    const almost = fc.tuple(fc.nat(1_100), fc.nat(1_600)).map(([claimed, size]) => concat(u32(claimed), new Uint8Array(size)));
    fc.assert(
      fc.property(fc.oneof(bytesUpTo(1_100), almost), (bytes) => {
        const content = unpad(bytes);
        if (content !== null) expect(pad(content)).toEqual(bytes);
      }),
      { numRuns: 500 },
    );
    for (const length of [0, 1, 3, 4, 511, 513]) expect(unpad(new Uint8Array(length))).toBeNull();
    expect(unpad(new Uint8Array(512))).toEqual(new Uint8Array(0));
    expect(unpad(new Uint8Array(1024))).toBeNull();
  });
});
