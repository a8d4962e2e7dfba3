// The words of an import's notes, of why an item was skipped, and of why a file can't be taken: each one sentence. Pure. What `holdfast import
// --json` writes are these sentences, so that they change with care.

import { limits } from "@holdfast/protocol";
import { applyFailureText } from "../../vault/apply-failure-text.ts";
import type { ImportFailure, ImportNote, KeptAsItIs, NoteReason, SkipReason, UnknownReason, UnreadableReason } from "./import-facts.ts";

const keptOtherwise: Readonly<Record<NoteReason, string>> = {
  passkey: "had a passkey, which is kept whole in a concealed custom field but can't sign in from here yet",
  linked: "had linked fields, which became plain custom fields that name what they were linked to",
  reprompt: "asked for the main password again before being shown, which is kept as a custom field",
  attachments: "had attachments, of which this file holds only the description, kept in a concealed custom field",
  unknownKind: "of a kind that this version does not know came as a note with everything in concealed custom fields",
  unknownPart: "held something that has no place here, which is kept in concealed custom fields",
  expiry: "had an expiry date that is no month of a year, which is kept as custom fields",
  match: "had an address with an unknown kind of matching, which is kept as a custom field",
  folder: "stood in a folder whose name can't be a tag, which is kept as a custom field",
  noFolder: "stood in a folder that the file does not describe",
  history: "had more old passwords than a history holds, of which the oldest are kept in a concealed custom field",
  otherHistory: "had old passwords although its kind has none, which are kept in a concealed custom field",
  noTitle: "had no name and got one",
  separator: "held a line of three hyphens, which also ends an item in this format; it was kept as text, so look whether the item is whole",
  scheme: "had an address without https://, which was put before it",
  text: "held broken characters, which were replaced by \uFFFD",
};

/** How a count is written. */
type Written = (count: number) => string;

const separated: Written = (count) => count.toLocaleString("en-US");

/** `written`: where it is not for a program, numbers may have their separators. */
export function importNoteText(note: ImportNote, written: Written = String): string {
  switch (note.type) {
    case "kept-otherwise": {
      const { count, reason, titles } = note;
      const more = count > titles.length ? ` and ${written(count - titles.length)} more` : "";
      const named = titles.map((title) => `"${title}"`).join(", ");
      return `${written(count)} ${count === 1 ? "item" : "items"} ${keptOtherwise[reason]}: ${named}${more}.`;
    }
    case "parts-unread":
      return `The file has ${note.count === 1 ? "a part" : `${note.count} parts`} beside its items that was not read.`;
    case "left-out": {
      const [items, they] = note.count === 1 ? ["an item", "it is"] : [`${written(note.count)} items`, "they are"];
      return `The device that made this export could not read ${items}, so ${they} not in the file.`;
    }
    case "merged": {
      const items = `${separated(note.count)} ${note.count === 1 ? "item was" : "items were"}`;
      return `${items} in the vault with other values and merged; no value of either was lost.`;
    }
    case "revived":
      return `${separated(note.count)} ${note.count === 1 ? "item" : "items"} had been purged here and came back.`;
    case "not-compared":
      return "Not compared with the vault, which is locked: items that it has already are counted here.";
  }
}

const kept: Readonly<Record<KeptAsItIs, string>> = {
  unchanged: "The vault has it already, with all that the file says of it.",
  "in-trash": "It is in the trash of this vault; holdfast restore brings it back.",
  purged: "It was purged from this vault and can't be brought back under its id.",
  unreadable: "The vault holds something under its id that this version can't read; it was left alone.",
  "other-kind": "The vault holds an item of another kind under its id; it was left alone.",
};

