// What the windows are shown of a vault, as plain data: rows, details, forms, drafts, changes and imports. The calls that ask for them are port.ts's.

import type {
  ApplyFailure,
  CharacterClass,
  FieldType,
  ImportFailure,
  ImportFormat,
  ImportNote,
  SkippedItem,
  UriMatch,
} from "@holdfast/core";

/** An item as the list shows it. */
export interface Row {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  /** What it is called by beside its title; may be empty. Never a concealed value. */
  readonly subtitle: string;
  readonly favorite: boolean;
  readonly trashed: boolean;
  readonly waiting: boolean;
  readonly conflict: boolean;
  /** When it was last changed, milliseconds since 1970. */
  readonly changed: number;
}

/** What the sidebar counts. Outside the trash, but for `trash`. */
export interface Counts {
  readonly all: number;
  readonly favorites: number;
  readonly trash: number;
  /** By name, those with items alone; kinds this version does not know included. */
  readonly kinds: Readonly<Record<string, number>>;
  /** By name, ascending. */
  readonly tags: readonly { readonly name: string; readonly count: number }[];
  /** Items of which this version can't show everything. */
  readonly hidden: number;
}

export type Section =
  | { readonly section: "all" }
  | { readonly section: "favorites" }
  | { readonly section: "trash" }
  | { readonly section: "kind"; readonly kind: string }
  | { readonly section: "tag"; readonly tag: string }
  | { readonly section: "conflicts" }
  | { readonly section: "waiting" };

export type Order = "title" | "changed";

export interface Query {
  readonly of: Section;
  /** As typed; empty for everything. A search orders by likelihood. */
  readonly text: string;
  readonly order: Order;
}

interface FieldForm {
  readonly path: string;
  /** The person's own for a custom field, else the catalogue's by kind and path; English here, for the text catalogue to translate. */
  readonly label: string;
  readonly family: "listed" | "uri" | "custom";
  readonly type: FieldType;
  readonly multiline: boolean;
  readonly concealed: boolean;
}

/** One field of an item, as it is shown. */
export interface FieldView extends FieldForm {
  /** null where it is concealed: `reveal` tells it. */
  readonly value: string | null;
  readonly match: UriMatch | null;
  /** How many values it had before. */
  readonly past: number;
  readonly conflict: boolean;
}

export interface ConflictView {
  readonly path: string;
  readonly label: string;
  readonly concealed: boolean;
  readonly current: ConflictSide;
  /** The greatest of the values that lost. */
  readonly other: ConflictSide;
}

export interface ConflictSide {
  /** null where it is concealed (`revealConflict` tells it), or where the field was removed (`removed`). */
  readonly value: string | null;
  readonly removed: boolean;
  readonly device: string | null;
  readonly changed: number;
}

export interface ItemDetail {
  readonly row: Row;
  readonly kindLabel: string;
  /** Those that have a value, in the order they are shown; addresses and custom fields by their order. */
  readonly fields: readonly FieldView[];
  readonly tags: readonly string[];
  /** Paths that this version can't show, or the whole kind. */
  readonly hidden: readonly string[] | "kind";
  readonly conflicts: readonly ConflictView[];
  /** Replaced values in its history. */
  readonly past: number;
  readonly changedBy: string | null;
  /** When it went to the trash, milliseconds since 1970. */
  readonly trashedAt: number | null;
}

export interface HistoryEntry {
  /** Tells this value from the others of its path. */
  readonly key: string;
  readonly path: string;
  readonly label: string;
  readonly concealed: boolean;
  /** null where it is concealed (`revealPast` tells it), or where the field was removed (`removed`). */
  readonly value: string | null;
  readonly removed: boolean;
  readonly device: string | null;
  readonly changed: number;
  readonly current: boolean;
  readonly conflict: boolean;
}

/** One field of an open form. `value` is the whole text; a flag is "true" or "". */
export interface FormField extends FieldForm {
  readonly value: string;
  readonly match: UriMatch | null;
}

