// A vault's commits as another device of the account would make them, and the replica of a device that has seen some of them: to give
// synchronization what it receives, piece by piece and without a server. For tests alone.

import {
  type Bytes,
  type Change,
  genesis,
  type Hash,
  type HeadRef,
  type ItemId,
  type Pair,
  type PullFrame,
  toHex,
} from "@holdfast/protocol";
import type { Head } from "../seal/head.ts";
import type { VaultSeal } from "../seal/vault-seal.ts";
import { memoryStore } from "../store/memory-store.ts";
import type { Replica, Sealed, Store } from "../store/store.ts";
import { digestAfter } from "../sync/digest.ts";
import type { Content } from "../vault/item.ts";
import { madeHead } from "./made-heads.ts";
import { aReplica } from "./stored-values.ts";

export interface MadeCommit {
  readonly ref: HeadRef;
  readonly sealed: Bytes;
  readonly changes: readonly Change[];
}

type Contents = readonly { readonly item: ItemId; readonly content: Content }[];

export class MadeVault {
  readonly seal: VaultSeal;
  readonly commits: MadeCommit[] = [];
  /** Every item's state after each commit. */
  readonly #states: ReadonlyMap<string, Sealed & { readonly item: ItemId }>[] = [new Map()];

  constructor(seal: VaultSeal) {
    this.seal = seal;
  }

  refOf(seq: number): HeadRef {
    return this.commits[seq - 1]?.ref ?? genesis;
  }

  states(seq: number): readonly (Sealed & { readonly item: ItemId })[] {
    return [...(this.#states[seq]?.values() ?? [])].sort((a, b) => (toHex(a.item) < toHex(b.item) ? -1 : 1));
  }

  pairs(seq: number): readonly Pair[] {
    return this.states(seq).map(({ item, hash }) => ({ item, hash }));
  }

  changes(seq: number): readonly Change[] {
    return this.states(seq).map(({ item, revision }) => ({ item, revision }));
  }

  /** The next commit; `parts` are what its head says instead of the truth. */
  async commit(contents: Contents, parts: Partial<Head> = {}): Promise<MadeCommit> {
    const seq = this.commits.length;
    const revisions = await this.seal.seal(contents);
    const sealed = contents.map(({ item }, i) => ({ item, ...(revisions[i] as Sealed) }));
    this.#states.push(new Map([...(this.#states[seq] ?? []), ...sealed.map((one) => [toHex(one.item), one] as const)]));
    const all = this.pairs(seq + 1);
    const { root } = await digestAfter(this.seal.hashMany, memoryStore(), all, { whole: true });
    const head = await madeHead(this.seal, this.refOf(seq), { root, count: all.length, ...parts });
    const made = { ...head, changes: sealed.map(({ item, revision }) => ({ item, revision })) };
    this.commits.push(made);
    return made;
  }

  /** The store of a device that has seen everything up to `seq`. */
  async replica(seq: number, change: Partial<Replica> = {}): Promise<Store> {
    const store = memoryStore();
    await store.create(aReplica({ vault: this.seal.vault, head: this.refOf(seq), ...change }));
    const { buckets } = await digestAfter(this.seal.hashMany, store, this.pairs(seq), { whole: true });
    const items = this.states(seq).map(({ item, revision, hash }) => ({ id: item, acknowledged: { revision, hash }, waiting: null }));
    const heads = this.commits.slice(0, seq).map(({ sealed }) => sealed);
    await store.write({ expect: null, items, buckets, ...(heads.length === 0 ? {} : { heads: { first: 1, sealed: heads } }) });
    return store;
  }

  /** The pull that brings a device from `after` to `to`. */
  pull(after: number, to: number = this.commits.length): readonly PullFrame[] {
    const commits = this.commits.slice(after, to);
    const touched = new Set(commits.flatMap(({ changes }) => changes.map(({ item }) => toHex(item))));
    const changes = this.changes(to).filter(({ item }) => touched.has(toHex(item)));
    return [
      { kind: "begin", to: this.refOf(to), changes: changes.length },
      ...(commits.length === 0 ? [] : [{ kind: "heads", first: after + 1, heads: commits.map(({ sealed }) => sealed) } as const]),
      ...(changes.length === 0 ? [] : [{ kind: "changes", seq: to, changes } as const]),
      { kind: "end", to: this.refOf(to) },
    ];
  }

  /** Everything, for a device that knows nothing, or the head at `pin` alone. */
  whole(pin = this.commits.length, to: number = this.commits.length): readonly PullFrame[] {
    const changes = this.changes(to);
    return [
      { kind: "begin", to: this.refOf(to), changes: changes.length },
      { kind: "heads", first: pin, heads: this.commits.slice(pin - 1, to).map(({ sealed }) => sealed) },
      { kind: "pairs", pairs: this.pairs(to) },
      { kind: "changes", seq: to, changes },
      { kind: "end", to: this.refOf(to) },
    ];
  }
}

export const wrongHash = (hash: Hash): Hash => hash.map((byte) => byte ^ 1) as Hash;
