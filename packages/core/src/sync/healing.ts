// A healing on its way: after this device has left its chain, its commits carry the heads of what was lost, and the last ones say what is
// healed. All of it is in the store, so a device that is killed, or meets others, goes on where it was. // H7, H8, H11

import { type Bytes, commit, decode, equalBytes, type HeadRef, limits, toHex } from "@holdfast/protocol";
import type { VaultSeal } from "../seal/vault-seal.ts";
import type { InFlight, LostHead, Replica, Store, Write } from "../store/store.ts";
import { branchByHash, healsOf, namedBy } from "./named.ts";
import type { Received } from "./receive.ts";

/** Something that this device has begun to heal, and a person has confirmed, is not done. // H11 */
export const isHealing = (replica: Pick<Replica, "healing">): boolean => (replica.healing?.length ?? 0) > 0;

export interface NextOfHealing {
  /** Sealed heads that the next commit carries. */
  readonly branch: readonly Bytes[];
  /** What the next commit says it heals, where nothing but it is left to do. */
  readonly heals: HeadRef | null;
}

/** The part of a healing in the next commit; `all`: it carries every item that may be sent. */
export async function nextOfHealing(store: Store, replica: Replica, all: boolean): Promise<NextOfHealing> {
  const [oldest] = replica.healing ?? [];
  if (oldest === undefined) return { branch: [], heals: null };
  const waiting = await store.lostWaiting(limits.branchHeads + 1);
  const branch = waiting.slice(0, limits.branchHeads).map(({ sealed }) => sealed);
  return { branch, heals: all && waiting.length === branch.length ? oldest : null };
}

type Progress = Required<Pick<Write, "lost">> & { readonly healing: Pick<Replica, "healing"> };

/** What the commit in flight, now that it has its place, has done for the healing. */
export async function landed(seal: VaultSeal, inFlight: InFlight, replica: Replica): Promise<Progress> {
  if (!isHealing(replica)) return { lost: [], healing: {} };
  const request = decode(commit, inFlight.request);
  const branch = request.ok ? (request.value.branch ?? []) : [];
  const hashes = await seal.hashMany(branch);
  const lost = hashes.map((hash, i): LostHead => ({ hash, sealed: branch[i] as Bytes, waiting: false }));
  const [done] = await healsOf(seal, inFlight.head.seq, [inFlight.sealedHead]);
  const left = (replica.healing ?? []).filter(({ hash }) => done === undefined || !equalBytes(hash, done.hash));
  return { lost, healing: { healing: left } };
}

/** What a pull on our chain has done for it, where the commit in flight may have been in it. */
export async function healingAfter(seal: VaultSeal, received: Received, replica: Replica, arrived: InFlight | null): Promise<Progress> {
  const told = await heard(seal, received, replica);
  if (arrived === null) return told;
  const ours = await landed(seal, arrived, { ...replica, ...told.healing });
  return { lost: [...told.lost, ...ours.lost], healing: { ...told.healing, ...ours.healing } };
}

/** Heads of branches, to be kept, and branches that others have healed meanwhile. */
async function heard(seal: VaultSeal, received: Received, replica: Replica): Promise<Progress> {
  if (received.branch.length === 0 && !isHealing(replica)) return { lost: [], healing: {} };
  const refs = await healsOf(seal, received.firstHead, received.sealedHeads);
  const named = await namedBy(seal, refs, await branchByHash(seal, received.branch));
  const lost = named.found.map(({ hash, sealed }): LostHead => ({ hash, sealed, waiting: false }));
  if (!isHealing(replica)) return { lost, healing: {} };
  return { lost, healing: { healing: replica.healing?.filter(({ hash }) => !named.ids.has(toHex(hash))) ?? [] } };
}
