// The port to this device's replica: sealed revisions, the outbox, the heads it has verified and what an account needs to
// open again. It cannot name a plaintext type. Adapters: memory (testing), SQLite (Node), IndexedDB (browsers).
//
// Every change is one `write`: one transaction, durable when it resolves, and refused (`changed`) where somebody else
// (another process, another tab) has written since the reader read. So no lock is held while something is computed. // P1, P2

import type { AccountId, AccountName, Bytes, DeviceId, Hash, HeadRef, ItemId, VaultId } from "@holdfast/protocol";

/** A sealed revision and its SHA-256. */
export interface Sealed {
  readonly revision: Bytes;
  readonly hash: Hash;
}

/**
 * One item as this device holds it. `acknowledged`: as the server has it under our verified head; null before its first push.
 * `waiting`: the newest local state the server has not acknowledged; its presence is the outbox mark, and `acknowledged` its base. // P3
 */
export interface StoredItem {
  readonly id: ItemId;
  readonly acknowledged: Sealed | null;
  readonly waiting: Sealed | null;
}

/** The commit in flight, stored before it is first sent and resent byte for byte. // S7 */
export interface InFlight {
  /** The encoded push request. */
  readonly request: Bytes;
  readonly prev: Hash;
  readonly head: HeadRef;
  /** The sealed head itself, kept with the verified ones when it is acknowledged. */
  readonly sealedHead: Bytes;
  /** What it carries. */
  readonly changes: readonly { readonly item: ItemId; readonly hash: Hash }[];
}

/** A verified head of a branch that this device has left. `waiting`: a commit of a healing has yet to carry it. // P16 */
export interface LostHead {
  /** SHA-256 of `sealed`. */
  readonly hash: Hash;
  readonly sealed: Bytes;
  readonly waiting: boolean;
}

/** What stands for an account on this device. None of it is secret; the Secret Key lies elsewhere (SecretKeyStore). */
export interface Replica {
  readonly origin: string;
  readonly account: AccountName;
  readonly accountId: AccountId;
  readonly vault: VaultId;
  readonly device: DeviceId;
  /** The password slot and its version; a lower version is never taken. // A4 */
  readonly slot: Bytes;
  readonly slotVersion: number;
  /** The session token sealed under the keyring, or null when signed out. */
  readonly sealedToken: Bytes | null;
  /** The switch of Settings → General → Synchronization on this device. */
  readonly enabled: boolean;
  /** Whether every item up to `head` is held: false from sign-in until the first restore is complete, while `head` is the pin alone. */
  readonly restored: boolean;
  /** A person has still to show that they keep the emergency kit of the account that was made here. // P21 */
  readonly kitOwed?: boolean | undefined;
  /** The newest verified head and its epoch; the pin. */
  readonly head: HeadRef;
  readonly epoch: number;
  /** Milliseconds since 1970 of the last run that left us up to date, null before the first. */
  readonly lastSync: number | null;
  /** The newest seq the server has told, true or not. */
  readonly serverSeq: number;
  /** The last heads of lost branches that this device still has to name to the others, oldest first; none while nothing is being healed. // H8 */
  readonly healing?: readonly HeadRef[];
  /** What synchronization ran into and still stands, at most one of each kind and reason; empty when all is well. */
  readonly troubles: readonly Trouble[];
  /** The account's devices as the server last told. */
  readonly devices: readonly { readonly device: DeviceId; readonly lastSync: number | null; readonly seq: number }[];
}

export const troubleKinds = ["unreachable", "behind", "diverged", "damaged", "sign-in", "refused", "server-full", "update-needed"] as const;

/** A lasting state of synchronization: a verified alarm (with its reason code) or a refusal. Codes are listed in docs/spec/sync.md. */
export interface Trouble {
  readonly kind: (typeof troubleKinds)[number];
  readonly reason: string;
  /** Items concerned, where there are any: damaged or refused ones. */
  readonly items: readonly ItemId[];
}

