// Values and their one text. Two values are the same when their canonical texts are, whoever wrote them in whichever order
// of members; merging, comparing and encoding all stand on this. Only safe integers and well-formed strings are values, so
// that every implementation writes the same bytes. // V2
// Source: RFC 8785 (JSON Canonicalization Scheme), which for these values is JSON.stringify with members sorted by UTF-16 unit.

import type { Value } from "./item.ts";
import { itemLimits } from "./limits.ts";

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** Order of member names and paths: by UTF-16 code unit (RFC 8785, 3.2.3). */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The RFC 8785 text of a value. */
export function canonical(value: Value): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || typeof value !== "object") return String(value);
  if (isList(value)) return `[${value.map(canonical).join(",")}]`;
  let members = "";
  for (const name of Object.keys(value).sort()) {
    members += `${members === "" ? "" : ","}${JSON.stringify(name)}:${canonical(value[name] as Value)}`;
  }
  return `{${members}}`;
}

/** Whether two values are the same: equal canonical texts. */
export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  return canonical(a) === canonical(b);
}

/** Whether something untrusted is a value: bounded, plain, well-formed, safe integers alone (and no -0, whose text is that of 0). // V2 */
export function isValue(given: unknown): given is Value {
  return typeof given === "string" ? given.isWellFormed() : partsOf(given, itemLimits.depth, itemLimits.parts) <= itemLimits.parts;
}

const tooMany = Number.POSITIVE_INFINITY;

/** How many values `given` consists of, counted no further than `most`; infinitely many where it is no value. */
function partsOf(given: unknown, depth: number, most: number): number {
  if (typeof given === "string") return given.isWellFormed() ? 1 : tooMany;
  if (typeof given === "number") return Number.isSafeInteger(given) && !Object.is(given, -0) ? 1 : tooMany;
  if (given === null || typeof given === "boolean") return 1;
  if (typeof given !== "object" || depth === 0) return tooMany;
  const members: readonly unknown[] | null = Array.isArray(given) ? given : plainMembers(given);
  if (members === null) return tooMany;
  let parts = 1;
  // By index, so that a hole counts as the undefined that it is.
  for (let i = 0; i < members.length && parts <= most; i++) parts += partsOf(members[i], depth - 1, most - parts);
  return parts;
}

/** The members of a plain object with well-formed names; null for any other object. */
function plainMembers(given: object): readonly unknown[] | null {
  const prototype: unknown = Object.getPrototypeOf(given);
  if (prototype !== Object.prototype && prototype !== null) return null;
  return Object.keys(given).every((name) => name.isWellFormed()) ? Object.values(given) : null;
}
