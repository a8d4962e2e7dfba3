// What a person should notice between two states of one item: paths whose current value or open conflict is another. History
// that only grew behind a value is no change.

import { canonical, compareText, sameValue } from "./canonical.ts";
import { openConflicts } from "./conflict.ts";
import { type Content, current, type Item, isTombstone, type Path } from "./item.ts";

/** The paths that differ, in order. `before` is null for an item that was not there; a tombstone counts as an item without fields. */
export function changedPaths(before: Content | null, after: Content): readonly Path[] {
  const old = before === null || isTombstone(before) ? nothing : before;
  const now = isTombstone(after) ? nothing : after;
  const differs = (path: Path): boolean =>
    !sameValue(current(old, path), current(now, path)) || lostValues(old, path) !== lostValues(now, path);
  return [...new Set([...old.fields.keys(), ...now.fields.keys()])].filter(differs).sort(compareText);
}

const nothing: Item = { v: 1, kind: "", fields: new Map(), conflicts: new Map() };

/** What lost in the open conflict of a path; nothing where there is none, which is nearly always. */
const lostValues = (item: Item, path: Path): string =>
  item.conflicts.has(path)
    ? canonical(
        openConflicts(item)
          .filter((open) => open.path === path)
          .map(({ other }) => other[0]),
      )
    : "";