/** An item being made or edited. It is what a draft keeps. */
export interface Form {
  /** Names the draft: the item's id, or one of its own for a new item. */
  readonly key: string;
  /** null: a new item. */
  readonly id: string | null;
  readonly kind: string;
  readonly fields: readonly FormField[];
  readonly tags: readonly string[];
  readonly favorite: boolean;
}

export interface OpenedForm {
  readonly form: Form;
  /** When its draft was kept, milliseconds since 1970; null where it is none. */
  readonly draft: number | null;
}

/** What others made of an item while a form over it is open. */
export interface Meanwhile {
  /** Labels of the fields that were changed. */
  readonly labels: readonly string[];
  /** Those of them that the form changes as well. */
  readonly both: readonly string[];
  readonly device: string | null;
  /** It was removed for good. */
  readonly gone: boolean;
}

/** A draft that was kept: what a person typed and has not saved. */
export interface DraftView {
  readonly key: string;
  readonly id: string | null;
  readonly kind: string;
  readonly title: string;
  readonly at: number;
}

/** A change that was made, and how to take it back; `undo` is taken once, and while this window's vault is open. */
export interface Made {
  readonly id: string;
  readonly undo: string;
}

/** What came from another device. */
export interface Arrived {
  readonly id: string;
  readonly title: string;
  readonly what: "added" | "changed" | "trashed" | "brought-back" | "removed";
  readonly labels: readonly string[];
  readonly device: string | null;
  /** null where there is nothing to take back. */
  readonly undo: string | null;
}

export type EditTrouble = ApplyFailure | { readonly type: "not-found" };

export type Saved = Made & {
  /** Labels of fields that somebody else changed while the form was open and that this edit now stands over; their values are in the history. */
  readonly overtook: readonly string[];
};

export interface ImportPreview {
  /** Names the parsed file to `takeImport`. */
  readonly token: string;
  readonly format: ImportFormat;
  readonly add: number;
  /** Of an export: items the vault has already, that will be merged with it. */
  readonly merge: number;
  /** Of these: items that it puts to the trash. */
  readonly trash: number;
  readonly skipped: readonly SkippedItem[];
  readonly notes: readonly ImportNote[];
  /** The first titles, to be looked at. */
  readonly sample: readonly { readonly title: string; readonly kind: string; readonly subtitle: string }[];
}

export type ImportTrouble =
  | ImportFailure
  /** What was read is not at hand any more: the file is to be chosen again. */
  | { readonly type: "choose-again" }
  /** Nothing was taken: so many items would go to the trash by now. */
  | { readonly type: "trashes-more"; readonly trash: number }
  | { readonly type: "backup-of-later-version" }
  /** It is a sealed backup: ask for its password. */
  | { readonly type: "backup-password-needed" }
  | { readonly type: "backup-wrong-password" };

export interface ImportReport {
  /** null where nothing was added. */
  readonly import: string | null;
  readonly added: number;
  readonly merged: number;
  readonly skipped: readonly SkippedItem[];
  readonly notes: readonly ImportNote[];
}

/** An earlier import: what it made and how much of that stands as it came, was edited since, or is gone. */
export interface PastImportView {
  readonly id: string;
  readonly at: number;
  readonly untouched: number;
  readonly edited: number;
  readonly gone: number;
}

export type PasswordWish = {
  readonly length: number;
  readonly classes: readonly CharacterClass[];
  readonly withoutLookAlikes: boolean;
};

export type SignOutTrouble =
  /** So many drafts lie here, and nowhere else. */
  | { readonly type: "drafts"; readonly drafts: number }
  | { readonly type: "waiting"; readonly waiting: number }
  /** The server has not shown that it holds everything: the vault is locked, or synchronization off, or it gave no answer, or it holds something else. */
  | { readonly type: "unsure"; readonly why: "locked" | "off" | "no-answer" | "differs" };
