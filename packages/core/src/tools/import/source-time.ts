// When a value was made, as a person is told it. A stamp says so, but no stamp is older than 2025 (V4): what an import brought from before
// that stands in its first minute, one stamp behind the other. There the times of the source, kept in `imported`, are asked, as far as
// they tell it for certain; else nobody knows. Pure. // V10

import type { DeviceHex, Item, Path, Register, Stamp, Value } from "../../vault/item.ts";
import { isEdited } from "../../vault/register.ts";
import { firstTime, nextStamp, stampTime } from "../../vault/stamp.ts";

const markPath: Path = "imported";
const unsureMs = 60_000;

/** Whether a stamp says no more than that its author's clock, or the source's word, was before 2025. */
const isUnsure = (stamp: Stamp): boolean => stampTime(stamp) < firstTime + unsureMs;

type Made = readonly [stamp: Stamp, device: DeviceHex];

/** Milliseconds since 1970 of an edit of `item`, by its stamp and device; null where it was before 2025 and nobody can tell when. */
export function editTime(item: Item, [stamp, device]: Made): number | null {
  if (!isUnsure(stamp)) return stampTime(stamp);
  // The import that made it is the oldest after it; one that brought the item back stands in front of that.
  const mark = item.fields.get(markPath)?.findLast(([, last, by]) => by === device && stamp <= last);
  if (mark === undefined) return null;
  const { changed, past } = sourceTimes(mark[0]);
  return stamp === mark[1] ? changed : pastTime(item, mark, past, stamp);
}

/** The same of the item's newest edit. */
export function changedTime(item: Item): number | null {
  let newest: Made = [0, ""];
  for (const registers of item.fields.values()) {
    // A merge that took an item out of the trash changed nothing by itself.
    const edit = registers.find(isEdited);
    if (edit !== undefined && edit[1] > newest[0]) newest = [edit[1], edit[2]];
  }
  return editTime(item, newest);
}

/** The source's word of when the item was last changed, and of each earlier value; null where it gave none. */
function sourceTimes(origin: Value): { readonly changed: number | null; readonly past: readonly (number | null)[] } {
  if (origin === null || typeof origin !== "object" || Array.isArray(origin)) return { changed: null, past: [] };
  const { changed, past } = origin as { readonly [name: string]: Value };
  return { changed: told(changed), past: Array.isArray(past) ? past.map(told) : [] };
}

/** An import writes 0 where the file has no time. */
const told = (time: Value | undefined): number | null => (typeof time === "number" && time > 0 && time <= 8.64e15 ? time : null);

/**
 * The time of an earlier value. An import makes the earlier values one after the other, oldest first, so the stamps of those before 2025
 * count them, as long as each made one: where the last of these stamps is missing, it is not known which value is which.
 */
function pastTime(item: Item, [, last, device]: Register, past: readonly (number | null)[], stamp: Stamp): number | null {
  const byStamp = new Map<Stamp, number | null>();
  let greatest = 0;
  for (const time of past) {
    greatest = nextStamp(greatest, time ?? 0);
    if (isUnsure(greatest)) byStamp.set(greatest, time);
  }
  const expected = Math.max(...byStamp.keys());
  const stands = [...item.fields.values()].some((registers) =>
    registers.some(([, made, by]) => made === expected && by === device && made < last),
  );
  return stands ? (byStamp.get(stamp) ?? null) : null;
}
