// How much one address, one account's name and one account may ask for, and how many bytes of pushes the server holds at once.
// It keeps the server standing and locks nobody out: what is asked too often is told when to come again, and who has signed
// in from an address before has a budget there of their own, that nobody else can use up. // C31

import { type AccountId, type AccountName, limits, toHex, utf8 } from "@holdfast/protocol";
import type { Clock } from "../ports.ts";
import { sha256 } from "../sha256.ts";
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

/** Bytes of pushes under way on the whole server. */
export const pushBytesAtMost = 256 * 1024 * 1024;
/** After how long to come again where the server holds too much, in milliseconds. */
const busyMs = 1_000;

export class Gate {
  readonly #address: TokenBuckets;
  readonly #signUp: TokenBuckets;
  readonly #name: TokenBuckets;
  readonly #account: TokenBuckets;
  /** (name, address) that have signed in, those used last. */
  readonly #known = new Set<string>();
  readonly #most: number;
  #bytes = 0;

  constructor(clock: Clock, rates: Rates, most: number = pushBytesAtMost) {
    this.#address = new TokenBuckets(clock, rates.address);
    this.#signUp = new TokenBuckets(clock, rates.signUp);
    this.#name = new TokenBuckets(clock, rates.name);
    this.#account = new TokenBuckets(clock, rates.account);
    this.#most = most;
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

  /** Room for a push of so many bytes, to be given back; or in how many milliseconds to come again. */
  room(bytes: number): { readonly release: () => void } | { readonly retryMs: number } {
    const taken = Math.min(bytes, limits.pushBytes);
    if (this.#bytes + taken > this.#most) return { retryMs: busyMs };
    this.#bytes += taken;
    const release = (): void => {
      this.#bytes -= taken;
    };
    return { release };
  }
}

/** No name is held, only half of its hash. */
const pairOf = (name: AccountName, address: string | null): string => `${toHex(sha256(utf8(name)).subarray(0, 16))} ${address ?? "here"}`;
