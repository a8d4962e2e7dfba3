import fc from "fast-check";
import { expect, it } from "vitest";
import { type Bytes, concat, u32 } from "./bytes.ts";
import { encodeFrame } from "./cbor.ts";
import { type FrameEnd, readFrames } from "./frames.ts";
import { limits } from "./limits.ts";
import { bytes, record, uint } from "./shape.ts";

const shape = record({ n: uint(), b: bytes(0, 100_000) });

async function* chunked(stream: Bytes, sizes: readonly number[]): AsyncGenerator<Bytes> {
  let at = 0;
  for (const size of sizes) {
    yield stream.subarray(at, at + size);
    at += size;
  }
  if (at < stream.length) yield stream.subarray(at);
}

async function read(chunks: AsyncIterable<Bytes>): Promise<{ readonly numbers: readonly number[]; readonly end: FrameEnd["type"] }> {
  const numbers: number[] = [];
  const frames = readFrames(shape, chunks);
  for (;;) {
    const next = await frames.next();
    if (next.done) return { numbers, end: next.value.type };
    numbers.push(next.value.n);
  }
}

const frame = (n: number, length = n): Bytes => encodeFrame(shape, { n, b: new Uint8Array(length) });

it("any way of cutting a stream into chunks gives the same frames", async () => {
  const stream = concat(...Array.from({ length: 20 }, (_, n) => frame(n)));
  const sizes = fc.array(fc.oneof(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 200 })), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(sizes, async (given) => {
      expect(await read(chunked(stream, given))).toEqual({ numbers: Array.from({ length: 20 }, (_, n) => n), end: "whole" });
    }),
  );
  expect((await read(chunked(stream, Array(stream.length).fill(1)))).numbers).toHaveLength(20);
});

it("a stream that breaks off within a frame is cut, and between two frames whole", async () => {
  const [first, second] = [frame(1), frame(2)];
  const stream = concat(first, second);
  for (let length = 0; length <= stream.length; length++) {
    const whole = length === 0 || length === first.length || length === stream.length;
    const count = length < first.length ? 0 : length < stream.length ? 1 : 2;
    const { numbers, end } = await read(chunked(stream.subarray(0, length), []));
    expect([numbers.length, end]).toEqual([count, whole ? "whole" : "cut"]);
  }
});

it("[attack 30] a frame above the limit is malformed before it has come, and one at the limit is waited for", async () => {
  const promise = (length: number) => chunked(concat(Uint8Array.of(0x5a), u32(length)), []);
  expect((await read(promise(limits.frameBytes + 1))).end).toBe("malformed");
  expect((await read(promise(0xffff_ffff))).end).toBe("malformed");
  expect((await read(promise(limits.frameBytes))).end).toBe("cut");
});

it("whatever is no frame is malformed, and nothing after it is given", async () => {
  const good = frame(1);
  expect(await read(chunked(concat(good, Uint8Array.of(0x59, 0, 1, 0, 0, 0), good), []))).toEqual({ numbers: [1], end: "malformed" });
  expect(await read(chunked(concat(good, Uint8Array.of(0x5a, 0, 0, 0, 1, 0), good), []))).toEqual({ numbers: [1], end: "malformed" });
  expect(await read(chunked(Uint8Array.of(0x5a, 0, 0, 0, 0), []))).toEqual({ numbers: [], end: "malformed" });
});

it("random bytes never throw", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 5 }), async (chunks) => {
      const { end } = await read(
        (async function* () {
          yield* chunks;
        })(),
      );
      expect(["whole", "cut", "malformed"]).toContain(end);
    }),
    { numRuns: 300 },
  );
});

it("joins a large frame from many chunks once it has come", async () => {
  const stream = frame(7, 90_000);
  expect(await read(chunked(stream, Array(900).fill(100)))).toEqual({ numbers: [7], end: "whole" });
});

it("works in proportion to the bytes, though each came alone: 100,000 chunks, and the largest frame there is", async () => {
  const large = record({ b: bytes(0, limits.frameBytes) });
  for (const length of [100_000, limits.frameBytes - 100]) {
    const stream = encodeFrame(large, { b: new Uint8Array(length).fill(7) });
    // Each chunk is a view: what the reader copied is more than it was given by a bounded factor alone, or this does not end in time.
    const frames = readFrames(
      large,
      (async function* () {
        for (let at = 0; at < stream.length; at++) yield stream.subarray(at, at + 1);
      })(),
    );
    const first = await frames.next();
    expect(first.done ? 0 : first.value.b.length).toBe(length);
    expect(await frames.next()).toEqual({ done: true, value: { type: "whole" } });
  }
});

it("never writes over a frame it has given, nor into a chunk it was given", async () => {
  const stream = concat(...Array.from({ length: 40 }, (_, n) => encodeFrame(shape, { n, b: new Uint8Array(n).fill(n) })));
  const before = stream.slice();
  for (const size of [1, 3, 7, 50, stream.length]) {
    const given: Bytes[] = [];
    for await (const { b } of readFrames(shape, chunked(stream, Array(Math.ceil(stream.length / size)).fill(size)))) given.push(b);
    expect(given).toEqual(Array.from({ length: 40 }, (_, n) => new Uint8Array(n).fill(n)));
    expect(stream).toEqual(before);
  }
});
