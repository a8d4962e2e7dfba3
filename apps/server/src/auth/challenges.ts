// Open challenges: random bytes, each bound to the account name it was asked for, answerable once and for a minute.
// Held in memory alone and bounded; where too many are open the oldest go. Whether the name is an account's makes no difference here.

import { type AccountName, type Bytes, challengeBytes, limits, toHex } from "@holdfast/protocol";
import type { Clock } from "../ports.ts";

export class Challenges {
  readonly #open = new Map<string, { readonly name: AccountName; readonly until: number }>();
  readonly #clock: Clock;
  readonly #randomBytes: (count: number) => Bytes;
  readonly #maximum: number;

  constructor(
    { clock, randomBytes }: { readonly clock: Clock; readonly randomBytes: (count: number) => Bytes },
    maximum: number = limits.challenges,
  ) {
    this.#clock = clock;
    this.#randomBytes = randomBytes;
    this.#maximum = maximum;
  }

  get open(): number {
    return this.#open.size;
  }

  create(name: AccountName): Bytes {
    const now = this.#clock.now();
    // In order of making, so the oldest come first.
    for (const [oldest, { until }] of this.#open) {
      if (until > now && this.#open.size < this.#maximum) break;
      this.#open.delete(oldest);
    }
    const challenge = this.#randomBytes(challengeBytes);
    this.#open.set(toHex(challenge), { name, until: now + limits.challengeMs });
    return challenge;
  }

  /** Whether `challenge` is open for `name`. It no longer is afterwards, whatever the answer. // C11 */
  take(challenge: Bytes, name: AccountName): boolean {
    const key = toHex(challenge);
    const held = this.#open.get(key);
    this.#open.delete(key);
    return held !== undefined && held.name === name && this.#clock.now() < held.until;
  }
}
