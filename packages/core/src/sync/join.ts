// Joins a verified pull with what this device holds, in one transaction: acknowledged states are replaced, and where local edits
// wait, histories are merged on their base. Nothing waits for the network here, and nothing is lost: what can't be merged
// because it can't be read is set aside, with the local state kept waiting. // S12, S13

import { equalBytes, type Hash, type ItemId, toHex } from "@holdfast/protocol";
import type { Opened, VaultSeal } from "../seal/vault-seal.ts";
import type { Replica, Sealed, Store, StoredItem, Trouble } from "../store/store.ts";
import type { Content } from "../vault/item.ts";
import { merge } from "../vault/merge.ts";
import { encodeContent } from "../vault/parse.ts";
import { healingAfter } from "./healing.ts";
import { acknowledge, carried } from "./in-flight.ts";
import type { Received, ReceivedChange } from "./receive.ts";
import type { DamagedItem } from "./repair.ts";
import { type Asked, askedBy, askedItems, isAsked, sentAgain } from "./send-again.ts";

/** What an item became by a run. */
export interface Changed {
  readonly item: StoredItem;
  /** Its newest state, the one a person sees: what waits, else what was received. */
  readonly content: Opened;
  /** Its newest state before; null where it was not held. */
  readonly before: Opened | null;
  /** How the received state opened. */
  readonly received: Opened["type"];
}

export interface Joined {
  readonly changed: readonly Changed[];
  /** How many of them this device did not hold byte for byte: what it had sent itself comes back, and is no news. */
  readonly incoming: number;
  /** Items this device keeps back, since the server's state of them can't be read here. */
  readonly setAside: readonly Trouble[];
  /** Items that wait because another device, or the server, lacks what this one holds. // S41 */
  readonly again: number;
  readonly generation: number;
}

export interface JoinOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What a poke brought is shown as soon as it outlives the process: the server has it, and gives it again. // P20 */
  readonly light?: true;
}

/** Applies `received`; tries again where an edit was made meanwhile. */
export async function join(store: Store, seal: VaultSeal, received: Received, { now, light }: JoinOptions): Promise<Joined> {
  for (;;) {
    const { generation, replica, inFlight } = await store.read();
    if (replica === null) return { changed: [], incoming: 0, setAside: [], again: 0, generation };
    const arrived = inFlight !== null && received.headIds.some((id) => equalBytes(id, inFlight.head.hash)) ? inFlight : null;
    const landed: ReturnType<typeof carried> = arrived === null ? new Map() : carried(arrived);
    const { healing, lost } = await healingAfter(seal, received, replica, arrived);
    const moved = received.to.seq > replica.head.seq;
    const asked = askedBy(received.changes.map(({ opened }) => opened));
    const held = await heldItems(store, received, [
      ...askedItems(asked),
      ...[...landed.values()].map(({ item }) => item),
      ...(received.damaged ?? []).map(({ item }) => item),
    ]);
    for (const [hex, sent] of landed)
      held.set(hex, acknowledge(held.get(hex) ?? { id: sent.item, acknowledged: null, waiting: null }, sent));
    const incoming = received.changes.filter((change) => !isHeld(held.get(toHex(change.item)), change)).length;
    const lacking = lostHere(replica);
    const joined = await joinItems(seal, await withoutWrecks(seal, held, lacking), received.changes, askedOfOthers(asked, lacking));
    const { damaged, again } = await missingThere(seal, held, received, asked);
    const changed = [...joined, ...again];
    const touched = new Set(changed.map(({ item }) => toHex(item.id)));
    const acknowledgedOnly = [...landed.keys()].filter((hex) => !touched.has(hex)).map((hex) => held.get(hex) as StoredItem);
    const setAside = [...troublesOf(changed), ...damagedTroubles(damaged)];
    const result = await store.write({
      expect: generation,
      ...(light ? { light } : {}),
      items: [...changed.map(({ item }) => item), ...acknowledgedOnly, ...damaged],
      ...(received.digest === null ? {} : { buckets: received.digest.buckets }),
      ...(received.sealedHeads.length === 0 ? {} : { heads: { first: received.firstHead, sealed: received.sealedHeads } }),
      ...(moved ? { inFlight: null } : {}),
      lost,
      replica: { ...afterPull(replica, received, setAside, now), ...healing },
    });
    if (result.type === "written") return { changed, incoming, setAside, again: again.length, generation: result.generation };
  }
}

/** Items whose right bytes did not come to this device. // S39 */
export const lostItems = (replica: Pick<Replica, "troubles"> | null): readonly ItemId[] =>
  (replica?.troubles ?? []).flatMap(({ reason, items }) => (reason === lostReason ? items : []));

const lostHere = (replica: Replica): ReadonlySet<string> => new Set(lostItems(replica).map(toHex));

