// Reads a request's body into one buffer, counting: not a byte more than allowed is held, whatever the request says of itself and
// however small the pieces it comes in; and not for longer than somebody takes who sends at all. // C18

import { type Bytes, contentType, decode, err, limits, ok, type Refusal, type Result, type Shape } from "@holdfast/protocol";
import { busyMs } from "../limit/gate.ts";
import type { Context, Timers } from "../ports.ts";
import type { Asked } from "./asked.ts";

/** In each so many milliseconds so many bytes come, or the body ends: 17 kbit/s. */
export const paceMs = 30_000;
export const paceBytes = 64 * 1024;
const firstBytes = 16 * 1024;

/** The body, or why it is not taken. */
export async function readBody(request: Request, maximum: number, timers: Timers): Promise<Result<Bytes, Refusal>> {
  const told = request.headers.get("content-length");
  if (told !== null && !/^\d{1,15}$/.test(told)) return err({ kind: "malformed" });
  const most = told === null ? maximum : Number(told);
  if (most > maximum) return err({ kind: "too-large" });
  return request.body === null ? ok(new Uint8Array(0)) : readCounted(request.body.getReader(), most, timers);
}

/** At most `most` bytes of it: copied out of the pieces they came in, each of which costs more than a byte. */
async function readCounted(reader: ReadableStreamDefaultReader<Bytes>, most: number, timers: Timers): Promise<Result<Bytes, Refusal>> {
  let held = new Uint8Array(Math.min(firstBytes, most));
  let length = 0;
  const pace = watchPace(reader, timers);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (pace.slow) return err({ kind: "unavailable" });
      if (done) return ok(length === held.length ? held : held.slice(0, length));
      if (length + value.length > most) {
        await reader.cancel();
        return err({ kind: "too-large" });
      }
      if (length + value.length > held.length) {
        const grown = new Uint8Array(Math.min(most, Math.max(2 * held.length, length + value.length)));
        grown.set(held.subarray(0, length));
        held = grown;
      }
      held.set(value, length);
      length += value.length;
      pace.came(value.length);
    }
  } finally {
    pace.end();
  }
}

/** Cancels the reader, which ends its read, after a window in which too little came. */
function watchPace(reader: ReadableStreamDefaultReader<Bytes>, timers: Timers) {
  let [bytes, slow] = [0, false];
  let stop = (): void => {};
  const wait = (): void => {
    stop = timers.after(paceMs, () => {
      slow = bytes < paceBytes;
      bytes = 0;
      if (!slow) wait();
      // It may have broken by itself meanwhile; the read tells.
      else reader.cancel().catch(() => {});
    });
  };
  wait();
  return {
    get slow() {
      return slow;
    },
    came: (count: number): void => {
      bytes += count;
    },
    end: () => stop(),
  };
}

/** Whether the request says that its body is CBOR. */
export const isCbor = (request: Request): boolean => request.headers.get("content-type") === contentType;

/** The body of a request that is no push, where its address has not too many under way. // C36 */
export async function readSmall({ gate, timers }: Context, { request, from }: Asked, maximum: number): Promise<Result<Bytes, Refusal>> {
  const release = gate.body(from.address);
  if (release === null) return err({ kind: "too-many-requests", retryMs: busyMs });
  try {
    return await readBody(request, maximum, timers);
  } finally {
    release();
  }
}

/** The message of `shape` in a request that is no push. */
export async function readMessage<T>(context: Context, asked: Asked, shape: Shape<T>): Promise<Result<T, Refusal>> {
  if (!isCbor(asked.request)) return err({ kind: "malformed" });
  const body = await readSmall(context, asked, limits.requestBytes);
  if (!body.ok) return body;
  const decoded = decode(shape, body.value);
  return decoded.ok ? decoded : err({ kind: "malformed" });
}
