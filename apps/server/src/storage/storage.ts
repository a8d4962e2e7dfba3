// The storage port: what the server keeps, and the questions it asks of it. Asynchronous, so that a database elsewhere fits.
// Every engine passes contract.ts. A method is one transaction; it throws only when the machine fails, and then has changed
// nothing. Every question names its account or vault first, so that the tables can be spread by it; a session is found by
// its token's hash, which is its own place. // C1, C13

import type {
  AccountId,
  AccountName,
  Bytes,
  DeviceId,
  deviceSeen,
  Hash,
  HeadRef,
  ItemId,
  Pair,
  Slot,
  TypeOf,
  VaultId,
  vaultHead,
} from "@holdfast/protocol";

export interface NewAccount {
  readonly name: AccountName;
  readonly account: AccountId;
  /** SHA-256 of the request that makes it. */
  readonly request: Hash;
  readonly slot: Slot;
  readonly signInKey: Bytes;
  readonly epoch: number;
  /** Its first vault and the public key of the vault's writer. */
  readonly vault: VaultId;
  readonly writerKey: Bytes;
  /** SHA-256 of the invitation that it needs and uses up; null where it needs none. */
  readonly invitation: Hash | null;
  readonly at: number;
}

export type StoredAccount = Pick<NewAccount, "name" | "account" | "request" | "slot" | "signInKey" | "epoch">;

/**
 * `taken`: `request` is the hash kept with the account of that name; null where only an id is somebody else's.
 * `uninvited`: there is no such invitation, or no longer; whether the name is taken is then not told.
 */
export type CreateResult =
  | { readonly type: "created" }
  | { readonly type: "taken"; readonly request: Hash | null }
  | { readonly type: "uninvited" };

export interface Invitation {
  /** SHA-256 of the token. // C9 */
  readonly token: Hash;
  readonly at: number;
  /** Milliseconds since 1970 from which on it is none. */
  readonly until: number;
}

export interface NewSession {
  readonly account: AccountId;
  readonly device: DeviceId;
  /** SHA-256 of the token. The token itself is never stored. // C9 */
  readonly token: Hash;
  readonly at: number;
  /** How many devices the account may have, and how many sessions one device; a device's oldest make room. */
  readonly maximum: { readonly devices: number; readonly sessions: number };
}

export type OpenResult = { readonly type: "opened" } | { readonly type: "device-elsewhere" } | { readonly type: "devices-full" };

export interface StoredSession {
  readonly account: AccountId;
  readonly device: DeviceId;
  /** Milliseconds since 1970 of its last noted use. */
  readonly used: number;
}

export type DeviceSeen = TypeOf<typeof deviceSeen>;

export interface Seen {
  readonly vault: VaultId;
  readonly device: DeviceId;
  readonly at: number;
  readonly seq: number;
}

/** How exactly the time of a device's last synchronization is kept when nothing else changed, in milliseconds. */
export const seenStepMs = 60_000;

export interface Accounts {
  /** Keeps an invitation until it is used or over. */
  invite(invitation: Invitation): Promise<void>;
  /** The account and its first, empty vault, its invitation used up, or nothing of that. The same request again is `taken` whatever became of its invitation. // C29 */
  create(account: NewAccount): Promise<CreateResult>;
  find(name: AccountName): Promise<StoredAccount | null>;
  /** Binds the device to the account if it is new. */
  openSession(session: NewSession): Promise<OpenResult>;
  session(token: Hash): Promise<StoredSession | null>;
  useSession(token: Hash, at: number): Promise<void>;
  endSession(token: Hash): Promise<void>;
  /** Every device of the account, ascending by id, with what it was last seen to have of the vault. */
  devices(account: AccountId, vault: VaultId): Promise<readonly DeviceSeen[]>;
  /** Notes what a device was seen to have; the same again within `seenStepMs` is not written, so that asking in vain costs no write. // C19 */
  saw(seen: Seen): Promise<void>;
}

export interface StoredVault {
  readonly vault: VaultId;
  readonly account: AccountId;
  readonly writerKey: Bytes;
  /** Genesis before the first commit. */
  readonly head: HeadRef;
  /** Items with a current revision, tombstones included. */
  readonly items: number;
  /** Sealed bytes held: revisions, superseded ones included, and heads. */
  readonly bytes: number;
  /** What superseded revisions of commits up to this seq may be gone: a pull as of an earlier head can't be whole. // C15 */
  readonly cleaned: number;
}

