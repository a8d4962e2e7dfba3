// What an import has read, before anything is saved: items with what they held earlier, what was left out and why, and what the
// person should know. The command line shows it (--preview) or hands the items to the client.

import { sameValue } from "../../vault/canonical.ts";
import type { Edit, Path, Value } from "../../vault/item.ts";
import type { NewItem, PastEdit } from "../../vault/new-item.ts";
import type { ParsedExport } from "../export/read-export.ts";
import type { ImportNote, NoteReason, SkipReason } from "./import-facts.ts";

/** The files of other programs. */
export type ForeignFormat = "bitwarden-json" | "chrome-csv" | "kaspersky-txt";
export type ImportFormat = ForeignFormat | "holdfast";

export interface ImportedItem {
  /** Its place in the file, from 0. */
  readonly index: number;
  /** The line on which it begins, from 1, in a file of lines. */
  readonly line?: number;
  readonly title: string;
  readonly kind: string;
  /** Values it held before, oldest first. */
  readonly past: readonly PastEdit[];
  readonly edit: Edit;
  /** Milliseconds since 1970 by the source's word, null where it gave none. */
  readonly created: number | null;
  readonly changed: number | null;
  /** What of it was kept in another form. */
  readonly found: ReadonlySet<NoteReason>;
}

/** An item of the file that was not taken, and why. */
export interface SkippedItem {
  readonly index: number;
  readonly line?: number;
  readonly title: string;
  readonly reason: SkipReason;
}

export interface ParsedImport {
  readonly format: ForeignFormat;
  readonly items: readonly ImportedItem[];
  readonly skipped: readonly SkippedItem[];
  /** About the file as a whole; about its items speak those that are taken. */
  readonly notes: readonly ImportNote[];
}

/** What a file is: items to be made, or items as a vault held them. */
export type ParsedFile = ParsedImport | ParsedExport;

/** Which import it is and when it happens: `id` is 32 hex digits, `at` milliseconds since 1970. */
export interface ImportRun {
  readonly id: string;
  readonly at: number;
}

/**
 * The item to be made of an imported one. It bears the import's mark, for undoing it; beside it stand the source's dates, since stamps
 * begin in 2025.
 */
export function toNewItem(imported: ImportedItem, { id, at }: ImportRun): NewItem {
  const { created, changed, past } = imported;
  const times = timesOf(past);
  const origin: Value = { import: id, at, created, changed, ...(times.length === 0 ? {} : { past: times }) };
  return {
    kind: imported.kind,
    edit: new Map([...imported.edit, ["imported", origin]]),
    past,
    ...(changed === null ? {} : { time: changed }),
  };
}

/** One time for each earlier edit that changes something, as each of those makes one stamp (source-time.ts). */
function timesOf(past: readonly PastEdit[]): readonly number[] {
  const held = new Map<Path, Value>();
  return past.flatMap(({ time, edit }) => {
    const changes = [...edit].filter(([path, value]) => !sameValue(held.get(path) ?? null, value));
    for (const [path, value] of changes) held.set(path, value);
    return changes.length === 0 ? [] : [time];
  });
}
