// What property tests draw from: bytes, ids, typed text, and every way to damage a sealed piece by one bit. For tests alone.

import type { Bytes, Hash } from "@holdfast/protocol";
import fc from "fast-check";

export const bytesOf = (length: number): fc.Arbitrary<Bytes> => fc.uint8Array({ minLength: length, maxLength: length });

export const bytesUpTo = (length: number): fc.Arbitrary<Bytes> => fc.uint8Array({ maxLength: length });

/** Any id: 16 bytes under the brand that is asked for. */
export const anyId = <Id extends Bytes>(): fc.Arbitrary<Id> => bytesOf(16) as fc.Arbitrary<Id>;

export const anyHash: fc.Arbitrary<Hash> = bytesOf(32) as fc.Arbitrary<Bytes> as fc.Arbitrary<Hash>;

/** Any text at all, astral letters and lone surrogates among them. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 }).map((units) => String.fromCharCode(...units)),
);

/** `bytes` with one bit changed: the `bit`th, from 0 to 8 × length - 1. */
export function withFlippedBit(bytes: Bytes, bit: number): Bytes {
  const flipped = bytes.slice();
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
}

/** Everything that differs from `bytes` in one bit. */
export const everyFlippedBit = (bytes: Bytes): readonly Bytes[] =>
  Array.from({ length: 8 * bytes.length }, (_, bit) => withFlippedBit(bytes, bit));

/** Every beginning of `bytes` that is shorter, the empty one among them. */
export const everyBeginning = (bytes: Bytes): readonly Bytes[] =>
  Array.from({ length: bytes.length }, (_, length) => bytes.slice(0, length));

/** `typed` as a person might have typed it: another case, O for 0, I or L for 1, hyphens and blanks anywhere or left out. */
export const typedOtherwise = (written: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      ...[...written].map((letter) =>
        fc.tuple(fc.constantFrom("", "", "", "-", " ", "\t", "\n"), fc.constantFrom(...waysToType(letter))).map((parts) => parts.join("")),
      ),
    )
    .map((letters) => letters.join(""));

function waysToType(letter: string): readonly string[] {
  if (letter === "-") return ["-", "", " ", "--"];
  if (letter === "0") return ["0", "O", "o"];
  if (letter === "1") return ["1", "I", "i", "L", "l"];
  return [letter, letter.toLowerCase()];
}
