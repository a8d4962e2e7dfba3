// Time that a test moves by hand: a clock and timers that stand still until `advance`. Nothing waits for real.
// For tests alone.

import type { Clock, Timers } from "../ports.ts";

export interface TestTime {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Moves on by `ms` and runs every timer that falls due, in order of time, each at its own moment; waits for what they start. */
  advance(ms: number): Promise<void>;
  /** Sets the clock alone, forwards or back, as a person or a flat battery does; timers don't notice. */
  setClock(now: number): void;
  /** How many timers are set. */
  pending(): number;
}

/** 2026-03-01T12:00:00Z, so that tests stand well within the range of stamps. */
export const testStart = Date.UTC(2026, 2, 1, 12);

export function testTime(start: number = testStart): TestTime {
  let elapsed = 0;
  let offset = start;
  let nextId = 0;
  const waiting = new Map<number, { readonly at: number; readonly run: () => void }>();

  const soonest = (until: number): number | null => {
    let best: number | null = null;
    for (const [id, timer] of waiting) {
      if (timer.at <= until && (best === null || timer.at < (waiting.get(best)?.at ?? 0))) best = id;
    }
    return best;
  };

  return {
    clock: { now: () => offset + elapsed },
    timers: {
      after(delayMs, run) {
        const id = nextId++;
        waiting.set(id, { at: elapsed + Math.max(0, delayMs), run });
        return () => void waiting.delete(id);
      },
    },
    async advance(ms) {
      const until = elapsed + ms;
      for (let id = soonest(until); id !== null; id = soonest(until)) {
        const timer = waiting.get(id);
        waiting.delete(id);
        elapsed = timer?.at ?? elapsed;
        timer?.run();
        await settled();
      }
      elapsed = until;
      await settled();
    },
    setClock(now) {
      offset = now - elapsed;
    },
    pending: () => waiting.size,
  };
}

/** Lets everything run that needs no timer: one turn of the event loop, after all promises. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
