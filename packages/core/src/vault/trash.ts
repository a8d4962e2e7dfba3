// The trash. Being in the trash is a field like any other (`trashed`: when, or null), with one difference: a trash speaks for
// the whole item, so merging asks what its author had seen. Where somebody edited what the other side trashed, neither having
// seen the other, the item comes back whole and both sides are told, whichever was sent first. // V8, M9
//
//   one side (a)                     the other side (b)                 together                          mark on `trashed`
//   ──────────────────────────────── ────────────────────────────────── ───────────────────────────────── ─────────────────
//   trash                            nothing new                        in the trash                      no
//   trash                            an edit                            back: trashed is null             yes
//   an edit, then trash              an edit                            back                              yes
//   trash after having seen b's edit an edit                            in the trash                      no
//   trash                            trash                              in the trash, the later time      no
//   trash                            an edit, then trash                in the trash: all wanted that     no
//   trash                            an edit after having seen it       in the trash, with the edit       no
//   trash                            restored after having seen it      restored                          no
//   trash, and trash again           restored after having seen only    back                              yes
//                                    the first
//   restored, and trash again        restored (that same restore)       in the trash                      no
//   back, marked (as above)          trash after having seen all edits  in the trash                      no
//   purged (a tombstone)             nothing new                        purged                            -
//   purged                           an edit                            back                              yes
//   purged                           in the trash, with an edit or a    in the trash, with the edit       no
//                                    trash that the purge has not seen
//   purged, with no base known       nothing later than the purge       in the trash, whole               no
//   purged, with no base known       an edit later than the purge       as with a base                    as with a base
//
// "An edit" is a register of another path, or one of `trashed` that is no trash, which the other side has not seen.
//
// How an item comes back: the merge puts a register of its own in front of `trashed`: null, one above the greatest stamp of
// that path, by no device. It is no edit, so the next merge takes it off and decides anew: every device computes the same bytes,
// and edits and trashes made apart come out alike in whatever order devices meet. One thing is forgotten on coming back: which of
// the edits a lost trash had seen. A trash that has seen the others alone then does not hold, and the person is asked. // M10

import type { Edit, Item, Path, Register } from "./item.ts";
import { current } from "./item.ts";
import { trashedPath } from "./path.ts";
import { holds, isEdited, isTrash, noDevice } from "./register.ts";
import type { Line } from "./standing.ts";

/** Puts an item into the trash. `now` is milliseconds since 1970. */
export const trashEdit = (now: number): Edit => new Map([[trashedPath, Math.floor(now)]]);

/** Takes an item out of the trash. */
export const restoreEdit = (): Edit => new Map([[trashedPath, null]]);

export const isTrashed = (item: Item): boolean => typeof current(item, trashedPath) === "number";

/** Tells whether a register of a path was seen: by whom, the caller knows. */
export type Seen = (path: Path, register: Register) => boolean;

/** What a side of a merge has seen: what it holds, and what the state held that both sides come from. // M4 */
const seenBy =
  (item: Item, base: Item | null): Seen =>
  (path, register) =>
    holds(item.fields.get(path) ?? [], register) || holds(base?.fields.get(path) ?? [], register);

/**
 * Whether an item holds an edit that was not seen; the trashes aside, since two of them agree. Settled registers count like standing
 * ones: one that settled because it agrees with another was still never seen. // M9
 */
export const hasUnseenEdit = (item: Item, seen: Seen): boolean =>
  [...item.fields].some(([path, registers]) =>
    registers.some((register) => isEdited(register) && !(path === trashedPath && isTrash(register)) && !seen(path, register)),
  );

/** Whether two sides together are in the trash: both are, or one is that has seen every edit of the other. // M9 */
export function staysInTrash(a: Item, b: Item, base: Item | null): boolean {
  if (isTrashed(a)) return isTrashed(b) || !hasUnseenEdit(b, seenBy(a, base));
  return isTrashed(b) && !hasUnseenEdit(a, seenBy(b, base));
}

/** The joined line of `trashed`, settled: in the trash without a conflict, or back, against whatever trash still stands. // M9, M10 */
export function settleTrash(line: Line, stays: boolean): Line {
  const newest = line.registers[0];
  if (newest === undefined || !isTrash(newest)) return line;
  if (stays) return { registers: line.registers, standing: [newest] };
  const back: Register = [null, newest[1] + 1, noDevice];
  return { registers: [back, ...line.registers], standing: [back, ...line.standing.filter(isTrash)] };
}
