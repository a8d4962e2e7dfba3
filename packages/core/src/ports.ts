// The ports that the environment fills: clock, timers, and everything else that core may not reach for by itself.

import type { Crypto } from "./crypto/primitives.ts";

export interface Clock {
  /** Milliseconds since 1970 by this device's clock, right or wrong. */
  now(): number;
}

export interface Timers {
  /** Calls `run` once after `delayMs`; the answer cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

export interface Environment {
  readonly crypto: Crypto;
  readonly clock: Clock;
  readonly timers: Timers;
}

/** Runs work alone: one run at a time for a replica, across processes and tabs. `null`: somebody else is at it, and `waitMs` has passed. */
export interface RunLock {
  exclusive<T>(waitMs: number, work: () => Promise<T>): Promise<T | null>;
}
