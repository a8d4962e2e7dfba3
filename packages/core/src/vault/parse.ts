// Bytes to content. What was opened from a seal is still not believed: it may be of a newer version, or of a device that is
// broken. Either it is exactly a content as encode.ts writes one (members in any order, white space allowed), or it is not
// understood (null) and its bytes stay as they are, sealed and counted as hidden. Nothing is mended here: a mended item would
// differ from the one that other devices hold. Nothing is copied either, for ten thousand items are parsed at every unlock. // V5

import { type Bytes, fromUtf8 } from "@holdfast/protocol";
import { isValue } from "./canonical.ts";
import type { ConflictMark, Content, DeviceHex, Item, Path, Register, Tombstone } from "./item.ts";
import { itemLimits } from "./limits.ts";
import { isKind, isPath, trashedPath } from "./path.ts";
import { agree, compareRegisters, isEdited, isTrash, noDevice } from "./register.ts";
import { isStamp, lastStamp } from "./stamp.ts";
import { compareMarks } from "./standing.ts";

export { encodeContent } from "./encode.ts";

/** The content of these bytes, or null where they are not understood. Never throws. */
export function parseContent(bytes: Bytes): Content | null {
  if (bytes.length > itemLimits.contentBytes) return null;
  const text = fromUtf8(bytes);
  if (text === null) return null;
  try {
    return contentOf(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The content that parsed JSON is, or null; for a file of many. It keeps parts of `given`, which is used for nothing else. Never throws. */
export const contentOf = (given: unknown): Content | null =>
  isObject(given) && given.v === 1 ? (parseItem(given) ?? parseTombstone(given)) : null;

const noMarks: readonly ConflictMark[] = [];

type JsonObject = { readonly [name: string]: unknown };

const isObject = (given: unknown): given is JsonObject => typeof given === "object" && given !== null && !Array.isArray(given);

/** Whether an object has these members and no other. */
const hasExactly = (given: JsonObject, names: readonly string[]): boolean =>
  Object.keys(given).length === names.length && names.every((name) => Object.hasOwn(given, name));

function parseItem(given: JsonObject): Item | null {
  const { kind, fields: givenFields, conflicts: givenConflicts } = given;
  if (!hasExactly(given, ["v", "kind", "fields", "conflicts"])) return null;
  if (!isKind(kind) || !isObject(givenFields) || !isObject(givenConflicts)) return null;
  const fields = new Map<Path, readonly Register[]>();
  for (const path of Object.keys(givenFields)) {
    const registers = givenFields[path];
    if (!isPath(path) || !areRegisters(registers)) return null;
    fields.set(path, registers);
  }
  const conflicts = new Map<Path, readonly ConflictMark[]>();
  for (const path of Object.keys(givenConflicts)) {
    const marks = givenConflicts[path];
    if (!areMarks(marks) || !fitMarks(path, fields.get(path) ?? [], marks)) return null;
    conflicts.set(path, marks);
  }
  for (const [path, registers] of fields) if (!isTrueBack(path, registers, conflicts.get(path) ?? noMarks)) return null;
  return { v: 1, kind, fields, conflicts };
}

function parseTombstone(given: JsonObject): Tombstone | null {
  const { purged } = given;
  if (!hasExactly(given, ["v", "purged"]) || !Array.isArray(purged) || purged.length !== 3) return null;
  const [stamp, device, time]: readonly unknown[] = purged;
  if (!isStamp(stamp) || !isDevice(device) || device === noDevice || typeof time !== "number" || !isValue(time)) return null;
  return { v: 1, purged: [stamp, device, time] };
}

const deviceForm = /^[0-9a-f]{32}$/;

const isDevice = (given: unknown): given is DeviceHex => typeof given === "string" && deviceForm.test(given);

/** An edit's register, or, in front, one of a merge, which may stand one above the last stamp. // M10 */
function isRegister(given: unknown, front: boolean): given is Register {
  if (!Array.isArray(given) || given.length !== 3) return false;
  const [value, stamp, device]: readonly unknown[] = given;
  if (!isValue(value) || !isDevice(device)) return false;
  return device === noDevice ? front && isStamp(stamp, lastStamp + 1) : isStamp(stamp);
}

/** M1: strictly descending, and never empty. */
function areRegisters(given: unknown): given is readonly Register[] {
  if (!Array.isArray(given) || given.length === 0) return false;
  let above: Register | null = null;
  for (const register of given) {
    if (!isRegister(register, above === null) || (above !== null && compareRegisters(above, register) <= 0)) return false;
    above = register;
  }
  return true;
}

const isMark = (given: unknown): given is ConflictMark =>
  Array.isArray(given) && given.length === 3 && isStamp(given[0], lastStamp + 1) && isStamp(given[1]) && isDevice(given[2]);

/** M6: strictly descending, and never empty. */
function areMarks(given: unknown): given is readonly ConflictMark[] {
  if (!Array.isArray(given) || given.length === 0) return false;
  let above: ConflictMark | null = null;
  for (const mark of given) {
    if (!isMark(mark) || (above !== null && compareMarks(above, mark) <= 0)) return false;
    above = mark;
  }
  return true;
}

/** M6: each mark is open and names a register behind the current one, with which no greater edit agrees; an item in the trash is not contested. */
function fitMarks(path: Path, registers: readonly Register[], marks: readonly ConflictMark[]): boolean {
  const winner = registers[0];
  if (winner === undefined || (path === trashedPath && isTrash(winner))) return false;
  return marks.every(([stamp, loser, device]) => {
    const at = registers.findIndex((register, index) => index > 0 && register[1] === loser && register[2] === device);
    const register = registers[at];
    if (register === undefined || stamp !== winner[1]) return false;
    return !registers.slice(0, at).some((greater) => isEdited(greater) && agree(path, greater, register));
  });
}

/** M10: a merge's register stands only in front of `trashed`: null, one above the trash that it is against and that a mark names. */
function isTrueBack(path: Path, registers: readonly Register[], marks: readonly ConflictMark[]): boolean {
  const [front, trash] = registers;
  if (front === undefined || isEdited(front)) return true;
  const mark = marks[0];
  if (path !== trashedPath || front[0] !== null || trash === undefined || mark === undefined) return false;
  return isTrash(trash) && front[1] === trash[1] + 1 && mark[1] === trash[1] && mark[2] === trash[2];
}