/** S41: of what this device lacks itself it has no state that another one has not seen. */
const askedOfOthers = (asked: Asked, lost: ReadonlySet<string>): Asked => new Map([...asked].filter(([hex]) => !lost.has(hex)));

/** After a healing the bytes of a damaged item may stand as waiting in the place of a state that nobody here has: nothing to be merged. // H5 */
async function withoutWrecks(
  seal: VaultSeal,
  held: ReadonlyMap<string, StoredItem>,
  lost: ReadonlySet<string>,
): Promise<ReadonlyMap<string, StoredItem>> {
  const waiting = [...held].flatMap(([hex, { waiting }]) => (waiting !== null && lost.has(hex) ? [{ hex, waiting }] : []));
  const hashes = await seal.hashMany(waiting.map(({ waiting: { revision } }) => revision));
  const wrecks = new Set(waiting.flatMap(({ hex, waiting: { hash } }, i) => (equalBytes(hash, hashes[i] as Hash) ? [] : [hex])));
  return new Map([...held].map(([hex, item]) => [hex, wrecks.has(hex) ? { ...item, waiting: null } : item]));
}

const isHeld = (held: StoredItem | undefined, { hash }: ReceivedChange): boolean =>
  [held?.acknowledged, held?.waiting].some((sealed) => sealed != null && equalBytes(sealed.hash, hash));

/** What the server has damaged: `again` of it is right here, and of what others lack; the rest is damaged here as well. // S39, S41 */
async function missingThere(
  seal: VaultSeal,
  held: ReadonlyMap<string, StoredItem>,
  { changes, damaged = [] }: Received,
  asked: Asked,
): Promise<{ readonly damaged: readonly StoredItem[]; readonly again: readonly Changed[] }> {
  if (asked.size === 0 && damaged.length === 0) return { damaged: [], again: [] };
  const came = new Set(changes.map(({ item }) => toHex(item)));
  const named = damaged.map((found) => withoutItsBytes(held.get(toHex(found.item)), found));
  const hashes = await seal.hashMany(named.map(({ acknowledged }) => acknowledged?.revision ?? new Uint8Array(0)));
  const isRight = ({ acknowledged }: StoredItem, i: number) => acknowledged !== null && equalBytes(acknowledged.hash, hashes[i] as Hash);
  const right = named.filter(isRight);
  const wanted = [...held.values()].filter((item) => !came.has(toHex(item.id)) && isAsked(asked, item));
  const either = new Map([...wanted, ...right].map((item) => [toHex(item.id), item]));
  return { damaged: named.filter((item, i) => !isRight(item, i)), again: await sentAgain(seal, [...either.values()]) };
}

/** S39: it counts in the digest as what it should be, and what is shown is what was good last. */
const withoutItsBytes = (held: StoredItem | undefined, { item, hash, sent }: DamagedItem): StoredItem => ({
  id: item,
  acknowledged: { revision: held?.acknowledged?.revision ?? sent ?? Uint8Array.of(0), hash },
  waiting: held?.waiting ?? null,
});

const damagedTroubles = (damaged: readonly StoredItem[]): readonly Trouble[] =>
  damaged.length === 0 ? [] : [{ kind: "damaged", reason: lostReason, items: damaged.map(({ id }) => id) }];

export function afterPull(replica: Replica, received: Received, setAside: readonly Trouble[], now: number): Partial<Replica> {
  const items = new Set(received.changes.map(({ item }) => toHex(item)));
  const standing = replica.troubles.flatMap((trouble) => {
    if (trouble.kind === "server-full") return [trouble];
    if (trouble.kind !== "refused" && !isUnreadable(trouble)) return [];
    const left = trouble.items.filter((item) => !items.has(toHex(item)));
    return left.length === 0 ? [] : [{ ...trouble, items: left }];
  });
  return {
    head: received.to,
    epoch: received.epoch,
    restored: true,
    serverSeq: received.to.seq,
    lastSync: now,
    troubles: combine([...standing, ...setAside]),
  };
}

/**
 * Why an item is set aside: `revision-unreadable` did not open although the root fits, `item-not-understood` is of a later version, and
 * of `revision-lost` the server did not send the right bytes.
 */
export const lostReason = "revision-lost";
export const unreadableReason = "revision-unreadable";
const asideFor: ReadonlySet<string> = new Set([unreadableReason, "item-not-understood", lostReason]);
const isUnreadable = ({ reason }: Trouble): boolean => asideFor.has(reason);

/** At most one trouble of each kind and reason. */
function combine(troubles: readonly Trouble[]): readonly Trouble[] {
  const byReason = Map.groupBy(troubles, ({ kind, reason }) => `${kind} ${reason}`);
  return [...byReason.values()].map((same) => {
    const items = new Map(same.flatMap((trouble) => trouble.items.map((item) => [toHex(item), item])));
    return { ...(same[0] as Trouble), items: [...items.values()] };
  });
}

