// What an import has read, before anything is saved: items with what they held earlier, what was left out and why, and what the
// person should know. The command line shows it (--preview) or hands the items to the client.

import type { Edit, Value } from "../../vault/item.ts";
import type { NewItem, PastEdit } from "../../vault/new-item.ts";

export type ImportFormat = "bitwarden-json";

export interface ImportedItem {
  /** Its place in the file, from 0. */
  readonly index: number;
  readonly title: string;
  readonly kind: string;
  /** Values it held before, oldest first. */
  readonly past: readonly PastEdit[];
  readonly edit: Edit;
  /** Milliseconds since 1970 by the source's word, null where it gave none. */
  readonly created: number | null;
  readonly changed: number | null;
}

/** An item of the file that was not read, and why, in words. */
export interface SkippedItem {
  readonly index: number;
  readonly title: string;
  readonly reason: string;
}

export interface ParsedImport {
  readonly format: ImportFormat;
  readonly items: readonly ImportedItem[];
  readonly skipped: readonly SkippedItem[];
  /** Sentences about what was kept in another form. */
  readonly notes: readonly string[];
}

/** `sentence` says it to the person; it bears nothing of the file's content. */
export interface ImportFailure {
  readonly type: "too-large" | "unreadable" | "encrypted" | "unknown-format" | "too-many-items";
  readonly sentence: string;
}

/**
 * The item to be made of an imported one. `importId` (32 hex digits) marks all items of one import, for undoing it; beside it
 * stand the source's dates, since stamps begin in 2025.
 */
export function toNewItem(imported: ImportedItem, importId: string): NewItem {
  const { created, changed, past } = imported;
  const times = past.map(({ time }) => time);
  const origin: Value = { import: importId, created, changed, ...(times.length === 0 ? {} : { past: times }) };
  return {
    kind: imported.kind,
    edit: new Map([...imported.edit, ["imported", origin]]),
    past,
    ...(changed === null ? {} : { time: changed }),
  };
}
