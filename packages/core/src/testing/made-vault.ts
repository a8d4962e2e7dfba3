// A vault's commits as another device of the account would make them, and the replica of a device that has seen some of them: to give
// synchronization what it receives, piece by piece and without a server. For tests alone.

import {
  assert,
  type Bytes,
  type Change,
  concat,
  decode,
  encodeFrame,
  equalBytes,
  genesis,
  type Hash,
  type HeadRef,
  type ItemId,
  limits,
  type Pair,
  type PullFrame,
  pullFrame,
  pullRequest,
  toHex,
} from "@holdfast/protocol";
import type { Head } from "../seal/head.ts";
import type { VaultSeal } from "../seal/vault-seal.ts";
import { memoryStore } from "../store/memory-store.ts";
import type { Replica, Sealed, Store } from "../store/store.ts";
import { digestAfter } from "../sync/digest.ts";
import type { TransportRequest } from "../sync/transport.ts";
import type { Content } from "../vault/item.ts";
import { madeHead } from "./made-heads.ts";
import { refused, type ScriptedAnswer } from "./scripted-server.ts";
import { aReplica } from "./stored-values.ts";

export interface MadeCommit {
  readonly ref: HeadRef;
  readonly sealed: Bytes;
  readonly changes: readonly Change[];
  /** Heads of a lost branch that it carries. */
  readonly branch: readonly Bytes[];
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

  /** The same history up to `seq`, to go on in another way. */
  fork(seq: number): MadeVault {
    const other = new MadeVault(this.seal);
    other.commits.push(...this.commits.slice(0, seq));
    other.#states.splice(0, 1, ...this.#states.slice(0, seq + 1));
    return other;
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
  async commit(contents: Contents, parts: Partial<Head> = {}, branch: readonly Bytes[] = []): Promise<MadeCommit> {
    const seq = this.commits.length;
    const revisions = await this.seal.seal(contents);
    const sealed = contents.map(({ item }, i) => ({ item, ...(revisions[i] as Sealed) }));
    this.#states.push(new Map([...(this.#states[seq] ?? []), ...sealed.map((one) => [toHex(one.item), one] as const)]));
    const all = this.pairs(seq + 1);
    const { root } = await digestAfter(this.seal.hashMany, memoryStore(), all, { whole: true });
    const head = await madeHead(this.seal, this.refOf(seq), { root, count: all.length, ...parts });
    const made = { ...head, changes: sealed.map(({ item, revision }) => ({ item, revision })), branch };
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
    const touched = new Set(this.commits.slice(after, to).flatMap(({ changes }) => changes.map(({ item }) => toHex(item))));
    const changes = this.changes(to).filter(({ item }) => touched.has(toHex(item)));
    return this.#stream({ first: after + 1, to, pairs: [], changes });
  }

  /** Everything, for a device that knows nothing, or the head at `pin` alone. */
  whole(pin = this.commits.length, to: number = this.commits.length): readonly PullFrame[] {
    return this.#stream({ first: pin, to, pairs: this.pairs(to), changes: this.changes(to) });
  }

  #stream({ first, to, pairs, changes }: Streamed): readonly PullFrame[] {
    const commits = this.commits.slice(first - 1, to);
    const branch = commits.flatMap((commit) => commit.branch);
    return [
      { kind: "begin", to: this.refOf(to), changes: changes.length },
      ...(commits.length === 0 ? [] : [{ kind: "heads", first, heads: commits.map(({ sealed }) => sealed) } as const]),
      ...(branch.length === 0 ? [] : [{ kind: "branch", heads: branch } as const]),
      ...(pairs.length === 0 ? [] : [{ kind: "pairs", pairs } as const]),
      ...[...inFrames(changes)].map((some) => ({ kind: "changes", seq: to, changes: some }) as const),
      { kind: "end", to: this.refOf(to) },
    ];
  }

  /** What a server that holds this vault answers to a pull. */
  answer({ body }: TransportRequest): ScriptedAnswer {
    const asked = decode(pullRequest, body ?? new Uint8Array(0));
    assert(asked.ok, "a pull is asked for");
    const { after, whole, headsOnly } = asked.value;
    const seq = after?.seq ?? 0;
    if (after !== null && !equalBytes(after.hash, this.refOf(seq).hash)) {
      return refused({ kind: "history-differs", head: this.refOf(this.commits.length) });
    }
    const to = this.commits.length;
    if (headsOnly === true) return streamed(this.#stream({ first: seq + 1, to, pairs: [], changes: [] }));
    return streamed(whole ? this.whole(after === null ? to : Math.max(1, seq)) : this.pull(seq));
  }
}

interface Streamed {
  readonly first: number;
  readonly to: number;
  readonly pairs: readonly Pair[];
  readonly changes: readonly Change[];
}

function* inFrames(changes: readonly Change[]): Generator<readonly Change[]> {
  for (let at = 0; at < changes.length; at += limits.commitChanges) yield changes.slice(at, at + limits.commitChanges);
}

/** Frames as the answer to a pull. */
export const streamed = (frames: readonly PullFrame[]): ScriptedAnswer => ({
  status: 200,
  body: concat(...frames.map((frame) => encodeFrame(pullFrame, frame))),
});

export const wrongHash = (hash: Hash): Hash => hash.map((byte) => byte ^ 1) as Hash;
