// What the server counts of itself: how often what was asked and how it ended, how long it took, what was written and told.
// Numbers under fixed words: no name, no id, nothing that a client sent. // C33

/** Upper bounds of the histogram's buckets, in seconds. */
export const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] as const;

interface Timing {
  /** One more than bounds: the last for what is beyond them all. */
  readonly counts: number[];
  seconds: number;
}

export interface Counted {
  readonly requests: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly timings: ReadonlyMap<string, Readonly<Timing>>;
  readonly commits: number;
  readonly changes: number;
  readonly commitBytes: number;
  readonly transactions: number;
  readonly pokesInline: number;
  readonly pokesBare: number;
}

export class Meter implements Counted {
  readonly requests = new Map<string, Map<string, number>>();
  readonly timings = new Map<string, Timing>();
  commits = 0;
  changes = 0;
  commitBytes = 0;
  transactions = 0;
  pokesInline = 0;
  pokesBare = 0;

  /** A request of `route` that ended with `result` after so many milliseconds. */
  request(route: string, result: string, ms: number): void {
    const results = this.requests.get(route) ?? new Map<string, number>();
    this.requests.set(route, results);
    results.set(result, (results.get(result) ?? 0) + 1);
    const timing = this.timings.get(route) ?? { counts: Array<number>(bounds.length + 1).fill(0), seconds: 0 };
    this.timings.set(route, timing);
    const seconds = ms / 1_000;
    const found = bounds.findIndex((bound) => seconds <= bound);
    const bucket = found < 0 ? bounds.length : found;
    timing.counts[bucket] = (timing.counts[bucket] ?? 0) + 1;
    timing.seconds += seconds;
  }

  commit({ changes, bytes }: { readonly changes: number; readonly bytes: number }): void {
    this.commits++;
    this.changes += changes;
    this.commitBytes += bytes;
  }

  transaction(): void {
    this.transactions++;
  }

  pokes(count: number, inline: boolean): void {
    if (inline) this.pokesInline += count;
    else this.pokesBare += count;
  }
}
