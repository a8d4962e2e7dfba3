// What the password check shows of what was found: how each item is counted in the bar, and what is said of it. Pure.

import type { Checked, Problem } from "@holdfast/core";

export interface Share {
  readonly of: Problem | "good";
  readonly count: number;
  /** Where it begins and how wide it is, of `width`. */
  readonly at: number;
  readonly width: number;
}

export const problems: readonly Problem[] = ["weak", "reused", "old"];

const barWidth = 680;
const gap = 3;
const leastWidth = 8;

/** The bar: each item in the part of its first problem, the rest good. Parts with nothing in them are left out. */
export function sharesOf(judged: number, found: readonly Checked[]): { readonly width: number; readonly shares: readonly Share[] } {
  const counts = problems.map((problem) => [problem, found.filter(({ problems: [first] }) => first === problem).length] as const);
  const parts = [...counts, ["good", Math.max(0, judged - found.length)] as const].filter(([, count]) => count > 0);
  const free = barWidth - gap * Math.max(0, parts.length - 1) - leastWidth * parts.length;
  const all = Math.max(
    1,
    parts.reduce((sum, [, count]) => sum + count, 0),
  );
  let at = 0;
  const shares = parts.map(([of, count]): Share => {
    const width = leastWidth + Math.round((free * count) / all);
    const share = { of, count, at, width };
    at += width + gap;
    return share;
  });
  return { width: barWidth, shares };
}

/** Guesses a second of somebody who has a site's list. */
const guessesPerSecond = 10_000;

/** How long it would take. `guesses`: a power of ten. */
export function guessedIn(guesses: number): "seconds" | "minutes" | "hours" | "days" {
  const seconds = 10 ** guesses / guessesPerSecond;
  if (seconds < 60) return "seconds";
  if (seconds < 3_600) return "minutes";
  return seconds < 86_400 ? "hours" : "days";
}
