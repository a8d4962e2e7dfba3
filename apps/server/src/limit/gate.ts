// How much one address, one account's name and one account may ask for, and how much the server holds at once for each.
// It keeps the server standing and locks nobody out: what is asked too often is told when to come again, and who has signed
// in from an address before has a budget there of their own, that nobody else can use up. // C31

import { type AccountId, type AccountName, limits, toHex, utf8 } from "@holdfast/protocol";
import type { Clock } from "../ports.ts";
import { sha256 } from "../sha256.ts";
import { type Portion, Shares } from "./shares.ts";
import { keysAtMost, type Rate, TokenBuckets } from "./token-buckets.ts";

export interface Rates {
  /** Challenges, sign-ins and sign-ups from one address. */
  readonly address: Rate;
  /** Sign-ups from one address, besides. */
  readonly signUp: Rate;
  /** Challenges, sign-ins and sign-ups for one name: from addresses that it has never been signed in from together, and from each other one. */
  readonly name: Rate;
  /** Requests of all sessions of one account: whoever has its password can open as many as they like. */
  readonly account: Rate;
}

export const defaultRates: Rates = {
  address: { burst: 120, perSecond: 1 },
  signUp: { burst: 20, perSecond: 1 / 60 },
  name: { burst: 60, perSecond: 1 },
  account: { burst: 5_000, perSecond: 200 },
};

const MiB = 1024 * 1024;

/** What the server holds at once. */
export interface Portions {
  /** Bytes of pushes under way, of one account and in all. */
  readonly pushes: Portion;
  /** Other bodies under way, `limits.requestBytes` each, from one address and in all. */
  readonly bodies: Portion;
  /** Answers under way that may be large, of one account and in all. */
  readonly answers: Portion;
}

export const defaultPortions: Portions = {
  pushes: { each: 16 * MiB, all: 256 * MiB },
  bodies: { each: 64, all: 2_000 },
  answers: { each: 8, all: 128 },
};

/** Bytes that a push counts for at least. */
const leastPush = 16 * 1024;
/** After how long to come again where the server holds too much, in milliseconds. */
export const busyMs = 1_000;

export class Gate {
  readonly #address: TokenBuckets;
  readonly #signUp: TokenBuckets;
  readonly #name: TokenBuckets;
  readonly #account: TokenBuckets;
  /** (name, address) that have signed in, those used last. */
  readonly #known = new Set<string>();
  readonly #pushes: Shares;
  readonly #bodies: Shares;
  readonly #answers: Shares;

  constructor(clock: Clock, rates: Rates, portions: Portions = defaultPortions) {
    this.#address = new TokenBuckets(clock, rates.address);
    this.#signUp = new TokenBuckets(clock, rates.signUp);
    this.#name = new TokenBuckets(clock, rates.name);
    this.#account = new TokenBuckets(clock, rates.account);
    this.#pushes = new Shares(portions.pushes);
    this.#bodies = new Shares(portions.bodies);
    this.#answers = new Shares(portions.answers);
  }

  /** Each of these takes one: 0, or in how many milliseconds to come again. A null address is this machine's, and is not counted. */
  address(address: string | null): number {
    return address === null ? 0 : this.#address.take(address);
  }

  signUp(address: string | null): number {
    return address === null ? 0 : this.#signUp.take(address);
  }

  name(name: AccountName, address: string | null): number {
    const pair = pairOf(name, address);
    return this.#name.take(this.#known.has(pair) ? pair : pairOf(name, "anywhere"));
  }

  account(account: AccountId): number {
    return this.#account.take(toHex(account));
  }

  /** Somebody has signed in to the account from there. */
  knows(name: AccountName, address: string | null): void {
    const pair = pairOf(name, address);
    this.#known.delete(pair);
    this.#known.add(pair);
    const oldest = this.#known.values().next();
    if (this.#known.size > keysAtMost && !oldest.done) this.#known.delete(oldest.value);
  }

  /** Room for the body of a request that is no push, to be given back; null where there is none now. */
  body(address: string | null): (() => void) | null {
    return this.#bodies.take(address);
  }

  /** Room for a push that says that it has so many bytes. */
  push(account: AccountId, bytes: number): (() => void) | null {
    return this.#pushes.take(toHex(account), Math.min(Math.max(bytes, leastPush), limits.pushBytes));
  }

  /** Room for an answer that may be large, held until its reader has it. */
  answer(account: AccountId): (() => void) | null {
    return this.#answers.take(toHex(account));
  }
}

/** No name is held, only half of its hash. */
const pairOf = (name: AccountName, address: string | null): string => `${toHex(sha256(utf8(name)).subarray(0, 16))} ${address ?? "here"}`;
