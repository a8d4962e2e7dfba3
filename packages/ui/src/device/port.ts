// What a window may ask of the device it shows, and what the device tells by itself. Everything that crosses is plain data: a window lives on
// the page's thread, the unlocked vault in a worker (or another process), and neither can reach into the other. Concealed values cross when
// they are asked for, one at a time. Answered by host/device-host.ts.

import type {
  Activity,
  ApplyFailure,
  CharacterClass,
  Checked,
  EmergencyKit,
  FieldType,
  GenerateFailure,
  HealPlan,
  HealReport,
  ImportFormat,
  MainPasswordVerdict,
  SignInFailure,
  SignUpFailure,
  SkippedItem,
  Status,
  Strength,
  SyncReport,
  UnlockFailure,
  UriMatch,
  Verification,
  WordsOptions,
} from "@holdfast/core";
import type { Bytes, Result } from "@holdfast/protocol";

/** Where this device stands before and beside its vault. */
export type Stage =
  | { readonly stage: "loading" }
  /** No account yet, or not any more. */
  | {
      readonly stage: "first-start";
      /** Why a restore that had begun ended: what came did not verify (its reason code), and nothing of it was kept. */
      readonly refused?: string;
    }
  | {
      readonly stage: "locked";
      readonly account: string;
      readonly server: string;
      readonly enabled: boolean;
      readonly waiting: number;
      /** It was open in another tab, which is gone. */
      readonly holderGone?: true;
    }
  | { readonly stage: "open"; readonly account: string; readonly server: string; readonly device: string; readonly deviceName: string }
  /** What is kept here can't be read: the way on is in the window, and nothing is thrown away. */
  | { readonly stage: "unreadable"; readonly problem: string }
  /** This browser lacks what a vault needs. */
  | { readonly stage: "unsupported"; readonly missing: string };

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

/** One field of an item, as it is shown. */
export interface FieldView {
  readonly path: string;
  /** The person's own for a custom field, else the catalogue's by kind and path; English here, for the text catalogue to translate. */
  readonly label: string;
  readonly family: "listed" | "uri" | "custom";
  readonly type: FieldType;
  readonly multiline: boolean;
  readonly concealed: boolean;
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
export interface FormField {
  readonly path: string;
  readonly label: string;
  readonly family: "listed" | "uri" | "custom";
  readonly type: FieldType;
  readonly multiline: boolean;
  readonly concealed: boolean;
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
  readonly skipped: readonly SkippedItem[];
  readonly notes: readonly string[];
  /** The first titles, to be looked at. */
  readonly sample: readonly { readonly title: string; readonly kind: string; readonly subtitle: string }[];
}

export type ImportTrouble =
  | { readonly type: "sentence"; readonly sentence: string }
  /** It is a sealed backup: ask for its password. */
  | { readonly type: "backup-password-needed" }
  | { readonly type: "backup-wrong-password" };

export interface ImportReport {
  /** null where nothing was added. */
  readonly import: string | null;
  readonly added: number;
  readonly merged: number;
  readonly skipped: readonly SkippedItem[];
  readonly notes: readonly string[];
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
  | { readonly type: "waiting"; readonly waiting: number }
  /** The server could not be asked whether it holds everything. */
  | { readonly type: "unsure" };

export type DeviceEvent =
  | { readonly type: "stage"; readonly stage: Stage }
  /** `connected`: changes of other devices come by themselves. `clockOff`: whole minutes between this clock and the server's, beyond five. */
  | { readonly type: "status"; readonly status: Status; readonly connected: boolean; readonly clockOff: number | null }
  /** Rows that are new or other; at most 500 at once. `reset`: forget all others first. */
  | { readonly type: "rows"; readonly reset: boolean; readonly rows: readonly Row[]; readonly removed: readonly string[] }
  | { readonly type: "counts"; readonly counts: Counts }
  /** What `find` answers may be another list now. */
  | { readonly type: "order" }
  /** Items whose details may be other now. */
  | { readonly type: "details"; readonly ids: readonly string[] }
  | { readonly type: "arrived"; readonly changes: readonly Arrived[] }
  | {
      readonly type: "progress";
      readonly work: "restore" | "send" | "import" | "undo-import" | "export" | "check" | "heal";
      readonly done: number;
      readonly total: number;
    }
  /** A first restore is whole: what came back. */
  | { readonly type: "restored"; readonly items: number; readonly lastChange: number | null; readonly device: string | null };

export interface Device {
  /** Tells the stage and all that follows from it at once, then whatever happens. One listener at a time for each connection. */
  listen(listener: (event: DeviceEvent) => void): Promise<void>;

  // Before the vault

