// Answers as they go out: a shaped value, a refusal with its status, or a stream of frames.

import { type Bytes, contentType, encode, type Refusal, refusal, refusalStatus, type Shape, streamType } from "@holdfast/protocol";
import type { Timers } from "../ports.ts";
import type { Bearer } from "./asked.ts";

/** Bytes gathered before an answer becomes a stream: what fits is sent whole, with its length. */
const gatherBytes = 64 * 1024;

/** In each so many milliseconds a reader takes so many bytes. */
const paceMs = 30_000;
const paceBytes = 64 * 1024;

/** A view whose buffer is an ArrayBuffer, as `Response` asks; everything here is one already. */
const body = (bytes: Bytes): Uint8Array<ArrayBuffer> =>
  bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);

const respond = (status: number, type: string, content: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>): Response =>
  new Response(content, { status, headers: { "content-type": type } });

export const answer = <T>(shape: Shape<T>, value: T): Response => respond(200, contentType, body(encode(shape, value)));

export const emptyAnswer = (): Response => respond(200, contentType, new Uint8Array(0));

export const refuse = (reason: Refusal): Response => respond(refusalStatus[reason.kind], contentType, body(encode(refusal, reason)));

export interface Streaming {
  readonly timers: Timers;
  readonly bearer: Bearer | undefined;
  /** Told what the machine failed with, or that the reader was too slow. */
  readonly failed: (failure: unknown) => void;
  /** Called once, when nothing of the answer is held any more. */
  readonly over: () => void;
}

/**
 * The frames as one answer. A failure midway ends the stream without its `end` frame, which is what tells the reader that it was cut; so
 * is one cut who takes less than the pace. // C36
 */
export async function answerStream(frames: AsyncGenerator<Bytes, void>, streaming: Streaming): Promise<Response> {
  const { bearer, over } = streaming;
  bearer?.over(over);
  const gathered: Bytes[] = [];
  let length = 0;
  while (length < gatherBytes) {
    const next = await frames.next();
    if (next.done) {
      if (bearer === undefined) over();
      return respond(200, streamType, body(Buffer.concat(gathered)));
    }
    gathered.push(next.value);
    length += next.value.length;
  }
  return respond(200, streamType, streamOf(frames, Buffer.concat(gathered), streaming));
}

function streamOf(
  frames: AsyncGenerator<Bytes, void>,
  first: Bytes,
  { timers, bearer, failed, over }: Streaming,
): ReadableStream<Uint8Array> {
  let taken = (): void => {};
  const end = (): void => {
    taken();
    if (bearer === undefined) over();
  };
  bearer?.over(() => taken());
  /** The next piece is asked for when this one has mostly left; whoever takes longer than the pace allows is cut. */
  const give = (controller: ReadableStreamDefaultController<Uint8Array>, piece: Bytes): void => {
    controller.enqueue(piece);
    taken = timers.after(paceMs * (1 + Math.ceil(piece.length / paceBytes)), () => {
      failed(new Error("slow"));
      // Ended before its reader hears of it: nothing more is made for somebody who is gone.
      void frames.return();
      if (bearer === undefined) controller.error(new Error("slow"));
      else bearer.cut();
      end();
    });
  };
  return new ReadableStream<Uint8Array>({
    start: (controller) => give(controller, first),
    pull: async (controller) => {
      taken();
      try {
        const next = await frames.next();
        if (!next.done) return give(controller, next.value);
      } catch (failure) {
        failed(failure);
      }
      controller.close();
      end();
    },
    cancel: async () => {
      end();
      await frames.return();
    },
  });
}
