// The end of the trash: which items this device may purge now, and what it must remember until it may. Decided from what this very replica
// has noted, by a clock that was right then and is right now; so a wrong clock, here or elsewhere, purges nothing, and whoever brings an
// item back in time finds it. Pure: notes go in and come out, keeping them is the caller's. // T9

import { hasConflict } from "../vault/conflict.ts";
import type { DeviceHex, Item, Tombstone } from "../vault/item.ts";
import { greatestStamp } from "../vault/stamp.ts";
import { isTrashed } from "../vault/trash.ts";

const dayMs = 24 * 3_600_000;
export const trashMs = 30 * dayMs;
const clockMayDifferMs = dayMs;

/** What this replica has noted: since when it holds this revision of an item that is in the trash. Ids and hashes in hex. */
export interface TrashNote {
  readonly item: string;
  readonly revision: string;
  /** Milliseconds since 1970, by this device's clock when it was within a day of the server's. */
  readonly since: number;
}

/** An item as the server acknowledged it, with nothing waiting over it. */
export interface Settled {
  readonly id: string;
  /** Hash of its acknowledged revision. */
  readonly revision: string;
  readonly item: Item;
}

export interface Moment {
  /** Milliseconds since 1970 by this device's clock. */
  readonly now: number;
  /** By how many milliseconds the server's clock is ahead of it; null where the server has not told. */
  readonly clockOff: number | null;
}

export interface PurgePlan {
  /** What to remember from now on, ascending by item. */
  readonly notes: readonly TrashNote[];
  /** Whether that differs from before. */
  readonly noted: boolean;
  /** Items to purge now. */
  readonly due: readonly Settled[];
}

/** `most`: items to purge at once; what is due beyond that stays noted. */
export function planPurge(settled: Iterable<Settled>, notes: readonly TrashNote[], { now, clockOff }: Moment, most: number): PurgePlan {
  const clockFits = clockOff !== null && Math.abs(clockOff) <= clockMayDifferMs;
  const before = new Map(notes.map((note) => [note.item, note]));
  const kept: TrashNote[] = [];
  const due: Settled[] = [];
  for (const each of settled) {
    if (!mayEnd(each.item)) continue;
    const note = before.get(each.id);
    // T9: another revision of it, whatever brought it, begins the time anew.
    const seen = note?.revision === each.revision ? note : null;
    if (seen !== null && clockFits && now - seen.since >= trashMs && due.length < most) due.push(each);
    else if (seen !== null) kept.push(seen);
    else if (clockFits) kept.push({ item: each.id, revision: each.revision, since: Math.floor(now) });
  }
  kept.sort((a, b) => (a.item < b.item ? -1 : 1));
  const same = kept.length === notes.length && kept.every((note) => before.get(note.item) === note);
  return { notes: kept, noted: !same, due };
}

/** In the trash, and nothing in it that a person was asked about and has not answered. */
const mayEnd = (item: Item): boolean => isTrashed(item) && !hasConflict(item);

/** What is left of an item: the greatest stamp of what it replaces, who purged it, and when. // V9 */
export const tombstoneOf = (item: Item, device: DeviceHex, now: number): Tombstone => ({
  v: 1,
  purged: [greatestStamp(item), device, Math.floor(now)],
});
