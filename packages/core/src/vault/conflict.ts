// Conflicts as a person meets them: which fields were changed in two places, both values side by side, and the edit that
// settles one. Marks are made and joined in standing.ts and merge.ts; here they are only read. An edit of a field closes its
// conflict, whichever value it writes: its author has seen both. // M6, M8

import { compareText } from "./canonical.ts";
import type { Edit, Item, Path, Register } from "./item.ts";
import { standing } from "./standing.ts";

export interface OpenConflict {
  readonly path: Path;
  readonly current: Register;
  readonly other: Register;
}

export const hasConflict = (item: Item): boolean => item.conflicts.size > 0;

/** Open conflicts by path; a field changed in three places has two, the greater loser first. */
export function openConflicts(item: Item): readonly OpenConflict[] {
  return [...item.conflicts.keys()].sort(compareText).flatMap((path) => {
    const [current, ...others] = standing(item, path);
    if (current === undefined) return [];
    return others.map((other) => ({ path, current, other }));
  });
}

/**
 * The edit that keeps one of the values: the current one, or the other (of several the greatest). Null where the path has no open
 * conflict. Applied to this item it makes a register even where the value is the current one, and so closes the conflict. // M8
 */
export function pick(item: Item, path: Path, which: "current" | "other"): Edit | null {
  const conflict = openConflicts(item).find((open) => open.path === path);
  return conflict === undefined ? null : new Map([[path, conflict[which][0]]]);
}
