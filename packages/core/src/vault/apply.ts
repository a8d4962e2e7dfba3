// A person's edit becomes registers: station 2 of the walk. One edit is one stamp, above every stamp of the item. A register
// goes in front of its path, what was there becomes history, a removed field gets null; nothing is dropped here but settled
// history beyond its bounds. An edit is taken whole or refused whole, and refusing changes nothing. // V6

import { err, ok, type Result, utf8 } from "@holdfast/protocol";
import { canonical, isValue, sameValue } from "./canonical.ts";
import { cutHistory } from "./history.ts";
import type { Author, Edit, Item, Path, Register, Value } from "./item.ts";
import { itemLimits } from "./limits.ts";
import { isKind, isPath, trashedPath } from "./path.ts";
import { isEdited } from "./register.ts";
import { greatestStamp, lastStamp, nextStamp } from "./stamp.ts";

/** Why an edit was not taken. None of them bears a value. */
export type ApplyFailure =
  | { readonly type: "bad-kind" }
  | { readonly type: "bad-path"; readonly path: string }
  /** Not a value: a number that is no safe integer, text that is not well-formed, or nested too deep. */
  | { readonly type: "bad-value"; readonly path: Path }
  /** The current values and their paths would have this many UTF-8 bytes together. */
  | { readonly type: "too-large"; readonly bytes: number; readonly limit: number }
  | { readonly type: "too-many-fields"; readonly fields: number; readonly limit: number }
  /** The item bears the greatest stamp there is, which no clock and no honest device reaches. */
  | { readonly type: "no-stamp-left" };

/** A new item. Values that are null in the edit make no field. */
export function create(kind: string, edit: Edit, author: Author): Result<Item, ApplyFailure> {
  if (!isKind(kind)) return err({ type: "bad-kind" });
  return apply({ v: 1, kind, fields: new Map(), conflicts: new Map() }, edit, author);
}

/** The item after an edit; the very same item where the edit changes nothing. */
export function apply(item: Item, edit: Edit, author: Author): Result<Item, ApplyFailure> {
  for (const [path, value] of edit) {
    if (!isPath(path)) return err({ type: "bad-path", path });
    if (!isValue(value)) return err({ type: "bad-value", path });
  }
  const changes = [...edit].filter(([path, value]) => changesField(item, path, value));
  if (changes.length === 0) return ok(item);
  const stamp = nextStamp(greatestStamp(item), author.now);
  if (stamp > lastStamp) return err({ type: "no-stamp-left" });
  const fields = new Map(item.fields);
  const conflicts = new Map(item.conflicts);
  for (const [path, value] of changes) {
    const register: Register = [value, stamp, author.device];
    fields.set(path, [register, ...(item.fields.get(path) ?? []).filter(isEdited)]);
    // M6: whoever edits has seen what lost, so the conflict is settled.
    conflicts.delete(path);
  }
  const edited: Item = { ...item, fields, conflicts };
  const refused = outgrown(item, edited);
  return refused === null ? ok(cutHistory(edited)) : err(refused);
}

/** V6: a value that is there already makes no register, but picking it in a conflict does. // M8 */
const changesField = (item: Item, path: Path, value: Value): boolean =>
  item.conflicts.has(path) || !sameValue(item.fields.get(path)?.[0]?.[0] ?? null, value);

/** Merging can bring an item above its bounds; then an edit may still make it smaller. // V6 */
function outgrown(before: Item, after: Item): ApplyFailure | null {
  if (after.fields.size > itemLimits.fields && after.fields.size > before.fields.size) {
    return { type: "too-many-fields", fields: after.fields.size, limit: itemLimits.fields };
  }
  if (currentBytesAtMost(after) <= itemLimits.currentBytes) return null;
  const bytes = currentBytes(after);
  if (bytes <= itemLimits.currentBytes || bytes <= currentBytes(before)) return null;
  return { type: "too-large", bytes, limit: itemLimits.currentBytes };
}

/** No less than `currentBytes`, and found without writing the texts of thousands of items that are far from the limit. */
function currentBytesAtMost(item: Item): number {
  let bytes = 0;
  for (const [path, [current]] of item.fields) if (current !== undefined) bytes += textBytesAtMost(path) + valueBytesAtMost(current[0]);
  return bytes;
}

/** JSON writes a UTF-16 unit as six bytes at most (RFC 8259, 7), between quotes. */
const textBytesAtMost = (text: string): number => 6 * text.length + 2;
const scalarBytesAtMost = 24;

function valueBytesAtMost(value: Value): number {
  if (typeof value === "string") return textBytesAtMost(value);
  if (value === null || typeof value !== "object") return scalarBytesAtMost;
  let bytes = 2;
  for (const [name, member] of Object.entries(value)) bytes += textBytesAtMost(name) + valueBytesAtMost(member) + 2;
  return bytes;
}

/** UTF-8 bytes of all paths and canonical current values. The trash is not counted: every item can be thrown away. */
function currentBytes(item: Item): number {
  let bytes = 0;
  for (const [path, [current]] of item.fields) {
    if (path !== trashedPath && current !== undefined) bytes += utf8(path).length + utf8(canonical(current[0])).length;
  }
  return bytes;
}