/** One commit to be appended, checked but for its place. */
export interface Append {
  readonly account: AccountId;
  readonly vault: VaultId;
  readonly device: DeviceId;
  readonly prev: Hash;
  /** SHA-256 of `head`. */
  readonly hash: Hash;
  readonly head: Bytes;
  readonly branch: readonly Bytes[];
  /** Ascending by item, each once. `hash` is SHA-256 of `revision`. */
  readonly changes: readonly { readonly item: ItemId; readonly revision: Bytes; readonly hash: Hash }[];
  readonly at: number;
  readonly maximum: { readonly items: number; readonly accountBytes: number };
}

export type AppendResult =
  | { readonly type: "appended"; readonly head: HeadRef }
  | { readonly type: "stale"; readonly head: HeadRef }
  /** The same sealed head stands in the chain already. */
  | { readonly type: "repeated" }
  | { readonly type: "vault-full" }
  | { readonly type: "quota-full" }
  | { readonly type: "not-found" };

/** A bound of one page: it ends with the row that reaches either. */
export interface Page {
  readonly bytes: number;
  readonly count: number;
}

export interface StoredChange {
  readonly seq: number;
  readonly item: ItemId;
  readonly revision: Bytes;
}

/** Reads are each as of the end that the caller fixed: a revision is current as of `to` when its seq is not above it and what superseded it, if anything, is. // C7 */
export interface Vaults {
  of(account: AccountId): Promise<readonly TypeOf<typeof vaultHead>[]>;
  /** Null where there is no such vault, or it is another account's. // C12 */
  find(account: AccountId, vault: VaultId): Promise<StoredVault | null>;
  /** The hash of the head at a seq from 1. */
  hashAt(vault: VaultId, seq: number): Promise<Hash | null>;
  /** The seq of a head. */
  seqOf(vault: VaultId, hash: Hash): Promise<number | null>;
  /** Appends each in turn, seeing those before it, in one durable transaction; one that is refused changes nothing. // C2, C3, C4 */
  append(commits: readonly Append[]): Promise<readonly AppendResult[]>;
  /** Sealed heads of seq `first` to `last`, as many as the page holds. */
  heads(vault: VaultId, first: number, last: number, page: Page): Promise<readonly Bytes[]>;
  /** The first commit of seq `first` to `last` that carried heads of a lost branch, and these; null where there is none. */
  branch(vault: VaultId, first: number, last: number): Promise<{ readonly seq: number; readonly heads: readonly Bytes[] } | null>;
  /** How many changes come after a place, as of `to`. */
  countChanges(vault: VaultId, after: Place, to: number): Promise<number>;
  /** Changes after a place, ascending by (seq, item), as of `to`. */
  changes(vault: VaultId, after: Place, to: number, page: Page): Promise<readonly StoredChange[]>;
  /** (item, SHA-256 of revision) as of `to`, ascending by item, after an item or from the first. */
  pairs(vault: VaultId, after: ItemId | null, to: number, count: number): Promise<readonly Pair[]>;
}

/** A place in the order of changes; item null stands after every item of that seq. */
export interface Place {
  readonly seq: number;
  readonly item: ItemId | null;
}

/** How much there is, for the one who runs the server: numbers alone. */
export interface Stats {
  readonly accounts: number;
  readonly devices: number;
  readonly sessions: number;
  readonly invitations: number;
  readonly vaults: number;
  readonly commits: number;
  readonly items: number;
  /** Sealed bytes, superseded revisions and heads included. */
  readonly sealedBytes: number;
  /** Bytes of the database, and of what is written ahead of it. */
  readonly databaseBytes: number;
  readonly aheadBytes: number;
}

/** What is removed: at most `count` revisions superseded before a time, `count` sessions last used before another, `count` invitations that were over before a third. */
export interface CleanJob {
  readonly supersededBefore: number;
  readonly sessionsBefore: number;
  readonly invitationsBefore: number;
  readonly count: number;
}

export interface Storage {
  readonly accounts: Accounts;
  readonly vaults: Vaults;
  /** One read, to see that it answers. */
  probe(): Promise<void>;
  stats(): Promise<Stats>;
  /** Answers how many it removed. // C16 */
  clean(job: CleanJob): Promise<number>;
  close(): Promise<void>;
}
