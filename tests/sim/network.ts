// The network between one device and the server, as it is on bad days: requests that are lost, answered in vain, slow, doubled, late (and so
// overtaken by others) or answered by half, and a live line on which messages come late, twice or never. It sees bytes alone.

import type { Timers, Transport, TransportFailure } from "@holdfast/core";
import type { LiveHooks } from "@holdfast/core/testing/app-live";
import { Cut, type TransportRequest, type TransportResponse } from "@holdfast/core/testing/inside";
import type { Dice } from "./dice.ts";

export type Weather = "fine" | "offline" | "rough";

export const faults = ["lost", "unanswered", "slow", "doubled", "late", "cut"] as const;
export type Fault = (typeof faults)[number];

export interface NetworkOptions {
  readonly timers: Timers;
  readonly dice: Dice;
  readonly weather: () => Weather;
  /** Told of each request, and what the network does to it. */
  readonly noted: (path: string, fault: Fault | "offline" | null) => void;
}

const timedOut: TransportFailure = { type: "unreachable", why: "timeout" };
const offline: TransportFailure = { type: "unreachable", why: "offline" };

const pause = (timers: Timers, ms: number): Promise<void> => new Promise((resolve) => void timers.after(ms, resolve));

/** `inner` as it is reached over this network. */
export function badNetwork(inner: Transport, options: NetworkOptions): Transport {
  const { dice, noted } = options;
  return {
    origin: inner.origin,
    traffic: inner.traffic,
    send: async (request) => {
      const weather = options.weather();
      if (weather === "offline") {
        noted(request.path, "offline");
        await pause(options.timers, dice.below(500));
        return offline;
      }
      const fault = weather === "fine" || !dice.once(3) ? null : dice.pick(faults);
      noted(request.path, fault);
      return fault === null ? inner.send(request) : faulty(inner, request, fault, options);
    },
  };
}

type Sent = Promise<TransportResponse | TransportFailure>;

async function faulty(inner: Transport, request: TransportRequest, fault: Fault, { timers, dice }: NetworkOptions): Sent {
  switch (fault) {
    case "lost":
      await pause(timers, 1_000 + dice.below(9_000));
      return timedOut;
    case "unanswered":
      await inner.send(request);
      await pause(timers, dice.below(9_000));
      return timedOut;
    case "slow": {
      await pause(timers, dice.below(4_000));
      const answer = await inner.send(request);
      await pause(timers, dice.below(4_000));
      return answer;
    }
    case "doubled": {
      const [first, second] = [await inner.send(request), await inner.send(request)];
      return dice.once(2) ? first : second;
    }
    case "late":
      void pause(timers, 1_000 + dice.below(40_000)).then(() => inner.send(request));
      await pause(timers, dice.below(10_000));
      return timedOut;
    case "cut": {
      const answer = await inner.send(request);
      return "type" in answer ? answer : { ...answer, body: cutShort(answer.body, dice.below(4_000)) };
    }
  }
}

async function* cutShort(body: TransportResponse["body"], after: number): TransportResponse["body"] {
  let left = after;
  for await (const chunk of body) {
    if (chunk.length > left) {
      yield chunk.slice(0, left);
      throw new Cut("the connection broke");
    }
    left -= chunk.length;
    yield chunk;
  }
  throw new Cut("the connection broke");
}

/** The same for the live line. */
export function badLine({ timers, dice, weather }: Omit<NetworkOptions, "noted">): LiveHooks {
  return {
    reachable: () => weather() === "fine" || (weather() === "rough" && !dice.once(3)),
    arrives: () => weather() === "fine" || (weather() === "rough" && !dice.once(6)),
    message: (bytes, pass) => {
      if (weather() === "offline") return;
      const fate = weather() === "fine" ? 9 : dice.below(10);
      if (fate === 0) return;
      if (fate === 1) timers.after(dice.below(20_000), () => pass(bytes));
      else pass(bytes);
      if (fate === 2) timers.after(dice.below(5_000), () => pass(bytes));
    },
  };
}
