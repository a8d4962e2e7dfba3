import { describe, expect, it } from "vitest";
import { OpenItems, watchStore } from "./open-items.ts";
import type { Opened, VaultSeal } from "./seal/vault-seal.ts";
import { memoryDisk, memoryStore } from "./store/memory-store.ts";
import type { Store, StoredItem } from "./store/store.ts";
import { anItem, anItemId, aReplica, aSealed } from "./testing/stored-values.ts";

/** A watched store at generation 1, what else writes to its disk, and a hold on the answers of its own writes. */
async function scene() {
  const disk = memoryDisk();
  const below = memoryStore(disk);
  let held: Promise<void> = Promise.resolve();
  const write: Store["write"] = async (change) => {
    const result = await below.write(change);
    await held;
    return result;
  };
  const store = watchStore({ ...below, read: () => below.read(), write });
  await below.create(aReplica());
  store.follow(1);
  const hold = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    held = promise;
    return resolve;
  };
  return { store, other: memoryStore(disk), hold };
}

describe("watchStore", () => {
  it("covers what was written through it, and what was before", async () => {
    const { store } = await scene();
    await store.write({ expect: 1 });
    expect([await store.covers(1), await store.covers(2), await store.covers(3)]).toEqual([true, true, false]);
  });

  it("covers nothing once somebody else has written", async () => {
    const { store, other } = await scene();
    await other.write({ expect: null });
    expect(await store.covers(2)).toBe(false);
    await store.write({ expect: null });
    expect(await store.covers(3)).toBe(false);
    store.follow(3);
    expect(await store.covers(3)).toBe(true);
  });

  it("covers a write that others see before its own answer is here", async () => {
    const { store, hold } = await scene();
    const answer = hold();
    const writing = store.write({ expect: 1 });
    const covered = store.covers(2);
    answer();
    expect(await covered).toBe(true);
    await writing;
  });
});

describe("OpenItems", () => {
  /** Open items over a store, and how many revisions were opened for it. What a revision opens to says which it was. */
  async function opened(...held: readonly StoredItem[]) {
    const below = memoryStore(memoryDisk());
    await below.create(aReplica());
    await below.write({ expect: null, items: held });
    let count = 0;
    const open: VaultSeal["open"] = async (pieces) => {
      count += pieces.length;
      return pieces.map(({ revision }) => contentOf(revision));
    };
    const items = new OpenItems(watchStore(below), { open } as VaultSeal, { reloaded: () => {}, touched: () => {} });
    await items.all();
    return { items, count: () => count };
  }

  const contents = new Map<string, Opened>();
  function contentOf(revision: Uint8Array): Opened {
    const known = contents.get(revision.join()) ?? {
      type: "opened",
      content: { v: 1, kind: "login", fields: new Map(), conflicts: new Map() },
    };
    contents.set(revision.join(), known);
    return known;
  }
  const newest = (item: StoredItem): Opened => contentOf((item.waiting ?? item.acknowledged)?.revision ?? new Uint8Array());
  const id = anItemId(1);
  const contentIn = async ({ items }: Awaited<ReturnType<typeof opened>>, row: StoredItem) =>
    [...(await items.of([row])).values()].map(({ content, waiting }) => [content === newest(row), waiting]);

  it("gives of rows what stands open where it is of that state, and opens nothing twice", async () => {
    const row = anItem(id, "base", "edit");
    const scene = await opened(row, anItem(anItemId(2), "other", null));
    expect(await contentIn(scene, row)).toEqual([[true, true]]);
    // The same state, acknowledged by now.
    expect(await contentIn(scene, { id, acknowledged: row.waiting, waiting: null })).toEqual([[true, false]]);
    expect(scene.count()).toBe(2);
  });

  it("opens what came into the store and does not stand open yet, so that nothing is decided on what was before", async () => {
    const scene = await opened(anItem(id, "base", null));
    expect(await contentIn(scene, anItem(id, "theirs", null))).toEqual([[true, false]]);
    // Of a damaged item another revision stands beside the hash of the right one.
    const beside = { id, acknowledged: { ...aSealed("good last"), hash: aSealed("base").hash }, waiting: null };
    expect(await contentIn(scene, beside)).toEqual([[true, false]]);
    expect(scene.count()).toBe(3);
  });
});
