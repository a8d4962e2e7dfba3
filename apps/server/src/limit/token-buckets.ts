// Token buckets: so many at once, and so many a second after that, for each key on its own. Holds a bounded number of keys;
// where there are too many, those unused for longest are forgotten, as if they were full again. // C31

import type { Clock } from "../ports.ts";

export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** Keys one kind of bucket remembers. */
export const keysAtMost = 50_000;

export class TokenBuckets {
  readonly #clock: Clock;
  readonly #rate: Rate;
  readonly #maximum: number;
  /** In order of last use. */
  readonly #held = new Map<string, { readonly left: number; readonly at: number }>();

  constructor(clock: Clock, rate: Rate, maximum: number = keysAtMost) {
    this.#clock = clock;
    this.#rate = rate;
    this.#maximum = maximum;
  }

  get count(): number {
    return this.#held.size;
  }

  /** Takes one; 0, or in how many milliseconds there is one. What is refused takes nothing. */
  take(key: string): number {
    const { burst, perSecond } = this.#rate;
    const now = this.#clock.now();
    const held = this.#held.get(key);
    // A clock that was set back gives nothing, and takes nothing away.
    const gained = held === undefined ? 0 : (Math.max(0, now - held.at) * perSecond) / 1_000;
    const left = Math.min(burst, (held?.left ?? burst) + gained);
    const taken = left >= 1 - 1e-9;
    this.#held.delete(key);
    this.#held.set(key, { left: taken ? Math.max(0, left - 1) : left, at: now });
    if (this.#held.size > this.#maximum) this.#forgetOldest();
    // Less a trace, so that the rounding of fractions does not make a millisecond more.
    return taken ? 0 : Math.max(1, Math.ceil(((1 - left) * 1_000) / perSecond - 1e-6));
  }

  #forgetOldest(): void {
    const oldest = this.#held.keys().next();
    if (!oldest.done) this.#held.delete(oldest.value);
  }
}
