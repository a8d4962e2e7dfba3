// Reads a CBOR sequence of frames (cbor.ts, encodeFrame) from chunks of any size, holding at most one frame.

import { type Bytes, readU32 } from "./bytes.ts";
import { decode } from "./cbor.ts";
import { limits } from "./limits.ts";
import type { Shape } from "./shape.ts";

const headerBytes = 5;

export type FrameEnd = { readonly type: "whole" } | { readonly type: "cut" } | { readonly type: "malformed" };

/** Yields the frames of `chunks` and returns how the stream ended: whole (between two frames), cut (inside one), or malformed. */
export async function* readFrames<T>(shape: Shape<T>, chunks: AsyncIterable<Bytes>): AsyncGenerator<T, FrameEnd> {
  const waiting = new ByteQueue();
  for await (const chunk of chunks) {
    waiting.push(chunk);
    for (;;) {
      const header = waiting.peek(headerBytes);
      if (header === null) break;
      const length = readU32(header, 1);
      if (header[0] !== 0x5a || length > limits.frameBytes) return { type: "malformed" };
      const frame = waiting.take(headerBytes + length);
      if (frame === null) break;
      const value = decode(shape, frame.subarray(headerBytes));
      if (!value.ok) return { type: "malformed" };
      yield value.value;
    }
  }
  return { type: waiting.length === 0 ? "whole" : "cut" };
}

/**
 * Bytes in order, taken out by count. What comes while something waits is copied behind it, into a buffer that doubles: the work is in
 * proportion to the bytes, and what is held to the bytes that wait, however small the chunks. What was handed out is never written over.
 */
class ByteQueue {
  #bytes: Bytes = new Uint8Array(0);
  #start = 0;
  #end = 0;
  /** Whether the buffer is one of ours: a chunk that came alone is read where it is, and never written to. */
  #own = false;

  get length(): number {
    return this.#end - this.#start;
  }

  push(chunk: Bytes): void {
    if (this.length === 0) {
      [this.#bytes, this.#start, this.#end, this.#own] = [chunk, 0, chunk.length, false];
      return;
    }
    if (!this.#own || this.#end + chunk.length > this.#bytes.length) this.#grow(chunk.length);
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** The first `count` bytes, left in place; null where there are fewer. */
  peek(count: number): Bytes | null {
    return this.length < count ? null : this.#bytes.subarray(this.#start, this.#start + count);
  }

  /** The first `count` bytes, removed; null where there are fewer. */
  take(count: number): Bytes | null {
    const taken = this.peek(count);
    if (taken !== null) this.#start += count;
    return taken;
  }

  /** Moves what waits to a new buffer, with room for as much again and for `more` bytes. */
  #grow(more: number): void {
    const grown = new Uint8Array(this.length + Math.max(this.length, more));
    grown.set(this.#bytes.subarray(this.#start, this.#end));
    [this.#bytes, this.#start, this.#end, this.#own] = [grown, 0, this.length, true];
  }
}
