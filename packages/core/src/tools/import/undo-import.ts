// Undoing an import: which items it made and which of them nobody has touched since. Those go to the trash; what a person has
// edited stays, and is told. The marks are in the items themselves, so any device can undo what another one imported. Pure. // X13
//
// An item that an import made bears its mark in `imported`. A restored item is byte for byte what it was, so its mark stands beside
// it, in an item of kind `import`: `restored` lists [id, stamp], the stamp being the greatest of the item as it came.

import type { Edit, Item, Path, Stamp, Value } from "../../vault/item.ts";
import { current } from "../../vault/item.ts";
import { importKind } from "../../vault/kinds.ts";
import { greatestStamp, stampTime } from "../../vault/stamp.ts";
import { isTrashed, trashEdit } from "../../vault/trash.ts";
import type { ImportRun } from "./imported-item.ts";

const markPath: Path = "imported";
const restoredPath: Path = "restored";

export interface MadeItem {
  /** 32 hex digits. */
  readonly id: string;
  /** The greatest stamp of the item when the import made it. */
  readonly stamp: Stamp;
}

export interface PastImport extends ImportRun {
  /** What it made and is not in the trash: as it came, and edited since. */
  readonly untouched: readonly MadeItem[];
  readonly edited: readonly MadeItem[];
  /** What it made and is in the trash by now, or purged. */
  readonly gone: number;
}

interface Mark {
  readonly run: ImportRun;
  readonly made: readonly MadeItem[];
}

/** Every import of a vault, newest first. `items`: all of them by id, those of kind `import` included. */
export function pastImports(items: ReadonlyMap<string, Item>): readonly PastImport[] {
  const runs = new Map<string, { run: ImportRun; made: MadeItem[] }>();
  for (const [id, item] of items) {
    const mark = markOf(id, item);
    if (mark === null) continue;
    const known = runs.get(mark.run.id) ?? { run: mark.run, made: [] };
    for (const made of mark.made) known.made.push(made);
    runs.set(mark.run.id, { run: known.run.at < mark.run.at ? mark.run : known.run, made: known.made });
  }
  return [...runs.values()].map(({ run, made }) => standing(run, made, items)).sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}

function standing(run: ImportRun, made: readonly MadeItem[], items: ReadonlyMap<string, Item>): PastImport {
  const untouched: MadeItem[] = [];
  const edited: MadeItem[] = [];
  for (const one of made) {
    const item = items.get(one.id);
    if (item === undefined || isTrashed(item)) continue;
    (isUntouched(item, one) ? untouched : edited).push(one);
  }
  return { ...run, untouched, edited, gone: made.length - untouched.length - edited.length };
}

const isUntouched = (item: Item, { stamp }: MadeItem): boolean => greatestStamp(item) <= stamp;

/** The edit that takes back one item of an import, on the item's newest state; null where somebody has touched it. */
export const undoEdit = (item: Item, made: MadeItem, now: number): Edit | null =>
  isTrashed(item) || !isUntouched(item, made) ? null : trashEdit(now);

type Members = { readonly [name: string]: Value };

const isMembers = (value: Value): value is Members => typeof value === "object" && value !== null && !Array.isArray(value);
const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

function markOf(id: string, item: Item): Mark | null {
  const register = item.fields.get(markPath)?.[0];
  if (register === undefined || !isMembers(register[0])) return null;
  const { import: run, at } = register[0];
  if (typeof run !== "string" || !/^[0-9a-f]{32}$/.test(run)) return null;
  const time = typeof at === "number" ? at : stampTime(register[1]);
  const made = item.kind === importKind ? restored(item) : [{ id, stamp: register[1] }];
  return { run: { id: run, at: time }, made };
}

function restored(item: Item): readonly MadeItem[] {
  const listed = current(item, restoredPath);
  if (!isList(listed)) return [];
  return listed.flatMap((pair) => {
    const [id, stamp] = isList(pair) ? pair : [];
    return typeof id === "string" && typeof stamp === "number" ? [{ id, stamp }] : [];
  });
}

/** What an import adds to a restored item to bring it back, and what an item of kind `import` bears. // X13 */
export const markValue = ({ id, at }: ImportRun): Value => ({ import: id, at, created: null, changed: null });

/** Ids that one item of kind `import` lists; their text stays well within what an item may hold. */
const listLength = 1_000;

/** The items of kind `import` that remember what a restore has made. */
export function restoreLists(run: ImportRun, made: readonly MadeItem[]): readonly Edit[] {
  const edits: Edit[] = [];
  for (let at = 0; at < made.length; at += listLength) {
    const listed = made.slice(at, at + listLength).map(({ id, stamp }): Value => [id, stamp]);
    edits.push(
      new Map<Path, Value>([
        [markPath, markValue(run)],
        [restoredPath, listed],
      ]),
    );
  }
  return edits;
}
