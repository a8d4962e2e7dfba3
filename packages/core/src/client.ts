// The product without a screen: what a shell (command line, window) may ask of an unlocked replica. It wires the walk of an
// edit and holds the keyring while it lives. Made by signUp, signIn and unlock in account/; implemented in replica-client.ts.

import type { AccountName, Bytes, HeadRef, Refusal, Result } from "@holdfast/protocol";
import type { SignOutRefusal } from "./account/sign-out-doubt.ts";
import type { Activity } from "./activity-log.ts";
import type { RestoreOptions, RestoreResult } from "./bulk-writes.ts";
import type { EmergencyKit } from "./keys/emergency-kit.ts";
import type { LineSeal } from "./keys/log-line.ts";
import type { HealPlan } from "./sync/heal-plan.ts";
import type { Live } from "./sync/live.ts";
import type { Status } from "./sync/status.ts";
import type { TransportFailure } from "./sync/transport.ts";
import type { ExportedItem } from "./tools/export/export-form.ts";
import type { PastImport } from "./tools/import/undo-import.ts";
import type { ApplyFailure } from "./vault/apply.ts";
import type { DeviceHex, Edit, Item, Path } from "./vault/item.ts";
import type { NewItem } from "./vault/new-item.ts";
import type { Verification } from "./verify-replica.ts";
import type { ClientListener } from "./watchers.ts";

/** An item as it stands on this device: plaintext, in memory only. */
export interface ItemState {
  /** 32 hex digits. */
  readonly id: string;
  readonly item: Item;
  /** Whether its newest state has not been acknowledged by the server. */
  readonly waiting: boolean;
}

export type FindFailure = { readonly type: "not-found" } | { readonly type: "ambiguous"; readonly ids: readonly string[] };

/** How far a run is: pulled and pushed items of those known to move. */
export interface Progress {
  readonly step: "pull" | "push";
  readonly done: number;
  readonly total: number;
}

export interface SyncOptions {
  /** Report after this long at the latest; the run goes on behind as long as the process lives. */
  readonly waitMs?: number;
  readonly progress?: (progress: Progress) => void;
}

export interface SyncReport {
  /** Items that came in and went out in this run. */
  readonly pulled: number;
  readonly pushed: number;
  readonly requests: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
  /**
   * How it ended. `quiet`: nothing is left to do (there may still be attention, see status). `off`: switched off, nothing was asked.
   * `unreachable`, `sign-in-needed`, `refused`, `attention`: see status. `busy`: another process is synchronizing this replica.
   */
  readonly end:
    | { readonly type: "quiet" }
    | { readonly type: "off" }
    | { readonly type: "busy" }
    | TransportFailure
    | { readonly type: "sign-in-needed" }
    | { readonly type: "refused"; readonly refusal: Refusal }
    | { readonly type: "attention"; readonly reason: string };
}

export interface HealOptions {
  /** How many items a person was told will go, since they were purged elsewhere: `removed` of the plan. */
  readonly removing?: number;
  /** Of how many damaged items they were told that this device's state takes their place: `damaged` of the plan. // S42 */
  readonly replacing?: number;
  /** They were told that not everything came that was asked for (`missed`), and replace what the server may yet have. // S42 */
  readonly withoutAll?: boolean;
  /** For a server that has lost the account and takes new ones by invitation alone. */
  readonly invitation?: Bytes;
  readonly progress?: (progress: Progress) => void;
}

export interface HealReport {
  /** Whether something was healed and nothing is left of it to do. */
  readonly healed: boolean;
  /** What a person calls items: those of which this device and the server held different states, and those that were sent. */
  readonly merged: number;
  readonly pushed: number;
  /** Nothing was replaced, since the server did not send everything it was asked for. // S42 */
  readonly missed?: true;
  readonly end: SyncReport["end"];
}

export interface Client {
  readonly origin: string;
  readonly account: AccountName;
  readonly device: DeviceHex;

  /** All items that are neither devices nor tombstones, trash included, ascending by id; or those of them that have one of these ids. */
  items(of?: Iterable<string>): Promise<readonly ItemState[]>;
  /** One item by its id, or by its title where exactly one item outside the trash has it (case as typed first, then without case). */
  find(idOrTitle: string): Promise<Result<ItemState, FindFailure>>;
  /** Names of the account's devices by id, as far as this device knows them; null for one that has none. */
  deviceNames(): Promise<ReadonlyMap<DeviceHex, string | null>>;

