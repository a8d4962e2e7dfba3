// What a window may ask of the device it shows, and what the device tells by itself. Everything that crosses is plain data: a window lives on
// the page's thread, the unlocked vault in a worker (or another process), and neither can reach into the other. Concealed values cross when
// they are asked for, one at a time. Answered by host/device-host.ts.

import type {
  Activity,
  Checked,
  EmergencyKit,
  GenerateFailure,
  HealPlan,
  HealReport,
  ImportWords,
  MainPasswordVerdict,
  SignInFailure,
  SignUpFailure,
  Status,
  StoreProblemKind,
  Strength,
  SyncReport,
  UnlockFailure,
  Verification,
  WordsOptions,
} from "@holdfast/core";
import type { Bytes, Result } from "@holdfast/protocol";
import type {
  Arrived,
  Counts,
  DraftView,
  EditTrouble,
  Form,
  HistoryEntry,
  ImportPreview,
  ImportReport,
  ImportTrouble,
  ItemDetail,
  Made,
  Meanwhile,
  OpenedForm,
  PasswordWish,
  PastImportView,
  Query,
  Row,
  Saved,
  SignOutTrouble,
} from "./views.ts";

export type * from "./views.ts";

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
  | {
      readonly stage: "open";
      readonly account: string;
      readonly server: string;
      readonly device: string;
      readonly deviceName: string;
      /** The account was made here, and nobody has shown yet that its emergency kit is kept. */
      readonly kitOwed: boolean;
    }
  /** A tab of another version holds the device. It comes to this one when that is closed, or by `takeOver`. */
  | { readonly stage: "other-version" }
  /** What is kept here can't be read: the way on is in the window, and nothing is thrown away. */
  | { readonly stage: "unreadable"; readonly problem: StoreProblemKind | "other" }
  /** This browser lacks what a vault needs. */
  | { readonly stage: "unsupported"; readonly missing: "secure-address" | "storage" | "newer-browser" };

export type DeviceEvent =
  | { readonly type: "stage"; readonly stage: Stage }
  /** `connected`: changes of other devices come by themselves. `clockOff`: whole minutes between this clock and the server's, beyond five. */
  | { readonly type: "status"; readonly status: Status; readonly connected: boolean; readonly clockOff: number | null }
  /** Rows that are new or other; at most 500 at once. `reset`: forget all others first. */
  | { readonly type: "rows"; readonly reset: boolean; readonly rows: readonly Row[]; readonly removed: readonly string[] }
  | { readonly type: "counts"; readonly counts: Counts }
  /** What `find` answers may be another list now; where nothing `moved`, only by a search, by the time of the last change, or of what waits. */
  | { readonly type: "order"; readonly moved: boolean }
  /** Items whose details may be other now. */
  | { readonly type: "details"; readonly ids: readonly string[] }
  /** What was typed and not saved, newest first. */
  | { readonly type: "drafts"; readonly drafts: readonly DraftView[] }
  /** `more`: how many came at once beside those that are named. */
  | { readonly type: "arrived"; readonly changes: readonly Arrived[]; readonly more: number }
  | {
      readonly type: "progress";
      readonly work: "restore" | "send" | "import" | "undo-import" | "export" | "check" | "heal";
      readonly done: number;
      readonly total: number;
    }
  /** A first restore is whole: what came back. */
  | { readonly type: "restored"; readonly items: number; readonly lastChange: number | null; readonly device: string | null };

/** What the device writes into a vault by itself, in the language of the windows: it is data from then on (decision 0034). */
export interface OwnWords {
  /** What a new device of this platform is called. */
  readonly deviceName: string;
  readonly imports: ImportWords;
}

export interface Device {
  /**
   * Tells the stage and all that follows from it at once, then whatever happens. One listener at a time for each connection. `words`: what is
   * written into the vault by itself is written in these.
   */
  listen(listener: (event: DeviceEvent) => void, words: OwnWords): Promise<void>;

  /** Where a tab of another version holds the device: takes it from there. The vault locks, and drafts are kept. */
  takeOver(): Promise<void>;

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
  /** `discard`: what only this device has; `dropDrafts`: what was typed and not saved. */
  signOut(discard: boolean, dropDrafts: boolean): Promise<Result<void, SignOutTrouble>>;
  /** Behind the main password; null where it is another one. Without it (null) as long as the vault has not been locked since the account was made. */
  kit(password: string | null): Promise<EmergencyKit | null>;
  /** The person has shown that the kit is kept: its check is not owed any more, on this device and for good. */
  kitKept(): Promise<void>;
  /** Behind the main password; null where it is another one. */
  setupCode(password: string): Promise<string | null>;

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

  /** A form over an item, or for a new one of `kind` under a key that was made for it (new-key.ts); with what its draft keeps, where there is one. */
  form(
    of: { readonly id: string } | { readonly kind: string; readonly key: string } | { readonly draft: string },
  ): Promise<OpenedForm | null>;
  /** What became of the item under an open form; null where nothing did. */
  meanwhile(form: Form): Promise<Meanwhile | null>;
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

  /** How many items would go to the trash, were these changes taken back now. */
  undoTrashes(tokens: readonly string[]): Promise<number>;

  /** Keeps what was typed, sealed. Resolves when it is durable. */
  keepDraft(form: Form): Promise<void>;
  dropDraft(key: string): Promise<void>;

  // Synchronization

  synchronize(): Promise<SyncReport>;
  /** The switch of this device; takes effect at once, and needs no open vault. */
  setEnabled(enabled: boolean): Promise<void>;
  activity(count: number): Promise<readonly Activity[]>;
  refreshDevices(): Promise<void>;
  nameDevice(name: string): Promise<void>;
  healPlan(): Promise<Result<HealPlan, SyncReport["end"]>>;
  /**
   * `removing` and `replacing`: how many items the person was told will go, and of how many damaged ones this device's state takes their place;
   * `withoutAll`: also where they were told that not everything came. // S42
   */
  heal(told: { readonly removing: number; readonly replacing: number; readonly withoutAll: boolean }): Promise<HealReport>;
  verify(): Promise<Verification>;
  /** The newest head in six words, to compare between devices. */
  words(): Promise<{ readonly seq: number; readonly words: string }>;
  /** The network is there again, or the window came to the front. */
  woke(by: "online" | "focus"): Promise<void>;

  // Tools

  generate(wish: PasswordWish): Promise<Result<{ readonly password: string; readonly strength: Strength }, GenerateFailure>>;
  generateWords(wish: WordsOptions): Promise<Result<{ readonly password: string; readonly strength: Strength }, { readonly type: string }>>;
  /** `judged`: how many items have a password at all. */
  checkPasswords(): Promise<{ readonly judged: number; readonly found: readonly Checked[] }>;
  readImport(file: Bytes, backupPassword: string | null): Promise<Result<ImportPreview, ImportTrouble>>;
  /** `trashing`: how many items the person was told will go to the trash; where it is much, and more by now, it answers that instead of taking it. */
  takeImport(token: string, trashing: number): Promise<Result<ImportReport, ImportTrouble>>;
  /** Newest first. */
  imports(): Promise<readonly PastImportView[]>;
  undoImport(id: string): Promise<{ readonly removed: number; readonly kept: number }>;
  /** Everything in plain text, behind the main password; `backupPassword` seals it instead. */
  exportVault(
    password: string,
    backupPassword: string | null,
  ): Promise<Result<Blob, { readonly type: "wrong-secrets" | "password-too-short" }>>;
}
