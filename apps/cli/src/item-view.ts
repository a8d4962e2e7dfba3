// Items as --json tells them (cli.md, "JSON"): the row of a list, the whole item, its history and its conflicts. A stable form that
// scripts read; every value stands there as it is, concealed or not.

import {
  changedTime,
  current,
  type DeviceHex,
  editTime,
  history,
  type Item,
  type ItemState,
  isCustomValue,
  isUriValue,
  openConflicts,
  type Path,
  type Register,
  type Value,
  view,
} from "@holdfast/core";

export interface ItemRow {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly username: string | null;
  readonly uris: readonly string[];
  readonly tags: readonly string[];
  readonly favorite: boolean;
  readonly trashed: boolean;
  /** Null where an import brought it from before 2025 without a time. */
  readonly changed: string | null;
  readonly waiting: boolean;
  readonly conflict: boolean;
}

export interface WholeItem extends ItemRow {
  readonly fields: Readonly<Record<Path, Value>>;
}

export interface HistoryRow {
  readonly path: Path;
  readonly value: Value;
  readonly changed: string | null;
  readonly device: string | null;
  readonly current: boolean;
  readonly conflict: boolean;
}

export interface ConflictRow {
  readonly id: string;
  readonly title: string;
  readonly path: Path;
  readonly current: ConflictSide;
  readonly other: ConflictSide;
}

export interface ConflictSide {
  readonly value: Value;
  readonly device: string | null;
  readonly changed: string | null;
}

/** Names of devices by id; a device that has none is told as null. */
export type DeviceNames = ReadonlyMap<DeviceHex, string | null>;

/** Of the program itself: which import made an item. */
const internal = new Set(["imported"]);

/** Paths with a current value, in no order. */
export const currentPaths = (item: Item): readonly Path[] =>
  [...item.fields.keys()].filter((path) => !internal.has(path) && current(item, path) !== null);

const iso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());

/** ISO 8601 in UTC of when an edit was made; null where it was before 2025 and nobody can tell when. */
export const changedAt = (item: Item, made: Parameters<typeof editTime>[1]): string | null => iso(editTime(item, made));

const textOrNull = (value: Value): string | null => (typeof value === "string" ? value : null);

export const titleOf = (item: Item): string => textOrNull(current(item, "title")) ?? "";

export function rowOf({ id, item, waiting }: ItemState): ItemRow {
  const { kind, title, uris, tags, favorite, trashed, conflict } = view(item);
  return {
    id,
    kind,
    title,
    username: textOrNull(current(item, "username")),
    uris: uris.map(({ uri }) => uri),
    tags,
    favorite,
    trashed: trashed !== null,
    changed: iso(changedTime(item)),
    waiting,
    conflict,
  };
}

/** A value as cli.md tells it: addresses and custom fields without their place in the order, times as ISO 8601. */
export function shownValue(path: Path, value: Value): Value {
  if (path.startsWith("uri/") && isUriValue(value)) return { uri: value.uri, match: value.match };
  if (path.startsWith("custom/") && isCustomValue(value)) return { label: value.label, value: value.value, concealed: value.concealed };
  if (path === "trashed" && typeof value === "number" && Math.abs(value) <= 8.64e15) return new Date(value).toISOString();
  return value;
}

export const wholeOf = (state: ItemState, paths: readonly Path[] = currentPaths(state.item)): WholeItem => ({
  ...rowOf(state),
  fields: Object.fromEntries([...paths].sort().map((path) => [path, shownValue(path, current(state.item, path))])),
});

/** Every value that the fields have and had, newest first. A removed value is told as null. */
export const historyOf = (item: Item, names: DeviceNames): readonly HistoryRow[] =>
  history(item)
    .filter(({ path }) => !internal.has(path))
    .map(({ path, value, stamp, device, current, conflict }) => ({
      path,
      value: shownValue(path, value),
      changed: changedAt(item, [stamp, device]),
      device: names.get(device) ?? null,
      current,
      conflict,
    }));

export function conflictsOf({ id, item }: ItemState, names: DeviceNames): readonly ConflictRow[] {
  const side = (path: Path, [value, stamp, device]: Register): ConflictSide => ({
    value: shownValue(path, value),
    device: names.get(device) ?? null,
    changed: changedAt(item, [stamp, device]),
  });
  return openConflicts(item).map(({ path, current, other }) => ({
    id,
    title: titleOf(item),
    path,
    current: side(path, current),
    other: side(path, other),
  }));
}
