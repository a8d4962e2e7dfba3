// A hash as six words, for two people, or one person with two devices, to compare by eye or by telephone. Frozen: devices of every version
// must say the same. 77 of the hash's bits: who wanted another head with the same words would need its keys first. // T4
//
//   n = the first 16 bytes, big endian, modulo 7776^6;   words = n in base 7776, six digits, the greatest first

import { assert, type Bytes } from "@holdfast/protocol";

const count = 6;
const listed = 7_776;
const bytesUsed = 16;

/** `words`: the frozen list (generate-words.ts, `loadWords`). `hash`: at least 16 bytes. Six words with spaces between. */
export function sixWords(words: readonly string[], hash: Bytes): string {
  assert(words.length === listed && hash.length >= bytesUsed, "six words are made of the frozen list and a whole hash");
  let number = hash.subarray(0, bytesUsed).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const chosen: string[] = [];
  for (let digit = 0; digit < count; digit++) {
    chosen.unshift(words[Number(number % BigInt(listed))] ?? "");
    number /= BigInt(listed);
  }
  return chosen.join(" ");
}
