// Joins a verified pull with what this device holds, in one transaction: acknowledged states are replaced, and where local edits
// wait, histories are merged on their base. Nothing waits for the network here, and nothing is lost: what can't be merged
// because it can't be read is set aside, with the local state kept waiting. // S12, S13

import { equalBytes, toHex } from "@holdfast/protocol";
import type { Opened, VaultSeal } from "../seal/vault-seal.ts";
import type { Replica, Store, StoredItem, Trouble } from "../store/store.ts";
import type { Content } from "../vault/item.ts";
import { merge } from "../vault/merge.ts";
import { encodeContent } from "../vault/parse.ts";
import { acknowledge, carried } from "./in-flight.ts";
import type { Received, ReceivedChange } from "./receive.ts";

/** What an item became by a run: its new content where it can be read, and whether it still waits. */
export interface Changed {
  readonly item: StoredItem;
  readonly content: Opened;
}

export interface Joined {
  readonly changed: readonly Changed[];
  /** Items this device keeps back, since the server's state of them can't be read here. */
  readonly setAside: readonly Trouble[];
  readonly generation: number;
}

/** Applies `received`; tries again where an edit was made meanwhile. `now`: milliseconds since 1970. */
export async function join(store: Store, seal: VaultSeal, received: Received, now: number): Promise<Joined> {
  for (;;) {
    const { generation, replica, inFlight } = await store.read();
    if (replica === null) return { changed: [], setAside: [], generation };
    const landed: ReturnType<typeof carried> =
      inFlight !== null && received.headIds.some((id) => equalBytes(id, inFlight.head.hash)) ? carried(inFlight) : new Map();
    const moved = received.to.seq > replica.head.seq;
    const held = await heldItems(
      store,
      received,
      [...landed.values()].map(({ item }) => item),
    );
    for (const [hex, sent] of landed)
      held.set(hex, acknowledge(held.get(hex) ?? { id: sent.item, acknowledged: null, waiting: null }, sent));
    const changed = await joinItems(seal, held, received.changes);
    const touched = new Set(changed.map(({ item }) => toHex(item.id)));
    const acknowledgedOnly = [...landed.keys()].filter((hex) => !touched.has(hex)).map((hex) => held.get(hex) as StoredItem);
    const setAside = troublesOf(changed);
    const result = await store.write({
      expect: generation,
      items: [...changed.map(({ item }) => item), ...acknowledgedOnly],
      ...(received.digest === null ? {} : { buckets: received.digest.buckets }),
      ...(received.sealedHeads.length === 0 ? {} : { heads: { first: received.firstHead, sealed: received.sealedHeads } }),
      ...(moved ? { inFlight: null } : {}),
      replica: afterPull(replica, received, setAside, now),
    });
    if (result.type === "written") return { changed, setAside, generation: result.generation };
  }
}

function afterPull(replica: Replica, received: Received, setAside: readonly Trouble[], now: number): Partial<Replica> {
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

/** Why an item is set aside: `revision-unreadable` did not open although the root fits, `item-not-understood` is of a later version. */
const isUnreadable = (trouble: Trouble): boolean => trouble.reason === "revision-unreadable" || trouble.reason === "item-not-understood";

/** At most one trouble of each kind and reason. */
function combine(troubles: readonly Trouble[]): readonly Trouble[] {
  const byReason = Map.groupBy(troubles, ({ kind, reason }) => `${kind} ${reason}`);
  return [...byReason.values()].map((same) => ({ ...(same[0] as Trouble), items: same.flatMap(({ items }) => items) }));
}

function troublesOf(changed: readonly Changed[]): readonly Trouble[] {
  const found = changed.flatMap(({ item, content }): Trouble[] => {
    if (content.type === "damaged") return [{ kind: "damaged", reason: "revision-unreadable", items: [item.id] }];
    const kept = item.waiting !== null && (content.type === "not-understood" || content.type === "later-epoch");
    return kept ? [{ kind: "update-needed", reason: "item-not-understood", items: [item.id] }] : [];
  });
  return combine(found);
}

async function heldItems(store: Store, received: Received, also: readonly StoredItem["id"][]): Promise<Map<string, StoredItem>> {
  const held = received.whole ? (await store.items()).items : await store.itemsById([...received.changes.map(({ item }) => item), ...also]);
  return new Map(held.map((item) => [toHex(item.id), item]));
}

/** Each received change against what is held. Only items that wait are opened and merged; the others take the server's state. */
async function joinItems(
  seal: VaultSeal,
  held: ReadonlyMap<string, StoredItem>,
  changes: readonly ReceivedChange[],
): Promise<readonly Changed[]> {
  const meetings = changes.map((change) => ({ change, mine: held.get(toHex(change.item)) ?? null }));
  const waiting = meetings.flatMap(({ change, mine }) => (mine?.waiting ? [{ change, mine, waiting: mine.waiting }] : []));
  const locals = await seal.open(waiting.map(({ change, waiting }) => ({ item: change.item, revision: waiting.revision })));
  const based = waiting.filter(({ mine }) => mine.acknowledged !== null);
  const bases = await seal.open(
    based.map(({ change, mine }) => ({ item: change.item, revision: (mine.acknowledged as { revision: Uint8Array }).revision })),
  );
  const baseOf = new Map(based.map(({ change }, i) => [toHex(change.item), bases[i] as Opened]));
  const merged = new Map<string, Content>();
  for (const [i, { change }] of waiting.entries()) {
    const local = locals[i] as Opened;
    const base = baseOf.get(toHex(change.item));
    if (change.opened.type !== "opened" || local.type !== "opened") continue;
    merged.set(toHex(change.item), merge(local.content, change.opened.content, base?.type === "opened" ? base.content : null));
  }
  const news = [...merged].flatMap(([hex, content]) => {
    const { change } = waiting.find(({ change }) => toHex(change.item) === hex) as (typeof waiting)[number];
    const same = change.opened.type === "opened" && equalBytes(encodeContent(content), encodeContent(change.opened.content));
    return same ? [] : [{ item: change.item, content }];
  });
  const sealed = await seal.seal(news);
  const newOf = new Map(news.map(({ item, content }, i) => [toHex(item), { content, sealed: sealed[i] as (typeof sealed)[number] }]));
  return meetings.map(({ change, mine }): Changed => {
    const hex = toHex(change.item);
    const acknowledged = { revision: change.revision, hash: change.hash };
    const fresh = newOf.get(hex);
    if (fresh)
      return { item: { id: change.item, acknowledged, waiting: fresh.sealed }, content: { type: "opened", content: fresh.content } };
    if (merged.has(hex)) return { item: { id: change.item, acknowledged, waiting: null }, content: change.opened };
    return { item: { id: change.item, acknowledged, waiting: keptWaiting(change, mine) }, content: change.opened };
  });
}

/** What stays waiting where there was nothing to merge: local edits on a state we can't read, and the last good state of a damaged one. */
function keptWaiting(change: ReceivedChange, mine: StoredItem | null): StoredItem["waiting"] {
  if (change.opened.type === "opened" || mine === null) return null;
  return mine.waiting ?? (change.opened.type === "damaged" ? mine.acknowledged : null);
}
