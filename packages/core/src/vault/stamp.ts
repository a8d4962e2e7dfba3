// Stamps order edits. A stamp follows the clock where the clock can be believed, and is always above every stamp its author
// has seen: so an edit made after having seen a value wins over it, and a device with a wrong clock harms one item for one
// edit, no longer. This module knows no clock: `now` is given. // V4
//
//   stamp = max(milliseconds since 2025 × 4096, greatest stamp of the item + 1)
//            └ 2025 … 2075 at most ┘             └ 4096 edits in a millisecond before a stamp runs ahead ┘

import { type Content, isTombstone, type Stamp } from "./item.ts";

/** Milliseconds since 1970 of 2025-01-01T00:00:00Z and 2075-01-01T00:00:00Z; a clock outside counts as the nearer of them. */
export const firstTime = 1_735_689_600_000;
export const lastTime = 3_313_526_400_000;

const perMillisecond = 4096;

/**
 * The greatest stamp that an edit may bear. A clock reaches 0.72 of it in 2075, and 10^15 edits are left above that; and what merging adds
 * on top of the greatest is still a safe integer.
 */
export const lastStamp: Stamp = 2 ** 53 - 2 ** 32;

/** The stamp of an edit made at `now` (milliseconds since 1970, whatever they are worth) by somebody who has seen `greatest`; 0 for nothing. */
export function nextStamp(greatest: Stamp, now: number): Stamp {
  const believed = now > firstTime ? Math.min(Math.floor(now), lastTime) : firstTime;
  return Math.max((believed - firstTime) * perMillisecond, greatest + 1);
}

/**
 * The greatest stamp that is taken from a file: what the latest clock gives, and 10^12 edits above it. One nearer to the end leaves no room
 * for the edits that would change or remove its item. // V4
 */
export const lastImported: Stamp = (lastTime - firstTime) * perMillisecond + 10 ** 12;

/** The greatest stamp in an item, or what a tombstone remembers of it; 0 for an item without fields. */
export function greatestStamp(content: Content): Stamp {
  if (isTombstone(content)) return content.purged[0];
  let greatest = 0;
  for (const registers of content.fields.values()) greatest = Math.max(greatest, registers[0]?.[1] ?? 0);
  return greatest;
}

/** Milliseconds since 1970 that a stamp claims. */
export const stampTime = (stamp: Stamp): number => firstTime + Math.floor(stamp / perMillisecond);

/** Whether something untrusted is a stamp. */
export const isStamp = (given: unknown, last: Stamp = lastStamp): given is Stamp =>
  typeof given === "number" && Number.isInteger(given) && given >= 0 && given <= last && !Object.is(given, -0);
