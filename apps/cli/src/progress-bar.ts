// A bar for long work, redrawn in place on a terminal and nothing elsewhere. It is drawn at most ten times a second, so that it
// never slows the work it shows.

import type { Terminal } from "./terminal.ts";

const cells = 24;
const drawEveryMs = 100;

/** One line: `Restoring  [#####-----] 312 of 10,000`. */
export function barText(words: string, done: number, total: number): string {
  const share = total <= 0 ? 0 : Math.min(1, done / total);
  const full = Math.floor(share * cells);
  return `${words}  [${"#".repeat(full)}${"-".repeat(cells - full)}]  ${count(done)} of ${count(total)}`;
}

/** A number as people read it: 10,000. */
export const count = (number: number): string => number.toLocaleString("en-US");

export interface Bar {
  show(words: string, done: number, total: number): void;
  /** Takes it off the screen for good: work that goes on behind shows nothing any more. */
  end(): void;
}

export function progressBar(terminal: Pick<Terminal, "redraw">, now: () => number = Date.now): Bar {
  let drawn = Number.NEGATIVE_INFINITY;
  let ended = false;
  return {
    show(words, done, total) {
      const time = now();
      if (ended) return;
      if (done < total && time - drawn < drawEveryMs) return;
      drawn = time;
      terminal.redraw(barText(words, done, total));
    },
    end: () => {
      ended = true;
      terminal.redraw(null);
    },
  };
}
