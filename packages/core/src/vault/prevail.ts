// Ours over theirs: a state written again so that it wins wherever the other holds what it has not seen. For what comes from keys that are
// over: it enters as the loser of a conflict, and a person decides. // H14

import { type ConflictMark, type Content, type DeviceHex, type Item, isTombstone, type Path, type Register } from "./item.ts";
import { holds, isEdited } from "./register.ts";
import { greatestStamp, lastStamp } from "./stamp.ts";

/**
 * `ours` with one stamp above all that both hold, by `device`, on every path where it would not win by having seen theirs. A tombstone of
 * ours takes theirs to the trash by that, and not away: what it has seen of theirs nobody can tell, so this merges without a base. // M11
 */
export function prevail(ours: Content, theirs: Content, device: DeviceHex): Content {
  const stamp = Math.max(greatestStamp(ours), greatestStamp(theirs)) + 1;
  if (stamp > lastStamp || (isTombstone(ours) && isTombstone(theirs))) return ours;
  if (isTombstone(ours)) return { ...ours, purged: [stamp, device, ours.purged[2]] };
  const paths = isTombstone(theirs) ? [...ours.fields.keys()] : unseenPaths(ours, theirs);
  return paths.length === 0 ? ours : again(ours, paths, stamp, device);
}

/** The paths whose current value in `theirs` is not known to `ours`. */
const unseenPaths = (ours: Item, theirs: Item): readonly Path[] =>
  [...theirs.fields].flatMap(([path, [newest]]) => {
    const known = newest === undefined || !isEdited(newest) || holds(ours.fields.get(path) ?? [], newest);
    return known ? [] : [path];
  });

function again(item: Item, paths: readonly Path[], stamp: number, device: DeviceHex): Item {
  const fields = new Map(item.fields);
  const conflicts = new Map(item.conflicts);
  for (const path of paths) {
    const registers = item.fields.get(path) ?? [];
    const register: Register = [registers[0]?.[0] ?? null, stamp, device];
    fields.set(path, [register, ...registers.filter(isEdited)]);
    const marks = item.conflicts.get(path)?.map(([, loser, by]): ConflictMark => [stamp, loser, by]);
    if (marks !== undefined) conflicts.set(path, marks);
  }
  return { ...item, fields, conflicts };
}