/** One transaction. What is left out stays as it is. */
export interface Write {
  /** The generation the writer read; null to write whatever happened since. */
  readonly expect: number | null;
  /** Whose replica it has to be still, wherever the writer knows: that of another device is refused with `changed`. // P18 */
  readonly device?: DeviceId;
  readonly replica?: Partial<Replica>;
  /** Items to put whole: they replace what is held under their id. */
  readonly items?: readonly StoredItem[];
  /** Hashes of buckets whose acknowledged pairs changed, by bucket number. */
  readonly buckets?: readonly { readonly bucket: number; readonly hash: Hash }[];
  readonly inFlight?: InFlight | null;
  /** Verified sealed heads in order, `first` the seq of the first. Kept for ever. */
  readonly heads?: { readonly first: number; readonly sealed: readonly Bytes[] };
  /** Takes every head above this seq out of the chain, before `heads` are put; the writer puts them among `lost`. // P16 */
  readonly cutHeads?: number;
  /** Heads of lost branches to put, each in place of the one of its hash. // P16 */
  readonly lost?: readonly LostHead[];
  /** What this device notes for itself, sealed, in place of what it noted before; null for nothing. // P17 */
  readonly note?: Bytes | null;
  /** Sealed lines for the end of the activity log, of which the newest `logLines` are kept. // P15 */
  readonly log?: readonly Bytes[];
  /**
   * Outlives the process when it resolves, and a power cut from the next write that is not light: for what the server gives again, or what
   * this device makes again from what waits. Never for an edit. // P20
   */
  readonly light?: true;
}

/** Bytes of a device's note. */
export const noteBytes = 8 * 1024 * 1024;

/** Lines of the activity log that are kept, and the bytes of one. */
export const logLines = 1_000;
export const logLineBytes = 16 * 1024;

export type WriteResult = { readonly type: "written"; readonly generation: number } | { readonly type: "changed" };

export interface Store {
  /** Everything but items and heads; `replica` is null in an empty store. `generation` rises with every write. */
  read(): Promise<{
    readonly generation: number;
    readonly replica: Replica | null;
    readonly inFlight: InFlight | null;
    readonly waiting: number;
  }>;
  /** Makes this store the replica of an account: the first write. Refused with `changed` where it is one already. // P5 */
  create(replica: Replica): Promise<WriteResult>;
  /** Refused with `changed` also where the store is no replica, or no longer one. // P5 */
  write(change: Write): Promise<WriteResult>;
  item(id: ItemId): Promise<StoredItem | null>;
  /** The items of these ids that are held, in the order asked. */
  itemsById(ids: readonly ItemId[]): Promise<readonly StoredItem[]>;
  /** Every item held, ascending by id, with the generation they belong to. */
  items(): Promise<{ readonly generation: number; readonly items: readonly StoredItem[] }>;
  /** Up to `count` items that wait, ascending by id. */
  waiting(count: number): Promise<readonly StoredItem[]>;
  /** (item, hash) of every acknowledged revision of a bucket, ascending by id. */
  pairs(bucket: number): Promise<readonly { readonly item: ItemId; readonly hash: Hash }[]>;
  /** The 256 bucket hashes; null for a bucket never written, which is the empty bucket. */
  buckets(): Promise<readonly (Hash | null)[]>;
  /** How many items have an acknowledged revision. */
  acknowledgedCount(): Promise<number>;
  /** The unbroken run of sealed heads from seq `first` on, at most `count`. // P9 */
  heads(first: number, count: number): Promise<readonly Bytes[]>;
  /** The head of a lost branch with this hash. // P16 */
  lostHead(hash: Hash): Promise<LostHead | null>;
  /** Up to `count` heads of lost branches that wait, ascending by hash. // P16 */
  lostWaiting(count: number): Promise<readonly LostHead[]>;
  /** The newest `count` sealed lines of the activity log, the newest first. // P15 */
  log(count: number): Promise<readonly Bytes[]>;
  /** What this device has noted for itself, sealed. // P17 */
  note(): Promise<Bytes | null>;
  /**
   * Removes everything but the generation, which rises, in one transaction: the store is empty again, as after sign-out. Refused with
   * `changed` where the store is no longer at `expect`, so that nothing written meanwhile goes with it. // P2, P5
   */
  clear(expect: number): Promise<WriteResult>;
  close(): Promise<void>;
}
