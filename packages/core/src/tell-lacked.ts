// What follows a run that found items damaged on the server, or found them mended: this device's own item says which states it lacks now, so
// that whoever holds them sends them again. The next run sends that like an edit. // S40

import { fromHex, type ItemId, toHex } from "@holdfast/protocol";
import type { OpenItems, WatchedStore } from "./open-items.ts";
import type { VaultSeal } from "./seal/vault-seal.ts";
import type { Sealed } from "./store/store.ts";
import { lostItems } from "./sync/join.ts";
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

/** The states that these items should have by the verified list. */
export async function lackedStates(store: Pick<WatchedStore, "itemsById">, lost: readonly ItemId[]): Promise<readonly Lacked[]> {
  const held = await store.itemsById(lost.slice(0, mostLacked));
  return held.flatMap(({ id, acknowledged }) => (acknowledged === null ? [] : [{ item: toHex(id), hash: toHex(acknowledged.hash) }]));
}

/** Whether something was written. Tries again where somebody has written meanwhile. */
export async function tellLacked({ store, items, seal, device, author }: TellLackedOptions): Promise<boolean> {
  for (;;) {
    const { generation, replica } = await store.read();
    const held = replica === null ? null : await store.item(fromHex(device) as ItemId);
    const newest = held?.waiting ?? held?.acknowledged ?? null;
    if (replica === null || held === null || newest === null) return false;
    // Opened from the row that is written over, and it alone: every run asks, since what it says may be from before this process began.
    const [own] = await seal.open([{ item: held.id, revision: newest.revision }]);
    // A device that has no name yet tells it once it has.
    if (own?.type !== "opened" || isTombstone(own.content)) return false;
    const before = own.content;
    const told = apply(before, lacksEdit(before, await lackedStates(store, lostItems(replica))), author());
    if (!told.ok || told.value === before) return false;
    const [sealed] = await seal.seal([{ item: held.id, content: told.value }]);
    const stored = { ...held, waiting: sealed as Sealed };
    const result = await store.write({ expect: generation, items: [stored] });
    if (result.type === "changed") continue;
    items.put(stored, { type: "opened", content: told.value });
    return true;
  }
}
