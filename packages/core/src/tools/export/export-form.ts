// The form of an export: one JSON document that holds the whole vault in plaintext (docs/spec/export.md). Its lines are no part of
// the form, but it is written with one item a line, so that people and line tools can read it too.

import type { Item } from "../../vault/item.ts";

export const exportFormat = "holdfast-export";
export const exportVersion = 1;

/** One item of a vault with all that it is: history, open conflicts, the trash. Devices are items too. */
export interface ExportedItem {
  /** 32 hex digits. */
  readonly id: string;
  readonly content: Item;
}

/** What stands before the items. */
export interface ExportHead {
  /** Milliseconds since 1970. */
  readonly exported: number;
  readonly origin: string;
  readonly account: string;
  /** How many items the exporting device held but could not read, so that they are not in the file. */
  readonly unreadable: number;
}
