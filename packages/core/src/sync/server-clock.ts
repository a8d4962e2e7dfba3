// How far this device's clock is from the server's, as answers tell it (the Date header; RFC 9110, 6.6.1). It orders nothing and is
// trusted for nothing: a person is told where the two are far apart, since a wrong clock spoils times and one-time codes.

import type { Clock } from "../ports.ts";
import type { Transport, TransportFailure, TransportResponse } from "./transport.ts";

/** What goes unsaid, in milliseconds. */
const toleratedMs = 5 * 60_000;

export interface ServerClock {
  /** Whole minutes between the two clocks where that is more than five; null where it is not, or nothing is known. */
  minutesOff(): number | null;
  /** Milliseconds that the server's clock is ahead of ours, by an answer of the last `withinMs` by our clock; null where there was none. */
  ahead(withinMs: number): number | null;
}

/** `transport` with its answers listened to. */
export function watchClock(transport: Transport, clock: Clock): { readonly transport: Transport; readonly clock: ServerClock } {
  let off: number | null = null;
  let heardAt = Number.NEGATIVE_INFINITY;
  const heed = (answer: TransportResponse | TransportFailure): TransportResponse | TransportFailure => {
    if ("type" in answer || answer.date === undefined) return answer;
    heardAt = clock.now();
    off = answer.date - heardAt;
    return answer;
  };
  return {
    transport: {
      origin: transport.origin,
      get traffic() {
        return transport.traffic;
      },
      send: async (request) => heed(await transport.send(request)),
    },
    clock: {
      minutesOff: () => (off === null || Math.abs(off) <= toleratedMs ? null : Math.round(Math.abs(off) / 60_000)),
      ahead: (withinMs) => (Math.abs(clock.now() - heardAt) <= withinMs ? off : null),
    },
  };
}