export function skipReasonText(reason: SkipReason): string {
  switch (reason.type) {
    case "no-item":
      return "It is no item: the file has something else in its place.";
    case "stray":
      return "What stands there is no item of its section.";
    case "empty":
      return "It is empty.";
    case "damaged":
      return "It is damaged, or of a newer version of Holdfast.";
    case "beyond-clocks":
      return "It claims an edit later than any clock tells, so that nobody could change or remove it.";
    case "repeated-id":
      return "Its id stands twice in the file.";
    case "other-columns":
      return `It has ${reason.values} values where the first line names ${reason.columns}.`;
    case "in-vault":
      return "The vault has the same item already.";
    case "in-file":
      return "The file has the same item before it.";
    case "unchanged":
    case "in-trash":
    case "purged":
    case "unreadable":
    case "other-kind":
      return kept[reason.type];
    default:
      return applyFailureText(reason);
  }
}

const unreadable: Readonly<Record<UnreadableReason, string>> = {
  empty: "This file is empty.",
  "utf-16": "This file is UTF-16 text; save it as UTF-8 and import that.",
  "not-utf-8": "This file is no UTF-8 text.",
  nul: "This file is no text: it holds NUL characters.",
  "not-json": "This file is no JSON, or it was cut off.",
  "too-deep": "This file is nested deeper than any export.",
  "too-many-parts": "This file has more parts than any export.",
  "repeated-key": "This file is damaged: a name stands twice in one object, so that one of the values would be lost.",
  "inexact-number": "This file is damaged: it holds a number that can't be read exactly.",
  "repeated-column": "This file is damaged: two of its columns have the same name.",
  "too-many-columns": "This file is damaged: a line has more columns than any export.",
  "too-many-lines": "This file has more lines than any export.",
  export: "This Holdfast export is damaged, or it was cut off.",
  "export-repeated-key": "This Holdfast export is damaged: a name stands twice in one object.",
  "export-inexact-number": "This Holdfast export is damaged: it holds a number that can't be read exactly.",
};

const known = "those of Bitwarden (JSON), Chrome, Edge and Brave (CSV), Kaspersky (text) and Holdfast";

const unknownFormat: Readonly<Record<UnknownReason, string>> = {
  none: `This file is none of the exports that are known here: ${known}.`,
  json: "This file is JSON, but no export that is known here.",
  zip: "This file is a ZIP archive; unpack it and import the export that lies in it.",
  "not-bitwarden": "This file is no JSON export of Bitwarden.",
  "bitwarden-without-items": "This Bitwarden export has no list of items.",
  "not-chrome": "This file is no CSV export of Chrome, Edge or Brave: its first line has to name name, url, username and password.",
  "not-kaspersky": "This file is no text export of Kaspersky: it does not begin with one of its sections.",
  "kaspersky-language":
    "This file may be a text export of Kaspersky in another language than English; set Kaspersky to English, export again and import that.",
  "not-holdfast": "This file is no export of Holdfast.",
  "newer-holdfast": "This export was made by a newer version of Holdfast: update first.",
};

const encrypted = {
  password: "This Bitwarden export is protected with a password; export again with the file format .json and import that.",
  account:
    "This Bitwarden export is encrypted for one Bitwarden account and can be read there alone; export again with the file format .json.",
};

export function importFailureText(failure: ImportFailure, written: Written = String): string {
  switch (failure.type) {
    case "too-large":
      return `This file is larger than ${failure.megabytes} MB.`;
    case "too-many-items":
      return failure.items === null
        ? `This file holds more items than a vault takes, which are ${written(limits.vaultItems)}.`
        : `This file holds ${written(failure.items)} items; a vault takes at most ${written(limits.vaultItems)}.`;
    case "unreadable":
      return failure.why === "quote"
        ? `This file is damaged: a quote on line ${written(failure.line)} does not end where its value ends.`
        : unreadable[failure.why];
    case "encrypted":
      return encrypted[failure.with];
    case "unknown-format":
      return unknownFormat[failure.why];
    case "vault-full":
      return `The vault would hold ${separated(failure.items)} items; it takes at most ${separated(limits.vaultItems)}. Nothing was added.`;
  }
}
