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

/** Chunks in order, taken out by count; joins only what it hands out. */
class ByteQueue {
  #chunks: Bytes[] = [];
  length = 0;

  push(chunk: Bytes): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.length += chunk.length;
  }

  /** The first `count` bytes, left in place; null where there are fewer. */
  peek(count: number): Bytes | null {
    return this.length < count ? null : this.#join(count);
  }

  /** The first `count` bytes, removed; null where there are fewer. */
  take(count: number): Bytes | null {
    if (this.length < count) return null;
    const taken = this.#join(count);
    let left = count;
    while (left > 0) {
      const first = this.#chunks[0] as Bytes;
      if (first.length <= left) {
        this.#chunks.shift();
        left -= first.length;
      } else {
        this.#chunks[0] = first.subarray(left);
        left = 0;
      }
    }
    this.length -= count;
    return taken;
  }

  #join(count: number): Bytes {
    const first = this.#chunks[0] as Bytes;
    if (first.length >= count) return first.subarray(0, count);
    const joined = new Uint8Array(count);
    let at = 0;
    for (const chunk of this.#chunks) {
      if (at === count) break;
      const part = chunk.subarray(0, count - at);
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  }
}
