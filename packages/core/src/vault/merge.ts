// Merging: two states of one item become one, without a clock, a key or a network, so that every device that merges the same
// states computes the same bytes. The field is the unit; what one path's registers become is joinLines (standing.ts), what a
// trash does is trash.ts, and here they come together, with tombstones and the bounds of history.
//
//                    base                     what both sides come from, where it is known: it is what both have seen
//                   ╱    ╲
//      a: title, password  b: password, note  both edited without having seen the other
//                   ╲    ╱
//          title, note, password (two stand)  edits of different fields live; of one field both stand, and it is marked
//
// Laws, on contents that parse accepts (bytes of encodeContent compared; merge.test.ts and merge-oracle.test.ts hold them):
//   commutative   merge(a, b, base) = merge(b, a, base)                                    always. // M2
//   idempotent    merge(a, a, null) = a                                                     always within the bounds of history.
//   associative   merge(merge(a, b), c) = merge(a, merge(b, c))                             within the bounds, for items, every path but
//                 `trashed`; with `trashed`, where a, b and c are edits made apart from one state. (Where one of them has met another
//                 before, all orders keep the same registers, and may only differ in whether a contested trash holds.)
//   base          merge(a, b, base) = merge(a, b, null)                                     within the bounds, where a and b come from base,
//                                                                                           for items: only with a base is one purged.
//   no loss       every register of a and of b is in merge(a, b) below the bounds           always, but for a purge that saw it. // M3
// Above the bounds every merge is still commutative and deterministic; the server's order makes the replicas meet.

import { compareText } from "./canonical.ts";
import { cutHistory } from "./history.ts";
import { type ConflictMark, type Content, type Item, isTombstone, type Path, type Register, type Tombstone } from "./item.ts";
import { trashedPath } from "./path.ts";
import { compareRegisters, holds, isEdited } from "./register.ts";
import { lastStamp } from "./stamp.ts";
import { joinLines, type Line, lineOf, marksOf } from "./standing.ts";
import { hasUnseenEdit, isTrashed, type Seen, settleTrash, staysInTrash } from "./trash.ts";

/**
 * Two states of one item become one. `base` is the state that both come from, null where it is not known; an older common state is as
 * good, only cut history makes a difference.
 */
export function merge(a: Content, b: Content, base: Content | null): Content {
  if (isTombstone(a)) return isTombstone(b) ? greaterTombstone(a, b) : mergePurged(b, a, base);
  if (isTombstone(b)) return mergePurged(a, b, base);
  return mergeItems(a, b, base === null || isTombstone(base) ? null : base);
}

function mergeItems(a: Item, b: Item, base: Item | null): Item {
  const lines = new Map<Path, Line>();
  for (const path of new Set([...a.fields.keys(), ...b.fields.keys()])) {
    lines.set(path, joinLines(path, lineOf(a, path), lineOf(b, path), base?.fields.get(path) ?? []));
  }
  const trashed = lines.get(trashedPath);
  if (trashed !== undefined) lines.set(trashedPath, settleTrash(trashed, staysInTrash(a, b, base)));
  // A kind never changes; should two differ all the same, every device must choose alike. // M13
  return itemOf(compareText(a.kind, b.kind) < 0 ? b.kind : a.kind, lines);
}

function itemOf(kind: string, lines: ReadonlyMap<Path, Line>): Item {
  const fields = new Map<Path, readonly Register[]>();
  const conflicts = new Map<Path, readonly ConflictMark[]>();
  for (const [path, line] of lines) {
    fields.set(path, line.registers);
    const marks = marksOf(line);
    if (marks.length > 0) conflicts.set(path, marks);
  }
  return cutHistory({ v: 1, kind, fields, conflicts });
}

/** Two tombstones join by maximum: stamp, then device, then time. // M12 */
function greaterTombstone(a: Tombstone, b: Tombstone): Tombstone {
  return compareRegisters(tombstoneOrder(a), tombstoneOrder(b)) < 0 ? b : a;
}

const tombstoneOrder = ({ purged: [stamp, device, time] }: Tombstone): Register => [time, stamp, device];

/**
 * An item against a tombstone: purged, where a base tells that the purge has seen all of it. Else the item stays whole, and the purge becomes
 * a trash in its history: two trashes agree, and an edit outside the trash brings the item back. Without a base a stamp can tell that an edit
 * came after the purge, and never that the purge has seen one: what may have been seen waits in the trash. // M11
 */
function mergePurged(item: Item, tombstone: Tombstone, base: Content | null): Content {
  const grave = graveOf(tombstone);
  const trashed = lineOf(item, trashedPath);
  // The item has come back from this very tombstone before.
  if (holds(trashed.registers, grave)) return item;
  const seen: Seen =
    base === null
      ? (_, register) => register[1] <= tombstone.purged[0]
      : (path, register) => !isTombstone(base) && holds(base.fields.get(path) ?? [], register);
  if (base !== null && !holdsUnseen(item, seen)) return tombstone;
  const lines = new Map<Path, Line>([...item.fields.keys()].map((path) => [path, lineOf(item, path)]));
  const joined = joinLines(trashedPath, trashed, { registers: [grave], standing: [grave] }, []);
  lines.set(trashedPath, settleTrash(joined, isTrashed(item) || !hasUnseenEdit(item, seen)));
  return itemOf(item.kind, lines);
}

const holdsUnseen = (item: Item, seen: Seen): boolean =>
  [...item.fields].some(([path, registers]) => registers.some((register) => isEdited(register) && !seen(path, register)));

/** The register of `trashed` that a tombstone turns into: above all that it has seen. */
const graveOf = ({ purged: [stamp, device, time] }: Tombstone): Register => [time, Math.min(stamp + 1, lastStamp), device];
