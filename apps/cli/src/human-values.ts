// Values, fields and times as people read them on a terminal: concealed ones as dots until asked for, stored text made fit.

import { current, fieldOf, type Item, isConcealed, isCustomValue, isUriValue, kindOf, type Path, type Value } from "@holdfast/core";
import { cleanLine } from "./clean-text.ts";

export const dots = "••••••••";

/** A value as text, whole and as it is. */
export function valueText(path: Path, value: Value): string {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (isUriValue(value)) return value.uri;
  if (path.startsWith("custom/") && isCustomValue(value)) return value.value;
  if (path === "trashed" && typeof value === "number") return timeText(value);
  return typeof value === "boolean" ? (value ? "yes" : "no") : JSON.stringify(value);
}

/** A value on one clean line; dots where it is concealed and not asked for. */
export function lineOf(item: Item, path: Path, value: Value, show: boolean): string {
  if (path === "trashed") return value === null ? "not in the trash" : "in the trash";
  if (value === null) return "(removed)";
  return isConcealed(item.kind, path, value) && !show ? dots : cleanLine(valueText(path, value));
}

/** What a field is called. `value`: its current value, or an earlier one for a field removed since. */
export function labelOf(item: Item, path: Path, value: Value = current(item, path)): string {
  const field = fieldOf(item.kind, path);
  if (field !== null) return field.label;
  if (path.startsWith("uri/")) return "Website";
  if (path.startsWith("tag/")) return `Tag ${cleanLine(path.slice("tag/".length))}`;
  if (path.startsWith("custom/") && isCustomValue(value)) return cleanLine(value.label) || "Field";
  if (path === "favorite") return "Favorite";
  if (path === "trashed") return "In the trash since";
  return cleanLine(path);
}

export const kindLabel = (kindName: string): string => kindOf(kindName)?.label ?? cleanLine(kindName);

const two = (number: number): string => String(number).padStart(2, "0");

/** Local time to the minute: 2026-03-01 12:00. */
export function timeText(time: number | string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return "an unknown time";
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** When an edit was made; null is told of one that nobody has a time of. No clock that is believed stands before 2025. // V4 */
export const changedText = (changed: string | null): string => (changed === null ? "before 2025" : timeText(changed));

/** `2026-03-01 12:00 on Laptop`; without a device where no person made the value but a merge. */
export const whenAndWhere = (changed: string | null, device: string | null): string =>
  device === null ? changedText(changed) : `${changedText(changed)} on ${cleanLine(device)}`;

/** A path as it is typed, and behind it what the field is called where the path does not say it. */
export function pathText(item: Item, path: Path): string {
  const said = path.startsWith("uri/") || path.startsWith("custom/") ? registersLabel(item, path) : "";
  return said === "" ? cleanLine(path) : `${cleanLine(path)} (${said})`;
}

function registersLabel(item: Item, path: Path): string {
  const last = item.fields.get(path)?.find(([value]) => value !== null)?.[0] ?? null;
  return isUriValue(last) ? cleanLine(last.uri) : labelOf(item, path, last);
}
