// One question to the server and its parsed, bounded answer. Whatever is not an answer of our protocol is `not-holdfast`:
// a captive portal, a proxy's error page, another program on that port. It is a failure, never an alarm.

import { type Bytes, decode, err, limits, ok, type Refusal, type Result, refusal, refusalStatus, type Shape } from "@holdfast/protocol";
import { Cut, type Transport, type TransportFailure, type TransportRequest, type TransportResponse } from "./transport.ts";

export type RequestFailure = TransportFailure | { readonly type: "not-holdfast" } | { readonly type: "refused"; readonly refusal: Refusal };

/** Sends `request` and parses the answer as `shape`. */
export async function ask<T>(transport: Transport, shape: Shape<T>, request: TransportRequest): Promise<Result<T, RequestFailure>> {
  const answer = await open(transport, request);
  if (!answer.ok) return answer;
  const body = await readAll(answer.value.body, limits.answerBytes);
  if (!body.ok) return body;
  const value = decode(shape, body.value);
  return value.ok ? value : err({ type: "not-holdfast" });
}

/** Sends `request`; a successful answer's body is left to be read as a stream, a refusal is parsed. */
export async function open(transport: Transport, request: TransportRequest): Promise<Result<TransportResponse, RequestFailure>> {
  const answer = await transport.send(request);
  if ("type" in answer) return err(answer);
  if (answer.status === 200) return ok(answer);
  const body = await readAll(answer.body, limits.answerBytes);
  if (!body.ok) return body;
  const refused = decode(refusal, body.value);
  const fits = refused.ok && refusalStatus[refused.value.kind] === answer.status;
  return err(fits ? { type: "refused", refusal: refused.value } : { type: "not-holdfast" });
}

async function readAll(body: AsyncIterable<Bytes>, limit: number): Promise<Result<Bytes, RequestFailure>> {
  const chunks: Bytes[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      length += chunk.length;
      if (length > limit) return err({ type: "not-holdfast" });
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Cut) return err({ type: "unreachable", why: "other" });
    throw error;
  }
  const joined = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return ok(joined);
}
