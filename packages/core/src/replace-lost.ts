// On a person's word, what this device holds takes the place of states that the server has damaged and no other device sends again: the last
// good state of each, or a tombstone where nothing was ever here. What is replaced is named in this device's own item, so that a device which
// comes back with the right bytes joins them and loses none of its values. // S42

import { type ItemId, toHex } from "@holdfast/protocol";
import type { OpenItems, WatchedStore } from "./open-items.ts";
import type { Opened, VaultSeal } from "./seal/vault-seal.ts";
import type { Replica, Sealed, StoredItem } from "./store/store.ts";
import { isReplaceable } from "./sync/damaged.ts";
import { lostReason } from "./sync/join.ts";
import { apply } from "./vault/apply.ts";
import { type Author, type Content, type DeviceHex, isTombstone } from "./vault/item.ts";
import { type Lacked, lacksEdit } from "./vault/lacked.ts";

export interface ReplaceLostOptions {
  readonly store: WatchedStore;
  readonly items: OpenItems;
  readonly seal: VaultSeal;
  readonly device: DeviceHex;
  readonly author: () => Author;
}

/**
 * How many were replaced: none where there are more than the person was told, or others than those that were `asked` for (ids in hex). Tries
 * again where somebody has written meanwhile.
 */
export async function replaceLost(options: ReplaceLostOptions, most: number, asked: ReadonlySet<string>): Promise<number> {
  const { store, items, author } = options;
  for (;;) {
    const { generation, replica } = await store.read();
    if (replica === null) return 0;
    const damaged = replica.troubles.filter(isReplaceable);
    const held = await store.itemsById(damaged.flatMap((trouble) => trouble.items));
    if (held.length === 0 || held.length > most || held.some(({ id }) => !asked.has(toHex(id)))) return 0;
    const stored = [...(await inTheirPlace(options, held, author())), ...(await named(options, held, replica))];
    const troubles = replica.troubles.filter((trouble) => !isReplaceable(trouble));
    const result = await store.write({ expect: generation, items: stored.map(({ item }) => item), replica: { troubles } });
    if (result.type === "changed") continue;
    for (const { item, content } of stored) items.put(item, content);
    return held.length;
  }
}

interface Stored {
  readonly item: StoredItem;
  readonly content: Opened;
}

async function inTheirPlace({ seal }: ReplaceLostOptions, held: readonly StoredItem[], author: Author): Promise<readonly Stored[]> {
  const best = held.map(({ id, waiting, acknowledged }) => ({
    item: id,
    revision: (waiting ?? acknowledged)?.revision ?? new Uint8Array(0),
  }));
  const opened = await seal.open(best);
  const hashes = await seal.hashMany(best.map(({ revision }) => revision));
  const grave: Content = { v: 1, purged: [0, author.device, Math.floor(author.now)] };
  const contents = opened.map((content) => (content.type === "opened" ? content.content : content.type === "damaged" ? grave : null));
  const sealed = await seal.seal(held.flatMap(({ id }, i) => (contents[i] == null ? [] : [{ item: id, content: contents[i] }])));
  const next = sealed.values();
  return held.map((item, i): Stored => {
    const content = contents[i] ?? null;
    // What a newer version wrote goes as it is. // S13
    const asIs = { revision: best[i]?.revision ?? new Uint8Array(0), hash: hashes[i] as Sealed["hash"] };
    const waiting = content === null ? asIs : (next.next().value ?? asIs);
    return { item: { ...item, waiting }, content: content === null ? (opened[i] as Opened) : { type: "opened", content } };
  });
}

/** This device's own item, saying what was replaced; none where it has no name yet, or nothing is to be named. */
async function named({ store, items, seal, device, author }: ReplaceLostOptions, held: readonly StoredItem[], replica: Replica) {
  const lost = new Set(replica.troubles.flatMap(({ reason, items: ids }) => (reason === lostReason ? ids.map(toHex) : [])));
  const replaced = held.flatMap(({ id, acknowledged }): readonly Lacked[] => {
    const hex = toHex(id as ItemId);
    return acknowledged === null || !lost.has(hex) ? [] : [{ item: hex, hash: toHex(acknowledged.hash) }];
  });
  const open = (await items.all()).get(device);
  const stored = open === undefined ? null : await store.item(open.id);
  const own = stored === null ? undefined : (await items.of([stored])).get(device);
  if (stored === null || own?.content.type !== "opened" || isTombstone(own.content.content)) return [];
  const told = apply(own.content.content, lacksEdit(own.content.content, [], replaced), author());
  if (!told.ok || told.value === own.content.content) return [];
  const [sealed] = await seal.seal([{ item: own.id, content: told.value }]);
  return [{ item: { ...stored, waiting: sealed as Sealed }, content: { type: "opened", content: told.value } } satisfies Stored];
}
