// Values of fields as text, and what a field is called: the little that rows, details, history and forms share. Pure.

import { current, fieldOf, type Item, isCustomValue, isUriValue, kindOf, type Path, type Register, type Value } from "@holdfast/core";

/** A value as it is shown and copied; empty for nothing. */
export function textOf(path: Path, value: Value): string {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (path.startsWith("uri/") && isUriValue(value)) return value.uri;
  if (path.startsWith("custom/") && isCustomValue(value)) return value.value;
  if (path === "trashed" || typeof value === "boolean") return String(value !== false);
  return JSON.stringify(value);
}

/** What a field is called; a tag by its path, since what it is called is the windows' to say. `value`: its current value, or an earlier one where it has none any more. */
export function labelOf(item: Item, path: Path, value: Value = current(item, path)): string {
  const field = fieldOf(item.kind, path);
  if (field !== null) return field.label;
  if (path.startsWith("uri/")) return "Website";
  if (path.startsWith("custom/")) return customLabel(item, path, value);
  if (path === "favorite") return "Favorite";
  if (path === "trashed") return "Trash";
  if (path === "title") return "Title";
  return path === "note" ? "Note" : path;
}

/** A custom field that was removed is called as it was last. */
function customLabel(item: Item, path: Path, value: Value): string {
  const named = isCustomValue(value) ? value : item.fields.get(path)?.find(([past]) => isCustomValue(past))?.[0];
  return named !== undefined && isCustomValue(named) && named.label !== "" ? named.label : "Field";
}

export const kindLabel = (name: string): string => kindOf(name)?.label ?? name;

export const titleOf = (item: Item): string => textOf("title", current(item, "title"));

/** Tells one value of a path from all others that it has had. */
export const registerKey = ([, stamp, device]: Register): string => `${stamp}:${device}`;

/** The key of the current value; empty for a path that an item lacks. */
export function currentKey(item: Item, path: Path): string {
  const register = item.fields.get(path)?.[0];
  return register === undefined ? "" : registerKey(register);
}

/** Of the program itself, and shown to nobody: which import made an item. */
export const isInternalPath = (path: Path): boolean => path === "imported";
