// Which heads a history names as healed: those that its heads say they `heal`, and all that these stand on or have healed themselves, as
// far as their sealed heads are at hand. Each step is by hash from a head that opened, so nobody without the keys can name one. // H9

import { type Bytes, type Hash, type HeadRef, toHex } from "@holdfast/protocol";
import type { VaultSeal } from "../seal/vault-seal.ts";

/** Where a sealed head is found by its hash. */
export type FindHead = (hash: Hash) => Promise<Bytes | null> | Bytes | null;

export interface Named {
  /** Hashes in hex. */
  readonly ids: ReadonlySet<string>;
  /** Those of them whose sealed head was at hand. */
  readonly found: readonly { readonly hash: Hash; readonly sealed: Bytes }[];
}

/** Everything that `refs` lead to. */
export async function namedBy(seal: VaultSeal, refs: readonly HeadRef[], find: FindHead): Promise<Named> {
  const ids = new Set<string>();
  const found: { hash: Hash; sealed: Bytes }[] = [];
  const open = [...refs];
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    const hex = toHex(ref.hash);
    if (ref.seq === 0 || ids.has(hex)) continue;
    ids.add(hex);
    const sealed = await find(ref.hash);
    const opened = sealed === null ? null : await seal.openHead(ref.seq, sealed);
    if (sealed === null || opened?.type !== "opened") continue;
    found.push({ hash: ref.hash, sealed });
    const { prev, heals } = opened.head;
    open.push({ seq: ref.seq - 1, hash: prev });
    if (heals !== undefined) open.push(heals);
  }
  return { ids, found };
}

/** What the heads of a verified chain say they heal; `first` is the seq of the first. */
export async function healsOf(seal: VaultSeal, first: number, sealed: readonly Bytes[]): Promise<readonly HeadRef[]> {
  const refs: HeadRef[] = [];
  for (const [i, piece] of sealed.entries()) {
    const opened = await seal.openHead(first + i, piece);
    if (opened.type === "opened" && opened.head.heals !== undefined) refs.push(opened.head.heals);
  }
  return refs;
}

/** The heads of lost branches that came with a chain, by hash. Whatever else stands there is never asked for. // H17 */
export async function branchByHash(seal: VaultSeal, branch: readonly Bytes[]): Promise<FindHead> {
  const hashes = await seal.hashMany(branch);
  const byHash = new Map(hashes.map((hash, i) => [toHex(hash), branch[i] as Bytes]));
  return (hash) => byHash.get(toHex(hash)) ?? null;
}