  /** Durable when it resolves; nothing is sent yet (call `synchronize`). */
  add(item: NewItem): Promise<Result<{ readonly id: string }, ApplyFailure>>;
  /** Several items, some thousand a transaction; durable when it resolves. Items that can't be made are told by index, the others are saved. */
  addMany(
    items: readonly NewItem[],
    progress?: (done: number) => void,
  ): Promise<{
    readonly ids: readonly (string | null)[];
    readonly failures: readonly { readonly index: number; readonly failure: ApplyFailure }[];
  }>;
  /** One item under an id that the caller has drawn: asked for again, after an answer that was lost, it is there once. Durable when it resolves. */
  addAs(id: string, item: NewItem): Promise<Result<{ readonly id: string }, ApplyFailure | { readonly type: "there-already" }>>;
  /** Makes the edit, or the one that is decided by it, on the newest state of the item, whoever has changed it meanwhile. */
  edit(id: string, edit: Edit | ((item: Item) => Edit)): Promise<Result<ItemState, ApplyFailure | { readonly type: "not-found" }>>;
  /** One edit for each of many items, some thousand a transaction: `editOf` is asked with the newest state, and null leaves it. The ids changed. */
  editMany(
    ids: readonly string[],
    editOf: (id: string, item: Item) => Edit | null,
    progress?: (done: number) => void,
  ): Promise<readonly string[]>;

  /** Every item with all that it is, devices included, tombstones aside; and how many can't be read here. // X2 */
  exportItems(): Promise<{ readonly items: readonly ExportedItem[]; readonly unreadable: number }>;
  /** Takes in the items of an export under their own ids. Durable when it resolves. // X6–X9 */
  restoreItems(items: readonly ExportedItem[], options: RestoreOptions): Promise<RestoreResult>;
  /** The imports that this vault remembers, newest first, whichever device made them. // X13 */
  imports(): Promise<readonly PastImport[]>;

  /** Push and pull until there is nothing to move, something stands in the way, or `waitMs` has passed. Never throws for the network. */
  synchronize(options?: SyncOptions): Promise<SyncReport>;
  status(): Promise<Status>;
  /** Keeps this device synchronized by itself, once started; until then only `synchronize` does anything. */
  readonly live: LiveSync;
  /** Told the status at once and whenever phase or waiting are others (`each`: whenever anything of it may be), every item that changes by what comes from elsewhere, and every id whose item may be another one now, until the answer is called. */
  watch(listener: ClientListener, options?: { readonly each: boolean }): () => void;
  /** Seals what a person has typed and not saved, for this device alone. // A10 */
  readonly drafts: LineSeal;
  /** The newest lines of the activity log, newest first, with the names of now. */
  activity(count: number): Promise<readonly Activity[]>;
  /** Whole minutes between this device's clock and the server's where that is more than five, as far as this client has heard; else null. */
  clockOff(): number | null;
  /** How the server's history compares with ours, and what healing would do. Changes nothing. // H16 */
  healPlan(): Promise<Result<HealPlan, SyncReport["end"]>>;
  /** Heals the server's history: the caller has a person's word. Killed or cut off half-way, what is left goes on with the next run. // H3, H6 */
  heal(options?: HealOptions): Promise<HealReport>;
  /** The newest verified head. */
  head(): Promise<HeadRef>;
  /** Checks all that this replica holds, and what the server says of it. Changes nothing. */
  verify(): Promise<Verification>;
  /** Asks the server when each device last synchronized; `status` shows what was last told. */
  refreshDevices(): Promise<void>;
  /** Gives this device its name where it has none: `wanted`, or with a number where another device of the account has it. Durable when it resolves. */
  nameDevice(wanted: string): Promise<void>;
  /** Gives this device another name, in the same way. Durable when it resolves. */
  renameDevice(wanted: string): Promise<void>;

  /** What opens this replica, for the agent of this device and nobody else: `unlockWith` takes it. Whoever asks wipes it. // K8 */
  keys(): Bytes;
  /** The text of cli.md's `setup-code`, with the newest head as its pin. */
  setupCode(): Promise<string>;
  kit(): Promise<EmergencyKit>;
  /** What would be lost, or could be, if this device were signed out now: asks the server. Null where nothing can be. // S43 */
  signOutDoubt(): Promise<SignOutRefusal | null>;
  /**
   * Ends the session and empties this device of the account: replica, Secret Key, token. Unless what only this device holds is to be
   * discarded, it is refused while changes wait (one made by another process up to the last moment counts), and where one run, just made,
   * did not find that the server holds everything. // S43
   */
  signOut(options: { readonly discard: boolean }): Promise<Result<void, SignOutRefusal>>;
  /** Forgets keys and plaintext and closes the store. */
  close(): Promise<void>;
}

/** What a shell may do to the loop. A client's own changes are known to it; `saved` is for those of other processes. */
export type LiveSync = Pick<Live, "start" | "stop" | "started" | "connected" | "saved" | "now" | "focus" | "online" | "switched">;

export type { NewItem, Path };
