// Whether what a pull brought is what the devices of this account wrote: the chain of heads from ours to the announced end, and
// the vault's digest under the last of them. Pure but for hashing and opening; it applies nothing. // S20–S31

import { type Bytes, compareBytes, equalBytes, genesis, type Hash, type HeadRef, type Pair, toHex } from "@holdfast/protocol";
import type { Head } from "../seal/head.ts";
import type { VaultSeal } from "../seal/vault-seal.ts";
import { type DigestAfter, digestAfter, type Pairs } from "./digest.ts";
import { type Alarm, alarm } from "./reasons.ts";

/** Where the chain begins: our newest verified head and its epoch; null where nothing was ever verified and no pin is known. */
export type ChainStart = { readonly head: HeadRef; readonly epoch: number } | null;

export interface VerifiedChain {
  readonly type: "chain";
  /** The newest head opened; null where the vault has no commit yet, or where nothing is newer than ours. */
  readonly last: Head | null;
  readonly epoch: number;
  /** SHA-256 of each sealed head, in order: the ids of the commits. */
  readonly ids: readonly Hash[];
}

export type ChainOutcome = VerifiedChain | Alarm | { readonly type: "later-epoch" };

/** Checks the end that a pull announces against what we know. */
export function checkEnd(start: ChainStart, to: HeadRef): Alarm | null {
  const known = start?.head ?? genesis;
  if (to.seq < known.seq) return alarm("server-behind");
  if (to.seq === known.seq && !equalBytes(to.hash, known.hash)) return alarm(to.seq === 0 ? "end-differs" : "history-differs");
  return null;
}

/**
 * Each head opens at its seq, stands on the one before, never falls in epoch, and the last is the announced one.
 * `whole`: the heads begin with the one that `start` names (its hash is all that was known of it), or are the newest alone.
 */
export async function verifyChain(
  seal: VaultSeal,
  start: ChainStart,
  heads: { readonly first: number; readonly sealed: readonly Bytes[]; readonly whole: boolean },
  to: HeadRef,
): Promise<ChainOutcome> {
  const ids = await seal.hashMany(heads.sealed);
  const pinned = heads.whole && start !== null && start.head.seq > 0;
  const expectedFirst = start === null ? Math.max(to.seq, 1) : pinned ? start.head.seq : start.head.seq + 1;
  const reached = heads.sealed.length === 0 ? (pinned ? 0 : (start?.head.seq ?? 0)) : heads.first + heads.sealed.length - 1;
  if (reached !== to.seq || (heads.sealed.length > 0 && heads.first !== expectedFirst)) return alarm("heads-missing");
  if (pinned && !equalBytes(ids[0] as Hash, start.head.hash)) return alarm("history-differs");
  let previous: Hash | null = pinned ? null : (start?.head.hash ?? (heads.first === 1 ? genesis.hash : null));
  let epoch = start?.epoch ?? 0;
  let last: Head | null = null;
  for (const [i, piece] of heads.sealed.entries()) {
    const opened = await seal.openHead(heads.first + i, piece);
    if (opened.type === "later-epoch") return opened;
    if (opened.type === "damaged") return alarm("head-damaged");
    if (previous !== null && !equalBytes(opened.head.prev, previous)) return alarm("chain-broken");
    if (opened.epoch < epoch) return alarm("epoch-fell");
    previous = ids[i] as Hash;
    epoch = opened.epoch;
    last = opened.head;
  }
  if (heads.sealed.length > 0 && !equalBytes(ids.at(-1) as Hash, to.hash)) return alarm("end-differs");
  return { type: "chain", last, epoch, ids };
}

/** The digest of the replica with `changed` in it, when it is the one `last` vouches for. `whole`: `changed` is all there is. */
export async function verifyDigest(
  seal: VaultSeal,
  held: Pairs & { acknowledgedCount(): Promise<number> },
  changed: readonly Pair[],
  last: Head,
  options: { readonly whole: boolean },
): Promise<DigestAfter | Alarm> {
  if (new Set(changed.map(({ item }) => toHex(item))).size !== changed.length) return alarm("item-repeated");
  const counted = options.whole ? 0 : held.acknowledgedCount();
  const [digest, before] = await Promise.all([digestAfter(seal.hashMany, held, changed, options), counted]);
  if (!equalBytes(digest.root, last.root)) return alarm("root-differs");
  return before + digest.added === last.count ? digest : alarm("count-differs");
}

/** Whether `pairs` strictly ascend by item, as a list to be trusted must. */
export function ascend(pairs: readonly Pair[]): boolean {
  return pairs.every((pair, i) => i === 0 || compareBytes((pairs[i - 1] as Pair).item, pair.item) < 0);
}
