// Every fact that an import can tell, for tests that hold texts to them; and what was read of a file, with its facts in words. A code that
// is added and not listed here does not compile.

import type { ImportFailure, ImportNote, NoteReason, SkipReason, UnknownReason, UnreadableReason } from "../tools/import/import-facts.ts";
import { notesOf } from "../tools/import/import-notes.ts";
import { importNoteText, skipReasonText } from "../tools/import/import-text.ts";
import type { ParsedImport, SkippedItem } from "../tools/import/imported-item.ts";

const keysOf = <K extends string>(every: Readonly<Record<K, true>>): readonly K[] => Object.keys(every) as K[];

const noteReasons = keysOf<NoteReason>({
  passkey: true,
  linked: true,
  reprompt: true,
  attachments: true,
  unknownKind: true,
  unknownPart: true,
  expiry: true,
  match: true,
  folder: true,
  noFolder: true,
  history: true,
  otherHistory: true,
  noTitle: true,
  separator: true,
  scheme: true,
  text: true,
});

/** Notes about `count` items or parts. */
export const everyNote = (count: number): readonly ImportNote[] => [
  ...noteReasons.map((reason) => ({ type: "kept-otherwise", reason, count, titles: ["One", "Two #2"].slice(0, count) }) as const),
  ...keysOf<Exclude<ImportNote["type"], "kept-otherwise">>({
    "parts-unread": true,
    "left-out": true,
    merged: true,
    revived: true,
    "not-compared": true,
  }).map((type) => ({ type, count })),
];

const skipReasons: { readonly [T in SkipReason["type"]]: Extract<SkipReason, { readonly type: T }> | { readonly type: T } } = {
  "no-item": { type: "no-item" },
  stray: { type: "stray" },
  empty: { type: "empty" },
  damaged: { type: "damaged" },
  "beyond-clocks": { type: "beyond-clocks" },
  "repeated-id": { type: "repeated-id" },
  "other-columns": { type: "other-columns", values: 4, columns: 5 },
  "in-vault": { type: "in-vault" },
  "in-file": { type: "in-file" },
  unchanged: { type: "unchanged" },
  "in-trash": { type: "in-trash" },
  purged: { type: "purged" },
  unreadable: { type: "unreadable" },
  "other-kind": { type: "other-kind" },
  "bad-kind": { type: "bad-kind" },
  "bad-path": { type: "bad-path", path: "two words" },
  "bad-value": { type: "bad-value", path: "note" },
  "too-large": { type: "too-large", bytes: 65_537, limit: 65_536 },
  "too-many-fields": { type: "too-many-fields", fields: 1_001, limit: 1_000 },
  "no-stamp-left": { type: "no-stamp-left" },
};

export const everySkipReason: readonly SkipReason[] = Object.values(skipReasons) as SkipReason[];

const unreadable = keysOf<UnreadableReason>({
  empty: true,
  "utf-16": true,
  "not-utf-8": true,
  nul: true,
  "not-json": true,
  "too-deep": true,
  "too-many-parts": true,
  "repeated-key": true,
  "inexact-number": true,
  "repeated-column": true,
  "too-many-columns": true,
  "too-many-lines": true,
  export: true,
  "export-repeated-key": true,
  "export-inexact-number": true,
});

const unknownFormat = keysOf<UnknownReason>({
  none: true,
  json: true,
  zip: true,
  "not-bitwarden": true,
  "bitwarden-without-items": true,
  "not-chrome": true,
  "not-kaspersky": true,
  "kaspersky-language": true,
  "not-holdfast": true,
  "newer-holdfast": true,
});

const failures: Readonly<Record<ImportFailure["type"], readonly ImportFailure[]>> = {
  "too-large": [{ type: "too-large", megabytes: 50 }],
  "too-many-items": [
    { type: "too-many-items", items: null },
    { type: "too-many-items", items: 123_456 },
  ],
  unreadable: [...unreadable.map((why) => ({ type: "unreadable", why }) as const), { type: "unreadable", why: "quote", line: 12_345 }],
  encrypted: [
    { type: "encrypted", with: "password" },
    { type: "encrypted", with: "account" },
  ],
  "unknown-format": unknownFormat.map((why) => ({ type: "unknown-format", why }) as const),
  "vault-full": [{ type: "vault-full", items: 123_456 }],
};

export const everyImportFailure: readonly ImportFailure[] = Object.values(failures).flat();

/** What is told of a file whose items are all taken, in words. */
export const saidOf = ({ items, notes, skipped }: ParsedImport) => ({
  notes: [...notesOf(items), ...notes].map((note) => importNoteText(note)),
  skipped: skippedInWords(skipped),
});

export const skippedInWords = (skipped: readonly SkippedItem[]) =>
  skipped.map(({ reason, ...item }) => ({ ...item, reason: skipReasonText(reason) }));
