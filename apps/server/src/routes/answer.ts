// Answers as they go out: a shaped value, a refusal with its status, or a stream of frames.

import { type Bytes, contentType, encode, type Refusal, refusal, refusalStatus, type Shape, streamType } from "@holdfast/protocol";

/** Bytes gathered before an answer becomes a stream: what fits is sent whole, with its length. */
const gatherBytes = 512 * 1024;

/** A view whose buffer is an ArrayBuffer, as `Response` asks; everything here is one already. */
const body = (bytes: Bytes): Uint8Array<ArrayBuffer> =>
  bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);

const respond = (status: number, type: string, content: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>): Response =>
  new Response(content, { status, headers: { "content-type": type } });

export const answer = <T>(shape: Shape<T>, value: T): Response => respond(200, contentType, body(encode(shape, value)));

export const emptyAnswer = (): Response => respond(200, contentType, new Uint8Array(0));

export const refuse = (reason: Refusal): Response => respond(refusalStatus[reason.kind], contentType, body(encode(refusal, reason)));

/**
 * The frames as one answer. A failure midway ends the stream without its `end` frame, which is what tells the reader that it was cut.
 */
export async function answerStream(frames: AsyncGenerator<Bytes, void>, failed: (failure: unknown) => void): Promise<Response> {
  const gathered: Bytes[] = [];
  let length = 0;
  while (length < gatherBytes) {
    const next = await frames.next();
    if (next.done) return respond(200, streamType, body(Buffer.concat(gathered)));
    gathered.push(next.value);
    length += next.value.length;
  }
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.concat(gathered)),
    pull: async (controller) => {
      try {
        const next = await frames.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      } catch (failure) {
        failed(failure);
        controller.close();
      }
    },
    cancel: async () => {
      await frames.return();
    },
  });
  return respond(200, streamType, stream);
}
