// Looks at everything a replica holds, as if a stranger had written it: the chain of heads, every revision, the digest of them all. Changes
// nothing. What it finds is told by one code, the first that applies. // T10

import { type Bytes, equalBytes, genesis, type Hash, type HeadRef, type Pair } from "@holdfast/protocol";
import type { Head } from "../seal/head.ts";
import type { VaultSeal } from "../seal/vault-seal.ts";
import type { Replica, Store, StoredItem } from "../store/store.ts";
import { bucketHash, digestAfter } from "./digest.ts";
import type { AlarmReason } from "./reasons.ts";
import { verifyChain } from "./verify.ts";

export type ReplicaFault =
  | AlarmReason
  /** A revision is what its hash says and does not open. */
  | "revision-unreadable"
  /** The first restore is not complete: there is nothing whole to look at. */
  | "restore-unfinished"
  /** The newest head was sealed under keys that this device has not been given. */
  | "later-epoch";

export interface ReplicaCheck {
  readonly head: HeadRef;
  /** Null where all is well. */
  readonly fault: ReplicaFault | null;
}

/** Revisions opened at once. */
const openedAtOnce = 2_000;
const mostHeads = 1_024;

/** Looks again where somebody has written meanwhile, so that what is looked at is one state. */
export async function checkReplica(store: Store, seal: VaultSeal): Promise<ReplicaCheck> {
  for (;;) {
    const { generation, replica } = await store.read();
    if (replica === null) return { head: genesis, fault: "restore-unfinished" };
    const fault = await faultOf(store, seal, replica);
    if ((await store.read()).generation === generation) return { head: replica.head, fault };
  }
}

async function faultOf(store: Store, seal: VaultSeal, replica: Replica): Promise<ReplicaFault | null> {
  if (!replica.restored) return "restore-unfinished";
  const chain = await checkChain(store, seal, replica.head);
  if (typeof chain === "string") return chain;
  const { items } = await store.items();
  return (await checkRevisions(seal, items)) ?? checkDigest(store, seal, items, chain);
}

/** The newest head where the whole chain holds; null before the first commit. */
async function checkChain(store: Store, seal: VaultSeal, newest: HeadRef): Promise<Head | null | ReplicaFault> {
  if (newest.seq === 0) return null;
  const sealed = await headsUpTo(store, newest.seq);
  const oldest = sealed[0];
  if (oldest === undefined) return "heads-missing";
  const first = newest.seq - sealed.length + 1;
  const [hash] = await seal.hashMany([oldest]);
  // What this device began with was its pin: that one stands on nothing that is held.
  const start = first === 1 ? { head: genesis, epoch: 0 } : { head: { seq: first, hash: hash as Hash }, epoch: 0 };
  const chain = await verifyChain(seal, start, { first, sealed, whole: true }, newest);
  if (chain.type === "later-epoch") return "later-epoch";
  return chain.type === "alarm" ? chain.reason : (chain.last ?? "heads-missing");
}

/** The unbroken run of sealed heads that ends at `newest`, the oldest first, read backwards. */
async function headsUpTo(store: Store, newest: number): Promise<readonly Bytes[]> {
  const pages: (readonly Bytes[])[] = [];
  let size = mostHeads;
  for (let top = newest; top > 0; ) {
    const first = Math.max(1, top - size + 1);
    const page = await store.heads(first, top - first + 1);
    if (page.length === top - first + 1) {
      pages.unshift(page);
      top = first - 1;
    } else if (size === 1) break;
    else size = Math.ceil(size / 2);
  }
  return pages.flat();
}

/** Every revision that is held, those that wait as well. */
async function checkRevisions(seal: VaultSeal, items: readonly StoredItem[]): Promise<ReplicaFault | null> {
  const held = items.flatMap(({ id, acknowledged, waiting }) =>
    [acknowledged, waiting].flatMap((sealed) => (sealed === null ? [] : [{ item: id, ...sealed }])),
  );
  for (let at = 0; at < held.length; at += openedAtOnce) {
    const some = held.slice(at, at + openedAtOnce);
    const hashes = await seal.hashMany(some.map(({ revision }) => revision));
    if (!some.every(({ hash }, i) => equalBytes(hash, hashes[i] as Hash))) return "revision-differs";
    const opened = await seal.open(some);
    // What a later version or a later epoch wrote is kept sealed, and is no fault.
    if (opened.some(({ type }) => type === "damaged")) return "revision-unreadable";
  }
  return null;
}

async function checkDigest(store: Store, seal: VaultSeal, items: readonly StoredItem[], newest: Head | null): Promise<ReplicaFault | null> {
  const pairs = items.flatMap(({ id, acknowledged }): Pair[] => (acknowledged === null ? [] : [{ item: id, hash: acknowledged.hash }]));
  if (newest === null) return pairs.length === 0 ? null : "count-differs";
  const digest = await digestAfter(seal.hashMany, store, pairs, { whole: true });
  if (!equalBytes(digest.root, newest.root)) return "root-differs";
  if (pairs.length !== newest.count) return "count-differs";
  // The next commit is made from the hashes that are kept: a wrong one would be signed.
  const [kept, empty] = [await store.buckets(), await bucketHash(seal.hashMany, [])];
  const right = new Map(digest.buckets.map(({ bucket, hash }) => [bucket, hash]));
  return kept.every((hash, bucket) => equalBytes(hash ?? empty, right.get(bucket) ?? empty)) ? null : "root-differs";
}
