// Crockford's base32: what people type. 0–9 and A–Z without I, L, O, U; case and hyphens do not matter, O reads as 0, I and L as 1.
// Canonical for whole groups of five bytes; the bits that fill up a last group must be zero.

import type { Bytes } from "@holdfast/protocol";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export function toCrockford(bytes: Bytes): string {
  let text = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(buffer >> bits) & 31];
    }
  }
  if (bits > 0) text += alphabet[(buffer << (5 - bits)) & 31];
  return text;
}

/** The letters that typed text means: hyphens and white space left out, ASCII in upper case, O as 0, I and L as 1. All else stays. */
export const crockfordLetters = (typed: string): string =>
  typed
    .replace(/[\s-]/g, "")
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");

/** The bytes of typed text; null for a character that is no letter of ours or for bits left over. */
export function fromCrockford(typed: string): Bytes | null {
  const text = crockfordLetters(typed);
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (const letter of text) {
    const value = alphabet.indexOf(letter);
    if (value < 0) return null;
    buffer = ((buffer << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (buffer >> bits) & 255;
    }
  }
  const leftOver = buffer & ((1 << bits) - 1);
  return bits >= 5 || leftOver !== 0 ? null : bytes;
}
