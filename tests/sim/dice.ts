// All chance of a simulation: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), 64 bits of state, so that one number is a whole run. Streams
// that are split off by name don't disturb each other: what one device draws changes nothing of what another does. Never for keys.

const mask = (1n << 64n) - 1n;

export class Dice {
  #state: bigint;

  constructor(seed: bigint) {
    this.#state = seed & mask;
  }

  /** 64 random bits. */
  next(): bigint {
    this.#state = (this.#state + 0x9e3779b97f4a7c15n) & mask;
    let mixed = this.#state;
    mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
    mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & mask;
    return mixed ^ (mixed >> 31n);
  }

  /** A whole number from 0 to below `sides`. Of 53 bits, so hardly uneven. */
  below(sides: number): number {
    return Number(this.next() >> 11n) % sides;
  }

  /** Once in so many times. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<T>(from: readonly [T, ...T[]]): T {
    return from[this.below(from.length)] ?? from[0];
  }

  /** One of them, or undefined where there are none. */
  any<T>(from: readonly T[]): T | undefined {
    return from[this.below(Math.max(1, from.length))];
  }

  /** A stream of its own, the same for the same name at the same point. */
  split(name: string): Dice {
    let hash = 0xcbf29ce484222325n;
    for (const letter of name) hash = ((hash ^ BigInt(letter.codePointAt(0) ?? 0)) * 0x100000001b3n) & mask;
    return new Dice(new Dice(this.#state ^ hash).next());
  }
}
