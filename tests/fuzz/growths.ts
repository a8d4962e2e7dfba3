// Inputs that grow: one piece over and over, up to sizes below and above the bounds of what reads them. Whoever reads text again for every
// quote, comma or bracket of it shows here.

import { type Bytes, utf8 } from "@holdfast/protocol";

const sizes = [1 << 10, 1 << 13, 1 << 16];

const pieces = [
  ...['"', ",", "\n", "[", '{"a":', "-", "\\", "a ", "=;", "%41", "\u0301"].map(utf8),
  // Lists in lists, texts, and byte strings of canonical CBOR.
  ...[[0x81], [0x61, 0x61], [0x41, 0x00], [0xa1, 0x00]].map((bytes) => Uint8Array.from(bytes)),
];

export const growths = (samples: readonly Bytes[]): readonly Bytes[] =>
  sizes.flatMap((size) => [...samples.slice(0, 3), ...pieces].map((piece) => repeated(piece, size)));

/** The beginning once, and after it the same again: so that what is read by its beginning is read on. */
function repeated(piece: Bytes, size: number): Bytes {
  const bytes = new Uint8Array(Math.max(size, piece.length));
  for (let at = 0; at < bytes.length; at += piece.length) bytes.set(piece.subarray(0, bytes.length - at), at);
  return bytes;
}
