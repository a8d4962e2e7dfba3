// What follows a run that found items damaged on the server, or found them mended: this device's own item says which states it lacks now, so
// that whoever holds them sends them again. The next run sends that like an edit. // S40

import { type ItemId, toHex } from "@holdfast/protocol";
import type { OpenItems, WatchedStore } from "./open-items.ts";
import type { VaultSeal } from "./seal/vault-seal.ts";
import type { Replica, Sealed } from "./store/store.ts";
import { lostReason } from "./sync/join.ts";
import { apply } from "./vault/apply.ts";
import { type Author, type DeviceHex, isTombstone } from "./vault/item.ts";
import { type Lacked, lacksEdit, mostLacked } from "./vault/lacked.ts";

export interface TellLackedOptions {
  readonly store: WatchedStore;
  readonly items: OpenItems;
  readonly seal: VaultSeal;
  readonly device: DeviceHex;
  readonly author: () => Author;
}

export const lostItems = ({ troubles }: Pick<Replica, "troubles">): readonly ItemId[] =>
  troubles.flatMap(({ reason, items }) => (reason === lostReason ? items : []));

/** The states that these items should have by the verified list. */
export async function lackedStates(store: Pick<WatchedStore, "itemsById">, lost: readonly ItemId[]): Promise<readonly Lacked[]> {
  const held = await store.itemsById(lost.slice(0, mostLacked));
  return held.flatMap(({ id, acknowledged }) => (acknowledged === null ? [] : [{ item: toHex(id), hash: toHex(acknowledged.hash) }]));
}

/** Whether something was written. Tries again where somebody has written meanwhile. */
export async function tellLacked({ store, items, seal, device, author }: TellLackedOptions): Promise<boolean> {
  for (;;) {
    const { generation, replica } = await store.read();
    const open = replica === null ? undefined : (await items.all()).get(device);
    const rows = open === undefined ? [] : await store.itemsById([open.id]);
    const own = (await items.of(rows)).get(device);
    // A device that has no name yet tells it once it has.
    if (replica === null || own?.content.type !== "opened" || isTombstone(own.content.content)) return false;
    const before = own.content.content;
    const told = apply(before, lacksEdit(before, await lackedStates(store, lostItems(replica))), author());
    const [held] = rows;
    if (!told.ok || told.value === before || held === undefined) return false;
    const [sealed] = await seal.seal([{ item: own.id, content: told.value }]);
    const stored = { ...held, waiting: sealed as Sealed };
    const result = await store.write({ expect: generation, items: [stored] });
    if (result.type === "changed") continue;
    items.put(stored, { type: "opened", content: told.value });
    return true;
  }
}
