// A device leaves its chain for the server's: in one transaction it keeps the heads of its lost branch apart, takes the server's, unites
// all items, and notes what it has to name to the others. Before that nothing has changed; after it the rest goes on by itself. // H1, H6

import { equalBytes, type Hash, type HeadRef, toHex } from "@holdfast/protocol";
import type { VaultSeal } from "../seal/vault-seal.ts";
import type { LostHead, Replica, Store } from "../store/store.ts";
import { mostHealing } from "../store/stored-shapes.ts";
import { bucketHash } from "./digest.ts";
import { afterPull, type Changed, type Joined, troublesOf } from "./join.ts";
import { type Met, meet } from "./meet.ts";
import { type FindHead, type Named, namedBy } from "./named.ts";
import { type OwnHead, ownHeadsAbove } from "./own-heads.ts";
import type { Received } from "./receive.ts";
import { askedBy, askedItems, isAsked, sentAgain } from "./send-again.ts";

export interface LeaveOptions {
  readonly store: Store;
  readonly seal: VaultSeal;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The newest head that both have. */
  readonly shared: HeadRef;
  /** The server's whole state, verified from there. */
  readonly received: Received;
  /** What the server's history names as healed. */
  readonly named: Named;
  /** How many items may go; more of them, and nothing is done. // H13 */
  readonly mayRemove: (met: Met) => boolean;
}

/** `met`: how many items, as a person counts them, were other on the two sides. */
export type Left = { readonly type: "left"; readonly joined: Joined; readonly met: number } | { readonly type: "would-shrink" };

/** What uniting would make of it, changing nothing. */
export async function metBy({ store, seal, received }: Pick<LeaveOptions, "store" | "seal" | "received">, replica: Replica): Promise<Met> {
  const { items } = await store.items();
  const older = received.to.seq > 0 && received.epoch < seal.epoch && received.epoch < replica.epoch;
  return meet({ seal, device: replica.device, held: items, received: received.changes, older });
}

/** Does it; tries again where an edit was made meanwhile. */
export async function leave(options: LeaveOptions): Promise<Left> {
  const { store, received, now, mayRemove } = options;
  for (;;) {
    const { generation, replica } = await store.read();
    if (replica === null) return { type: "left", joined: { changed: [], incoming: 0, setAside: [], again: 0, generation }, met: 0 };
    const met = await metBy(options, replica);
    if (!mayRemove(met)) return { type: "would-shrink" };
    const { healing, lost } = await lostBranch(options, replica);
    // What the server never had is sent as it is, whatever it holds.
    const setAside = troublesOf(met.changed.filter(({ item }) => item.acknowledged !== null));
    const again = await againOf(options, met);
    const changed = [...met.changed, ...again];
    const result = await store.write({
      expect: generation,
      items: changed.map(({ item }) => item),
      buckets: await bucketsOf(options),
      cutHeads: options.shared.seq,
      ...(received.sealedHeads.length === 0 ? {} : { heads: { first: received.firstHead, sealed: received.sealedHeads } }),
      lost,
      inFlight: null,
      replica: { ...afterPull(replica, received, setAside, now), healing },
    });
    if (result.type === "changed") continue;
    const joined = { changed, incoming: met.changed.length, setAside, again: again.length, generation: result.generation };
    return { type: "left", joined, met: met.onlyHere + met.onlyThere + met.differing };
  }
}

/** What devices that are on the server's chain lack, and this one holds under the same hash. // S41 */
async function againOf({ store, seal, received }: LeaveOptions, met: Met): Promise<readonly Changed[]> {
  const asked = askedBy(received.changes.map(({ opened }) => opened));
  const touched = new Set(met.changed.map(({ item }) => toHex(item.id)));
  const held = await store.itemsById(askedItems(asked));
  return sentAgain(
    seal,
    held.filter((item) => !touched.has(toHex(item.id)) && isAsked(asked, item)),
  );
}

/** The buckets of the server's state, and as empty those that hold something here and nothing there. */
async function bucketsOf({ store, seal, received }: LeaveOptions): Promise<readonly { readonly bucket: number; readonly hash: Hash }[]> {
  const empty = await bucketHash(seal.hashMany, []);
  const theirs = received.digest?.buckets ?? [];
  const filled = new Set(theirs.map(({ bucket }) => bucket));
  const held = await store.buckets();
  return [...theirs, ...held.flatMap((hash, bucket) => (hash === null || filled.has(bucket) ? [] : [{ bucket, hash: empty }]))];
}

/** What this device has to name now, and the heads that it keeps for that: its own above the shared one, and those that came with the pull. */
async function lostBranch(
  { store, seal, shared, named }: LeaveOptions,
  replica: Replica,
): Promise<{ readonly healing: readonly HeadRef[]; readonly lost: readonly LostHead[] }> {
  const own = replica.restored ? await ownHeadsAbove(store, seal.hashMany, shared.seq, replica.head.seq) : [];
  const mine = own.length > 0 ? [replica.head] : [];
  const healing = withoutRepeats([...(replica.healing ?? []), ...mine].filter(({ hash }) => !named.ids.has(toHex(hash)))).slice(
    -mostHealing,
  );
  const carried = await namedBy(seal, healing, await heldHeads(store, own));
  const known = new Set(named.found.map(({ hash }) => toHex(hash)));
  const wanted = new Set(carried.found.map(({ hash }) => toHex(hash)).filter((hex) => !known.has(hex)));
  const entries = [...own.map(({ ref, sealed }) => ({ hash: ref.hash, sealed })), ...named.found, ...carried.found];
  const lost = new Map(entries.map(({ hash, sealed }) => [toHex(hash), { hash, sealed, waiting: wanted.has(toHex(hash)) }]));
  return { healing, lost: [...lost.values()] };
}

const withoutRepeats = (refs: readonly HeadRef[]): readonly HeadRef[] =>
  refs.filter(({ hash }, i) => !refs.slice(0, i).some((other) => equalBytes(other.hash, hash)));

/** A lost head by its hash: of the chain that is being left, or of one that was left before. */
async function heldHeads(store: Store, own: readonly OwnHead[]): Promise<FindHead> {
  const byHash = new Map(own.map(({ ref, sealed }) => [toHex(ref.hash), sealed]));
  return async (hash) => byHash.get(toHex(hash)) ?? (await store.lostHead(hash))?.sealed ?? null;
}
