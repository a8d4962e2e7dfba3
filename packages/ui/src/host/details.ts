// One item as its window shows it: fields in their order, conflicts side by side, and its history. Concealed values are left out; they are
// asked for one at a time. Pure.

import {
  current,
  type DeviceHex,
  editTime,
  fieldOf,
  greatestStamp,
  hiddenParts,
  history,
  type Item,
  type ItemState,
  isConcealed,
  isCustomValue,
  isUriValue,
  kindOf,
  openConflicts,
  type Path,
  type Register,
  stampTime,
  type UriMatch,
  view,
} from "@holdfast/core";
import type { ConflictSide, ConflictView, FieldView, HistoryEntry, ItemDetail } from "../device/port.ts";
import { rowOf } from "./rows.ts";
import { isInternalPath, kindLabel, labelOf, registerKey, textOf } from "./values.ts";

export type DeviceNames = ReadonlyMap<DeviceHex, string | null>;

export function detailOf(state: ItemState, names: DeviceNames): ItemDetail {
  const { item } = state;
  const { tags, trashed } = view(item);
  return {
    row: rowOf(state),
    kindLabel: kindLabel(item.kind),
    fields: shownPaths(item).map((path) => fieldView(item, path)),
    tags,
    hidden: hiddenParts(item),
    conflicts: conflictsOf(item, names),
    past: [...item.fields].reduce((sum, [path, registers]) => (isInternalPath(path) ? sum : sum + registers.length - 1), 0),
    changedBy: lastAuthor(item, names),
    trashedAt: trashed,
  };
}

/** Paths with a value, title aside: listed ones as their kind lists them, addresses, custom fields, and the note at the end. */
export function shownPaths(item: Item): readonly Path[] {
  const listed = (kindOf(item.kind)?.fields.map(({ path }) => path) ?? ["note"]).filter((path) => path !== "title" && path !== "note");
  const has = (path: Path): boolean => typeof current(item, path) === "string";
  return [...listed.filter(has), ...familyPaths(item, "uri"), ...familyPaths(item, "custom"), ...["note"].filter(has)];
}

/** Members of a family that have a value this version shows, by their order. */
export function familyPaths(item: Item, family: "uri" | "custom"): readonly Path[] {
  const found: { readonly path: Path; readonly order: number }[] = [];
  for (const path of item.fields.keys()) {
    if (!path.startsWith(`${family}/`)) continue;
    const value = current(item, path);
    if (isUriValue(value) || isCustomValue(value)) found.push({ path, order: value.order });
  }
  return found.sort((a, b) => a.order - b.order || (a.path < b.path ? -1 : 1)).map(({ path }) => path);
}

/** What kind of input a field is, whatever its value. */
export function fieldForm(item: Item, path: Path): Pick<FieldView, "label" | "family" | "type" | "multiline" | "concealed" | "match"> {
  const value = current(item, path);
  const listed = fieldOf(item.kind, path);
  const custom = path.startsWith("custom/") && isCustomValue(value) ? value : null;
  return {
    label: labelOf(item, path),
    family: path.startsWith("uri/") ? "uri" : path.startsWith("custom/") ? "custom" : "listed",
    type: listed?.type ?? custom?.type ?? "text",
    multiline: listed?.multiline ?? (path === "note" || custom?.value.includes("\n") === true),
    concealed: isConcealed(item.kind, path, value),
    match: isUriValue(value) ? matchOf(value.match) : null,
  };
}

const matchOf = (match: UriMatch | null): UriMatch | null => match;

function fieldView(item: Item, path: Path): FieldView {
  const form = fieldForm(item, path);
  return {
    path,
    ...form,
    value: form.concealed ? null : textOf(path, current(item, path)),
    past: (item.fields.get(path)?.length ?? 1) - 1,
    conflict: item.conflicts.has(path),
  };
}

function conflictsOf(item: Item, names: DeviceNames): readonly ConflictView[] {
  const seen = new Set<Path>();
  return openConflicts(item).flatMap(({ path, current: stands, other }) => {
    if (seen.has(path)) return [];
    seen.add(path);
    const concealed = [stands, other].some(([value]) => isConcealed(item.kind, path, value));
    const side = (register: Register): ConflictSide => sideOf(item, path, register, { concealed, names });
    return [{ path, label: labelOf(item, path), concealed, current: side(stands), other: side(other) }];
  });
}

function sideOf(
  item: Item,
  path: Path,
  [value, stamp, device]: Register,
  { concealed, names }: { readonly concealed: boolean; readonly names: DeviceNames },
): ConflictSide {
  return {
    value: concealed || value === null ? null : textOf(path, value),
    removed: value === null,
    device: names.get(device) ?? null,
    changed: editTime(item, [stamp, device]) ?? stampTime(stamp),
  };
}

/** Every value that fields have and had, newest first. */
export const historyOf = (item: Item, names: DeviceNames): readonly HistoryEntry[] =>
  history(item).flatMap(({ path, value, stamp, device, current: stands, conflict }): readonly HistoryEntry[] => {
    if (isInternalPath(path)) return [];
    const concealed = value !== null && isConcealed(item.kind, path, value);
    const side = sideOf(item, path, [value, stamp, device], { concealed, names });
    return [
      { key: registerKey([value, stamp, device]), path, label: labelOf(item, path, value), concealed, ...side, current: stands, conflict },
    ];
  });

/** The value of a path that `key` names. */
export const pastRegister = (item: Item, path: Path, key: string): Register | null =>
  item.fields.get(path)?.find((register) => registerKey(register) === key) ?? null;

function lastAuthor(item: Item, names: DeviceNames): string | null {
  const newest = greatestStamp(item);
  for (const registers of item.fields.values()) if (registers[0]?.[1] === newest) return names.get(registers[0][2]) ?? null;
  return null;
}
