// What an import has to tell, without a word: whoever shows it says it in their language, and import-text.ts in English. Fixed codes with
// their numbers, and of the file's content nothing but titles.

import type { ApplyFailure } from "../../vault/apply.ts";
import type { JsonFault } from "./json-scan.ts";

/** What of an item was kept in another form than the file had it. */
export type NoteReason =
  | "passkey"
  | "linked"
  | "reprompt"
  | "attachments"
  | "unknownKind"
  | "unknownPart"
  | "expiry"
  | "match"
  | "folder"
  | "noFolder"
  | "history"
  | "otherHistory"
  | "noTitle"
  | "separator"
  | "scheme"
  | "text";

export type ImportNote =
  /** Of the items that were taken; `titles` are those of the first, short and in one line. */
  | { readonly type: "kept-otherwise"; readonly reason: NoteReason; readonly count: number; readonly titles: readonly string[] }
  /** Parts of the file beside its items. */
  | { readonly type: "parts-unread"; readonly count: number }
  /** Items that the device which made the export could not read. */
  | { readonly type: "left-out"; readonly count: number }
  /** Items that the vault had with other values, or that had been purged from it. */
  | { readonly type: "merged" | "revived"; readonly count: number }
  /** The preview was made without a look at the vault. */
  | { readonly type: "not-compared" };

/** Why an item of the file was not taken. */
export type SkipReason =
  | { readonly type: "no-item" | "stray" | "empty" | "damaged" | "beyond-clocks" | "repeated-id" }
  /** A line of a table with another number of values than its first line. */
  | { readonly type: "other-columns"; readonly values: number; readonly columns: number }
  /** The same item is there already. */
  | { readonly type: "in-vault" | "in-file" }
  | { readonly type: KeptAsItIs }
  | ApplyFailure;

/** Of an item of an export: what the vault holds under its id was left alone. */
export type KeptAsItIs = "unchanged" | "in-trash" | "purged" | "unreadable" | "other-kind";

/** Why nothing of a file was taken. */
export type ImportFailure =
  | { readonly type: "too-large"; readonly megabytes: number }
  /** null where nobody counted to the end. */
  | { readonly type: "too-many-items"; readonly items: number | null }
  | { readonly type: "unreadable"; readonly why: UnreadableReason }
  | { readonly type: "unreadable"; readonly why: "quote"; readonly line: number }
  | { readonly type: "encrypted"; readonly with: "password" | "account" }
  | { readonly type: "unknown-format"; readonly why: UnknownReason }
  /** The vault would hold this many items. */
  | { readonly type: "vault-full"; readonly items: number };

export type UnreadableReason =
  | JsonFault
  | "empty"
  | "utf-16"
  | "not-utf-8"
  | "nul"
  | "not-json"
  | "repeated-column"
  | "too-many-columns"
  | "too-many-lines"
  | "export"
  | "export-repeated-key"
  | "export-inexact-number";

export type UnknownReason =
  | "none"
  | "json"
  | "zip"
  | "not-bitwarden"
  | "bitwarden-without-items"
  | "not-chrome"
  | "not-kaspersky"
  | "kaspersky-language"
  | "not-holdfast"
  | "newer-holdfast";
