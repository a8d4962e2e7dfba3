// Reads a request's body, counting: not a byte more than allowed is held, whatever the request says of itself. // C18

import { type Bytes, contentType, decode, err, limits, ok, type Refusal, type Result, type Shape } from "@holdfast/protocol";

/** The body, or why it is not taken. */
export async function readBody(request: Request, maximum: number): Promise<Result<Bytes, Refusal>> {
  const told = request.headers.get("content-length");
  if (told !== null && !/^\d{1,15}$/.test(told)) return err({ kind: "malformed" });
  if (told !== null && Number(told) > maximum) return err({ kind: "too-large" });
  // With a length the connection ends the body there; only without one must it be counted as it comes.
  const bytes = told === null ? await readCounted(request, maximum) : new Uint8Array(await request.arrayBuffer());
  return bytes === null || bytes.length > maximum ? err({ kind: "too-large" }) : ok(bytes);
}

async function readCounted(request: Request, maximum: number): Promise<Bytes | null> {
  if (request.body === null) return new Uint8Array(0);
  const chunks: Bytes[] = [];
  let length = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(Buffer.concat(chunks));
    length += value.length;
    if (length > maximum) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
}

/** Whether the request says that its body is CBOR. */
export const isCbor = (request: Request): boolean => request.headers.get("content-type") === contentType;

/** The message of `shape` in a request that is no push. */
export async function readMessage<T>(request: Request, shape: Shape<T>): Promise<Result<T, Refusal>> {
  if (!isCbor(request)) return err({ kind: "malformed" });
  const body = await readBody(request, limits.requestBytes);
  if (!body.ok) return body;
  const decoded = decode(shape, body.value);
  return decoded.ok ? decoded : err({ kind: "malformed" });
}
