// The network by the platform's fetch: one request, one answer, streamed. The network's failures are values; an answer that stalls
// ends; a redirect is never followed, so that the token goes to its own server and nowhere else. It retries nothing but a connection
// that had been closed while it was kept: when to ask again is the engine's to decide.

import { assert, type Bytes } from "@holdfast/protocol";
import type { Timers } from "../ports.ts";
import {
  Cut,
  type Traffic,
  type Transport,
  type TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from "../sync/transport.ts";
import { checkOrigin } from "./origin.ts";
import { headBytes, requestHeaders } from "./request-headers.ts";
import { systemTimers } from "./system-time.ts";
import { brokeOff, whyUnreachable } from "./unreachable.ts";
import { unshared } from "./unshared.ts";

export interface HttpOptions {
  /** How long the head of an answer may take, in milliseconds, the sending of the body not counted. */
  readonly answerMs?: number;
  /** How long an answer may stand still, in milliseconds. A whole transfer has no limit, for lines are slow; one that drips has. */
  readonly idleMs?: number;
  readonly timers?: Timers;
}

/** The slowest line on which a push still arrives, in bytes a millisecond (64 kbit/s). fetch does not tell how far it is. */
const slowestUpload = 8;

/** The fewest bytes that so many times `idleMs` bring: below that a server keeps the run, and its lock, by one byte at a time. */
const leastBytes = 1_024;
const dripWindows = 3;

/** What fetch adds to a request's head in Node: host, connection, accept, accept-language, sec-fetch-mode, user-agent, content-length. */
const addedHeadBytes = 150;

interface Limits {
  readonly answerMs: number;
  readonly idleMs: number;
  readonly timers: Timers;
}

/** A transport to `origin`, as `checkOrigin` gave it. */
export function httpTransport(origin: string, options: HttpOptions = {}): Transport {
  const checked = checkOrigin(origin);
  assert(checked.ok && checked.value === origin, "the origin was checked");
  const limits: Limits = { answerMs: 20_000, idleMs: 20_000, timers: systemTimers, ...options };
  const traffic: Traffic = { requests: 0, bytesUp: 0, bytesDown: 0 };
  let answered = false;

  const send = async (request: TransportRequest, again: boolean): Promise<TransportResponse | TransportFailure> => {
    countRequest(traffic, request, origin);
    const watch = watchdog(limits.timers);
    watch.expect(limits.answerMs + (request.body?.length ?? 0) / slowestUpload);
    try {
      const response = await fetch(origin + request.path, requestInit(request, watch.signal));
      answered = true;
      traffic.bytesDown += headBytes(`HTTP/1.1 ${response.status} ${response.statusText}`, response.headers);
      const date = Date.parse(response.headers.get("date") ?? "");
      const body = bodyOf(response, watch, limits, traffic);
      return { status: response.status, ...(Number.isNaN(date) ? {} : { date }), body };
    } catch (error) {
      watch.stop();
      if (watch.signal.aborted) return { type: "unreachable", why: "timeout" };
      // Every request may be sent twice (S7, A5), so it does not matter whether the first one arrived.
      if (answered && !again && brokeOff(error)) return send(request, true);
      return { type: "unreachable", why: whyUnreachable(error) };
    }
  };
  return { origin, traffic, send: (request) => send(request, false) };
}

function requestInit(request: TransportRequest, signal: AbortSignal): RequestInit {
  const init: RequestInit = {
    method: request.method,
    headers: requestHeaders(request),
    redirect: "manual",
    credentials: "omit",
    cache: "no-store",
    referrerPolicy: "no-referrer",
    signal,
  };
  if (request.body) init.body = unshared(request.body);
  return init;
}

/** Heads are estimated as HTTP/1.1 writes them; bodies are exact. */
function countRequest(traffic: Traffic, request: TransportRequest, origin: string): void {
  traffic.requests++;
  const head = headBytes(`${request.method} ${request.path} HTTP/1.1`, Object.entries(requestHeaders(request)));
  traffic.bytesUp += head + addedHeadBytes + origin.length + (request.body?.length ?? 0);
}

/** The body in chunks as they come. Ends with `Cut` where the connection breaks, stands still or drips. */
async function* bodyOf(response: Response, watch: Watchdog, { idleMs, timers }: Limits, traffic: Traffic): AsyncGenerator<Bytes, void> {
  const reader = response.body?.getReader();
  const flow = flowOf(timers, idleMs * dripWindows, () => watch.abort());
  try {
    for (;;) {
      watch.expect(idleMs);
      flow.waiting = true;
      const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
      if (done || value === undefined) return;
      traffic.bytesDown += value.length;
      flow.bytes += value.length;
      flow.waiting = false;
      watch.stop(); // whoever reads may take its time
      yield value;
    }
  } catch {
    throw new Cut("the answer broke off");
  } finally {
    flow.stop();
    watch.stop();
    await reader?.cancel().catch(() => undefined); // after a break there is nothing left to cancel
  }
}

interface Flow {
  bytes: number;
  /** Whether the line is waited for; else somebody reads what has come, and may take its time. */
  waiting: boolean;
  stop(): void;
}

/** Calls `drips` when `windowMs` have brought next to nothing and the line is what is waited for. */
function flowOf(timers: Timers, windowMs: number, drips: () => void): Flow {
  let before = 0;
  const look = () => {
    if (flow.waiting && flow.bytes - before < leastBytes) return drips();
    before = flow.bytes;
    cancel = timers.after(windowMs, look);
  };
  let cancel = timers.after(windowMs, look);
  const flow: Flow = { bytes: 0, waiting: false, stop: () => cancel() };
  return flow;
}

interface Watchdog {
  readonly signal: AbortSignal;
  /** Something has to happen within `ms`, or the signal aborts. */
  expect(ms: number): void;
  abort(): void;
  stop(): void;
}

function watchdog(timers: Timers): Watchdog {
  const controller = new AbortController();
  let cancel: () => void = () => undefined;
  return {
    signal: controller.signal,
    expect(ms) {
      cancel();
      cancel = timers.after(ms, () => controller.abort());
    },
    abort: () => controller.abort(),
    stop: () => cancel(),
  };
}
