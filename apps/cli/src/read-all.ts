// All of a stream, a file or standard input, within a bound: what has no end stops there, and what is too large is never held.

import type { Bytes } from "@holdfast/protocol";

/** Throws EFBIG above `most` bytes. */
export async function readAll(stream: AsyncIterable<Buffer | string>, most: number): Promise<Bytes> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of stream) {
    const bytes = Buffer.from(piece);
    length += bytes.length;
    if (length > most) throw Object.assign(new Error("input without an end"), { code: "EFBIG" });
    pieces.push(bytes);
  }
  return Buffer.concat(pieces);
}
