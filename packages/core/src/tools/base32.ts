// Base32 as one-time secrets are written (RFC 4648, 6), in groups with spaces or hyphens, in either case, with or without padding, as people
// copy them from a page.

import type { Bytes } from "@holdfast/protocol";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** Characters of a secret, groups and padding included. */
const mostCharacters = 1_024;

/** The bytes, or null where the text is no Base32, empty, or too long. Bits that fill no byte are dropped, as every reader does. */
export function fromBase32(text: string): Bytes | null {
  if (text.length > mostCharacters) return null;
  const characters = text.replace(/[\s-]/g, "").replace(/=+$/, "").toUpperCase();
  const bytes = new Uint8Array(Math.floor((characters.length * 5) / 8));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const character of characters) {
    const value = alphabet.indexOf(character);
    if (value < 0) return null;
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = held >>> bits;
    }
  }
  return bytes.length === 0 ? null : bytes;
}
