// New items of a replica: made, sealed and stored, some thousand a transaction; or one under an id that was chosen before, which makes it
// once however often it is asked for.

import { assert, compareBytes, type ItemId, idFromHex, toHex } from "@holdfast/protocol";
import { type Bulk, itemsATransaction } from "./bulk-writes.ts";
import type { Client } from "./client.ts";
import type { StoredItem } from "./store/store.ts";
import { StoreProblem } from "./store/store-problem.ts";
import type { ApplyFailure } from "./vault/apply.ts";
import type { Item } from "./vault/item.ts";
import { makeItem } from "./vault/make-item.ts";
import type { NewItem } from "./vault/new-item.ts";

interface Made {
  readonly id: ItemId;
  readonly item: Item;
}

export async function addMany(bulk: Bulk, items: readonly NewItem[], progress: (done: number) => void): ReturnType<Client["addMany"]> {
  const ids = items.map(() => bulk.seal.newItemId());
  const failures: { index: number; failure: ApplyFailure }[] = [];
  let done = 0;
  for (const indexes of transactionsOf(ids)) {
    const ready: Made[] = [];
    for (const index of indexes) {
      const made = makeItem(items[index] as NewItem, bulk.author());
      if (made.ok) ready.push({ id: ids[index] as ItemId, item: made.value });
      else failures.push({ index, failure: made.error });
    }
    await saveNew(bulk, ready);
    done += indexes.length;
    progress(done);
  }
  const failed = new Set(failures.map(({ index }) => index));
  return { ids: ids.map((id, index) => (failed.has(index) ? null : toHex(id))), failures: failures.sort((a, b) => a.index - b.index) };
}

/** Items under ids that nobody has yet. */
export async function saveNew(bulk: Bulk, items: readonly Made[]): Promise<void> {
  if ((await storeNew(bulk, items, null)) === "changed") throw new StoreProblem("signed-out");
}

/** One item under `hex`; told as there already where the vault has anything of that id, a purged item too. */
export async function addAs(bulk: Bulk, hex: string, item: NewItem): ReturnType<Client["addAs"]> {
  const id = idFromHex<ItemId>(hex);
  assert(id !== null, "an id has 32 hex digits");
  for (;;) {
    const { generation, replica } = await bulk.store.read();
    if (replica === null) throw new StoreProblem("signed-out");
    if ((await bulk.store.item(id)) !== null) return { ok: false, error: { type: "there-already" } };
    const made = makeItem(item, bulk.author());
    if (!made.ok) return made;
    if ((await storeNew(bulk, [{ id, item: made.value }], generation)) === "written") return { ok: true, value: { id: hex } };
  }
}

async function storeNew({ seal, store, items: open }: Bulk, items: readonly Made[], expect: number | null): Promise<"written" | "changed"> {
  const sealed = await seal.seal(items.map(({ id, item }) => ({ item: id, content: item })));
  const stored = items.map(({ id }, i): StoredItem => ({ id, acknowledged: null, waiting: sealed[i] as (typeof sealed)[number] }));
  const result = await store.write({ expect, items: stored });
  if (result.type === "changed") return "changed";
  for (const [i, item] of stored.entries()) open.put(item, { type: "opened", content: (items[i] as Made).item });
  return "written";
}

/** Which items go together, in the order of the outbox: then each commit finds its rows side by side on the disk. Which item has which id is chance. */
function* transactionsOf(ids: readonly ItemId[]): Generator<readonly number[], void> {
  const ascending = [...ids.keys()].sort((a, b) => compareBytes(ids[a] as ItemId, ids[b] as ItemId));
  for (let at = 0; at < ascending.length; at += itemsATransaction) yield ascending.slice(at, at + itemsATransaction);
}
