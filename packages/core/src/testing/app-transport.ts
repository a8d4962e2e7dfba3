// A transport to a server in the same process, over its `fetch` function: the real server without a socket. Every request and
// answer is kept whole, and hooks let a test drop, delay, alter or cut any of them. For tests alone.

import { type Bytes, utf8 } from "@holdfast/protocol";
import { requestHeaders } from "../adapters/request-headers.ts";
import {
  Cut,
  type Traffic,
  type Transport,
  type TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from "../sync/transport.ts";

/** An answer in one piece. `cutAfter`: the connection breaks after that many bytes of the body. */
export interface WholeAnswer {
  readonly status: number;
  readonly body: Bytes;
  readonly cutAfter?: number;
}

/** What a test may do to the traffic. They are looked up for each request, so they may be exchanged at any time. A promise delays. */
export interface AppHooks {
  /** Before the server sees it: the request to send instead, or a failure, and the server never hears of it. */
  request?: ((request: TransportRequest) => TransportRequest | TransportFailure | Promise<TransportRequest | TransportFailure>) | undefined;
  /** After the server has answered: the answer to give instead, or a failure, and the client never hears of it. */
  answer?:
    | ((answer: WholeAnswer, request: TransportRequest) => WholeAnswer | TransportFailure | Promise<WholeAnswer | TransportFailure>)
    | undefined;
  /** The server's clock, as a Date header tells it; without it, nothing is told. */
  date?: (() => number) | undefined;
  /** Where exchanges of every transport with these hooks are kept as well. */
  record?: Exchange[];
}

/** A request as the server got it and the answer as it gave it. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** Lines of the request's head, and its body: everything that left the client. */
  readonly head: string;
  readonly requestBody: Bytes;
  readonly status: number;
  readonly answerHead: string;
  readonly answerBody: Bytes;
}

export interface AppTransport extends Transport {
  /** Oldest first. */
  readonly exchanges: readonly Exchange[];
}

export type FetchFunction = (request: Request) => Response | Promise<Response>;

const chunkBytes = 16 * 1024;
const failed = (outcome: object): outcome is TransportFailure => "type" in outcome;

export function appTransport(origin: string, fetch: FetchFunction, hooks: AppHooks = {}): AppTransport {
  const exchanges: Exchange[] = [];
  const traffic: Traffic = { requests: 0, bytesUp: 0, bytesDown: 0 };
  return {
    origin,
    traffic,
    exchanges,
    async send(asked): Promise<TransportResponse | TransportFailure> {
      traffic.requests++;
      const request = hooks.request ? await hooks.request(asked) : asked;
      if (failed(request)) return request;
      const exchange = await ask(origin, fetch, request);
      exchanges.push(exchange);
      hooks.record?.push(exchange);
      traffic.bytesUp += utf8(exchange.head).length + exchange.requestBody.length;
      const given: WholeAnswer = { status: exchange.status, body: exchange.answerBody };
      const answer = hooks.answer ? await hooks.answer(given, asked) : given;
      if (failed(answer)) return answer;
      traffic.bytesDown += utf8(exchange.answerHead).length;
      return { status: answer.status, ...(hooks.date ? { date: hooks.date() } : {}), body: chunks(answer, traffic) };
    },
  };
}

async function ask(origin: string, fetch: FetchFunction, request: TransportRequest): Promise<Exchange> {
  const headers = requestHeaders(request);
  const body = request.body ?? new Uint8Array(0);
  const init: RequestInit = { method: request.method, headers };
  if (request.body) init.body = Uint8Array.from(request.body);
  const response = await fetch(new Request(origin + request.path, init));
  return {
    method: request.method,
    path: request.path,
    head: headText(`${request.method} ${request.path} HTTP/1.1`, Object.entries(headers)),
    requestBody: Uint8Array.from(body),
    status: response.status,
    answerHead: headText(`HTTP/1.1 ${response.status}`, [...response.headers]),
    answerBody: new Uint8Array(await response.arrayBuffer()),
  };
}

const headText = (first: string, lines: readonly (readonly [string, string])[]): string =>
  [first, ...lines.map(([name, value]) => `${name}: ${value}`), "", ""].join("\r\n");

async function* chunks({ body, cutAfter }: WholeAnswer, traffic: Traffic): AsyncGenerator<Bytes, void> {
  const end = Math.min(cutAfter ?? body.length, body.length);
  for (let at = 0; at < end; at += chunkBytes) {
    const chunk = body.slice(at, Math.min(end, at + chunkBytes));
    traffic.bytesDown += chunk.length;
    yield chunk;
  }
  if (cutAfter !== undefined) throw new Cut("the answer broke off");
}
