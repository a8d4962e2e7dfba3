// A server that says what a test has written down, whoever asks: to see what a device sends, and what it makes of any answer.
// It keeps nothing and checks nothing; the real server has tests of its own. For tests alone.

import { type Bytes, encode, type Refusal, refusal, refusalStatus, type Shape } from "@holdfast/protocol";
import type { Transport, TransportFailure, TransportRequest } from "../sync/transport.ts";

export interface ScriptedAnswer {
  readonly status: number;
  readonly body: Bytes;
}

export const answered = <T>(shape: Shape<T>, value: T): ScriptedAnswer => ({ status: 200, body: encode(shape, value) });
export const refused = (told: Refusal): ScriptedAnswer => ({ status: refusalStatus[told.kind], body: encode(refusal, told) });
export const offline: TransportFailure = { type: "unreachable", why: "offline" };

export interface ScriptedServer {
  /** Every request of every transport, in order. */
  readonly asked: TransportRequest[];
  readonly connect: (origin: string) => Transport;
}

export function scriptedServer(
  answer: (request: TransportRequest) => ScriptedAnswer | TransportFailure | Promise<ScriptedAnswer | TransportFailure>,
): ScriptedServer {
  const asked: TransportRequest[] = [];
  return {
    asked,
    connect: (origin) => ({
      origin,
      traffic: { requests: 0, bytesUp: 0, bytesDown: 0 },
      send: async (request) => {
        asked.push(request);
        const given = await answer(request);
        return "type" in given ? given : { status: given.status, body: once(given.body) };
      },
    }),
  };
}

async function* once(bytes: Bytes): AsyncGenerator<Bytes> {
  yield bytes;
}