export function troublesOf(changed: readonly Changed[]): readonly Trouble[] {
  const found = changed.flatMap(({ item, content, received }): Trouble[] => {
    if (received === "damaged") return [{ kind: "damaged", reason: unreadableReason, items: [item.id] }];
    const unmerged = item.waiting !== null && (received !== "opened" || content.type !== "opened");
    return unmerged ? [{ kind: "update-needed", reason: "item-not-understood", items: [item.id] }] : [];
  });
  return combine(found);
}

async function heldItems(store: Store, received: Received, also: readonly StoredItem["id"][]): Promise<Map<string, StoredItem>> {
  const held = received.whole ? (await store.items()).items : await store.itemsById([...received.changes.map(({ item }) => item), ...also]);
  return new Map(held.map((item) => [toHex(item.id), item]));
}

interface Meeting {
  readonly change: ReceivedChange;
  readonly mine: StoredItem | null;
  /** Our side of it: local edits, else our last good state where the received one is damaged, or was made without having seen ours. */
  readonly local: Sealed | null;
  /** What both sides come from; null where the other has not seen it. // S41 */
  readonly base: Sealed | null;
}

/** Each received change against what is held. Only items that wait are opened and merged; the others take the server's state. */
async function joinItems(
  seal: VaultSeal,
  held: ReadonlyMap<string, StoredItem>,
  changes: readonly ReceivedChange[],
  asked: Asked,
): Promise<readonly Changed[]> {
  const meetings = changes.map((change): Meeting => {
    const mine = held.get(toHex(change.item)) ?? null;
    const unseen = isAsked(asked, mine);
    const lastGood = change.opened.type === "damaged" || unseen ? (mine?.acknowledged ?? null) : null;
    const local = mine?.waiting ?? lastGood;
    return { change, mine, local, base: local === null || unseen ? null : (mine?.acknowledged ?? null) };
  });
  const locals = await openEach(seal, meetings, ({ local }) => local);
  const replaced = await openEach(seal, meetings, ({ mine, local }) => (local === null ? (mine?.acknowledged ?? null) : null));
  const bases = await openEach(seal, meetings, ({ base }) => base);
  const merged = await sealMerged(seal, meetings, locals, bases);
  return meetings.map(({ change, local }): Changed => {
    const hex = toHex(change.item);
    const acknowledged = { revision: change.revision, hash: change.hash };
    const together = merged.get(hex);
    const received = change.opened.type;
    const before = locals.get(hex) ?? replaced.get(hex) ?? null;
    if (together !== undefined) {
      const { sealed, content } = together;
      return { item: { id: change.item, acknowledged, waiting: sealed }, content: { type: "opened", content }, before, received };
    }
    // S13: what can't be merged because one side can't be read stays beside it.
    return { item: { id: change.item, acknowledged, waiting: local }, content: locals.get(hex) ?? change.opened, before, received };
  });
}

/** One sealed state of each meeting that has it, opened, by hex of the item. */
async function openEach(
  seal: VaultSeal,
  meetings: readonly Meeting[],
  which: (meeting: Meeting) => Sealed | null,
): Promise<ReadonlyMap<string, Opened>> {
  const pieces = meetings.flatMap((meeting) => {
    const sealed = which(meeting);
    return sealed === null ? [] : [{ item: meeting.change.item, revision: sealed.revision }];
  });
  const opened = await seal.open(pieces);
  return new Map(pieces.map(({ item }, i) => [toHex(item), opened[i] as Opened]));
}

/** What both readable sides make together; `sealed` is null where that is the received state, and nothing waits any more. // S12 */
async function sealMerged(
  seal: VaultSeal,
  meetings: readonly Meeting[],
  locals: ReadonlyMap<string, Opened>,
  bases: ReadonlyMap<string, Opened>,
): Promise<ReadonlyMap<string, { readonly content: Content; readonly sealed: Sealed | null }>> {
  const merged = meetings.flatMap(({ change: { item, opened: theirs } }) => {
    const local = locals.get(toHex(item));
    const base = bases.get(toHex(item));
    if (theirs.type !== "opened" || local?.type !== "opened") return [];
    const content = merge(local.content, theirs.content, base?.type === "opened" ? base.content : null);
    return [{ item, content, same: equalBytes(encodeContent(content), encodeContent(theirs.content)) }];
  });
  const sealed = await seal.seal(merged.filter(({ same }) => !same));
  const next = sealed[Symbol.iterator]();
  return new Map(merged.map(({ item, content, same }) => [toHex(item), { content, sealed: same ? null : (next.next().value ?? null) }]));
}
