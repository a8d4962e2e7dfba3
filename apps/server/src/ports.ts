// The ports that the server's environment fills, and its settings. Nothing under src reaches for a clock, a timer,
// randomness, storage or a console by itself but node-ports.ts and what stands behind these.

import type { Bytes } from "@holdfast/protocol";
import type { Log } from "./journal.ts";
import type { Gate, Rates } from "./limit/gate.ts";
import type { Hub } from "./live/hub.ts";
import type { AppendQueue } from "./log/append-queue.ts";
import type { Meter } from "./metrics/meter.ts";
import type { WebApp } from "./routes/web-app.ts";
import type { Storage } from "./storage/storage.ts";

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

export interface Timers {
  /** Calls `run` once after `delayMs`; the answer cancels it. */
  after(delayMs: number, run: () => void): () => void;
  /** Calls `run` when everything that has arrived already has had its turn. */
  turn(run: () => void): void;
}

export interface Ports {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly timers: Timers;
  /** From the platform's generator alone. */
  readonly randomBytes: (count: number) => Bytes;
  readonly log: Log;
}

export interface Settings {
  /** The server's own origin, from configuration and never from a request: sign-ins are bound to it. // C10 */
  readonly origin: string;
  /** Who can make an account: anybody, whoever bears an invitation, nobody. */
  readonly signup: "open" | "invite" | "closed";
  /** Sealed bytes an account may hold; `limits.accountBytes` when left out. */
  readonly accountBytes?: number;
  /** `defaultRates` when left out. */
  readonly rates?: Rates;
  /** The web app, or null where there is none after all; what asks for a page while it is still being built waits for it. */
  readonly web?: () => WebApp | null | Promise<WebApp | null>;
}

/** What every handler is given. */
export interface Context extends Ports {
  readonly settings: Settings;
  /** The one way of commits into the storage. */
  readonly queue: AppendQueue;
  /** Who hears of new commits. */
  readonly hub: Hub;
  /** How much anybody may ask for. */
  readonly gate: Gate;
  readonly meter: Meter;
}