  signUp(given: {
    readonly server: string;
    readonly account: string;
    readonly password: string;
    readonly invitation: string;
  }): Promise<Result<void, SignUpFailure | { readonly type: "bad-account" | "bad-server" | "bad-invitation" }>>;
  signIn(given: {
    readonly server: string;
    readonly account: string;
    readonly password: string;
    readonly secretKey: string;
  }): Promise<Result<void, SignInFailure | { readonly type: "bad-account" | "bad-server" | "bad-secret-key" }>>;
  takeSetupCode(given: {
    readonly code: string;
    readonly password: string;
  }): Promise<Result<void, SignInFailure | { readonly type: "bad-setup-code" }>>;
  /** `account`: what a guesser knows. */
  judgePassword(
    password: string,
    account: string,
  ): Promise<Strength & { readonly verdict: MainPasswordVerdict; readonly longEnough: boolean }>;
  unlock(password: string): Promise<Result<void, UnlockFailure>>;
  /** Drafts are kept; all tabs of this device lock. */
  lock(): Promise<void>;
  /** The person is here: the time to the next lock begins anew. `minutes`: how long it is, null for never. */
  touch(minutes: number | null): Promise<void>;
  signOut(discard: boolean): Promise<Result<void, SignOutTrouble>>;
  /** Whether the main password is this one, before something is shown that opens everything. */
  confirmPassword(password: string): Promise<boolean>;
  kit(): Promise<EmergencyKit>;
  setupCode(): Promise<string>;

  // The list and its items

  /** Ids in their order. */
  find(query: Query): Promise<readonly string[]>;
  detail(id: string): Promise<ItemDetail | null>;
  /** The current value of a field; null where there is none. */
  reveal(id: string, path: string): Promise<string | null>;
  revealConflict(id: string, path: string, which: "current" | "other"): Promise<string | null>;
  /** A one-time code, when it ends (milliseconds since 1970) and how long one lasts (milliseconds); null where the secret is none. */
  code(id: string, path: string): Promise<{ readonly code: string; readonly until: number; readonly period: number } | null>;
  history(id: string): Promise<readonly HistoryEntry[]>;
  revealPast(id: string, path: string, key: string): Promise<string | null>;

  // Changes. Durable when they resolve.

  /** A form over an item, or for a new one of `kind`; with what its draft keeps, where there is one. */
  form(
    of: { readonly id: string } | { readonly kind: string } | { readonly draft: string },
  ): Promise<{ readonly form: Form; readonly draft: boolean } | null>;
  save(form: Form): Promise<Result<Saved, EditTrouble>>;
  setFavorite(id: string, favorite: boolean): Promise<Result<Made, EditTrouble>>;
  setTags(id: string, tags: readonly string[]): Promise<Result<Made, EditTrouble>>;
  trash(ids: readonly string[]): Promise<Result<{ readonly undo: string; readonly count: number }, EditTrouble>>;
  restore(ids: readonly string[]): Promise<Result<{ readonly undo: string; readonly count: number }, EditTrouble>>;
  /** "Keep this one" of a conflict. */
  keep(id: string, path: string, which: "current" | "other"): Promise<Result<Made, EditTrouble>>;
  /** Makes a past value the current one. */
  restorePast(id: string, path: string, key: string): Promise<Result<Made, EditTrouble>>;
  /** Takes a change back, its own or another device's, field by field where nobody has changed it since. `left`: fields that were. */
  undo(
    token: string,
  ): Promise<Result<{ readonly undo: string; readonly left: readonly string[] }, EditTrouble | { readonly type: "too-late" }>>;

  /** Keeps what was typed, sealed. Resolves when it is durable. */
  keepDraft(form: Form): Promise<void>;
  drafts(): Promise<readonly DraftView[]>;
  dropDraft(key: string): Promise<void>;

  // Synchronization

  synchronize(): Promise<SyncReport>;
  /** The switch of this device; takes effect at once, and needs no open vault. */
  setEnabled(enabled: boolean): Promise<void>;
  activity(count: number): Promise<readonly Activity[]>;
  refreshDevices(): Promise<void>;
  nameDevice(name: string): Promise<void>;
  healPlan(): Promise<Result<HealPlan, SyncReport["end"]>>;
  /** `removing` and `replacing`: how many items the person was told will go, and of how many damaged ones this device's state takes their place. */
  heal(told: { readonly removing: number; readonly replacing: number }): Promise<HealReport>;
  verify(): Promise<Verification>;
  /** The newest head in six words, to compare between devices. */
  words(): Promise<{ readonly seq: number; readonly words: string }>;
  /** The network is there again, or the window came to the front. */
  woke(by: "online" | "focus"): Promise<void>;

  // Tools

  generate(wish: PasswordWish): Promise<Result<{ readonly password: string; readonly strength: Strength }, GenerateFailure>>;
  generateWords(wish: WordsOptions): Promise<Result<{ readonly password: string; readonly strength: Strength }, { readonly type: string }>>;
  checkPasswords(): Promise<readonly Checked[]>;
  readImport(file: Bytes, backupPassword: string | null): Promise<Result<ImportPreview, ImportTrouble>>;
  takeImport(token: string): Promise<Result<ImportReport, ImportTrouble>>;
  /** Newest first. */
  imports(): Promise<readonly PastImportView[]>;
  undoImport(id: string): Promise<{ readonly removed: number; readonly kept: number }>;
  /** Everything in plain text, behind the main password; `backupPassword` seals it instead. */
  exportVault(
    password: string,
    backupPassword: string | null,
  ): Promise<Result<Blob, { readonly type: "wrong-secrets" | "password-too-short" }>>;
}
