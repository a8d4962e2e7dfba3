// The ports that the environment fills: clock, timers, and everything else that core may not reach for by itself.

import type { Bytes } from "@holdfast/protocol";
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

/** A Secret Key whose bytes the platform keeps to itself: all that a derivation needs of it, and no way to the rest. // K9 */
export interface HeldSecretKey {
  /** The salt of the stretch. */
  readonly salt: Bytes;
  /** HKDF-Extract with the Secret Key as its salt. */
  extract(stretched: Bytes): Promise<Bytes>;
}

/** A Secret Key as this device has it: its 16 bytes, or held by the platform. */
export type KeptSecretKey = Bytes | HeldSecretKey;

/** Runs work alone: one run at a time for a replica, across processes and tabs. `null`: somebody else is at it, and `waitMs` has passed. */
export interface RunLock {
  exclusive<T>(waitMs: number, work: () => Promise<T>): Promise<T | null>;
}

/** How soon a password is guessed, from 0 (at once) to 4 (not in a lifetime); `guesses` is the power of ten of the guesses it takes. */
export interface Strength {
  readonly score: 0 | 1 | 2 | 3 | 4;
  readonly guesses: number;
}

/**
 * Judges passwords on this device. `theirOwn`: words that a guesser would try first, such as the site's and the account's name. Passwords of
 * any length are taken; of long ones the beginning decides.
 */
export type PasswordMeter = (password: string, theirOwn?: readonly string[]) => Strength;
