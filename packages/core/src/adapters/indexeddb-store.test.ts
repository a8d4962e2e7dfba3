import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import type { Store } from "../store/store.ts";
import { storeContract } from "../testing/store-contract.ts";
import { anItem, anItemId, aReplica } from "../testing/stored-values.ts";
import { asked, openDatabase } from "./indexeddb.ts";
import { indexedDbStore } from "./indexeddb-store.ts";

let made = 0;
const place = () => {
  const name = `replica ${made++}`;
  const remove = async () => void (await asked(indexedDB.deleteDatabase(name)));
  return { name, remove, open: async (): Promise<Store> => indexedDbStore(openDatabase(name)) };
};

storeContract("IndexedDB", async () => place());

describe("indexedDbStore", () => {
  it("[P4] is a fresh device where the browser has thrown the database away, also under an open store", async () => {
    const { open, remove } = place();
    const store = await open();
    await store.create(aReplica());
    await remove();
    expect(await store.read()).toEqual({ generation: 0, replica: null, inFlight: null, waiting: 0 });
    expect(await store.write({ expect: 1, items: [anItem(anItemId(1), null, "late")] })).toEqual({ type: "changed" });
    await store.close();
  });

  it("[P7] reads more items than one request brings, all of one generation and in order", async () => {
    const { open, remove } = place();
    const store = await open();
    await store.create(aReplica());
    const ids = Array.from({ length: 2_500 }, (_, n) => anItemId(n % 256, n));
    await store.write({ expect: 1, items: ids.map((id) => anItem(id, "held", null)) });
    const { generation, items } = await store.items();
    expect([generation, items.length]).toEqual([2, 2_500]);
    expect(items.map(({ id }) => id.join())).toEqual(ids.toSorted((a, b) => Buffer.compare(a, b)).map((id) => id.join()));
    await store.close();
    await remove();
  });

  it("[P8] counts what is held, also after many at once and after somebody else", async () => {
    const { open, remove } = place();
    const [store, other] = [await open(), await open()];
    await store.create(aReplica());
    const counted: number[] = [];
    const count = async () => void counted.push(await store.acknowledgedCount());
    const held = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => anItem(anItemId(from + n), "held", null));
    await count();
    await store.write({ expect: null, items: held(0, 60) });
    await count();
    await store.write({ expect: null, items: [...held(59, 61), anItem(anItemId(61), null, "waits")] });
    await count();
    await other.write({ expect: null, items: held(100, 103) });
    await count();
    await store.write({ expect: null, items: held(61, 62) });
    await count();
    expect(counted).toEqual([0, 60, 61, 64, 65]);
    await store.close();
    await other.close();
    await remove();
  });

  it("[P13] says damaged for what no store has written", async () => {
    const { name, open, remove } = place();
    const store = await open();
    await store.create(aReplica());
    const database = openDatabase(name);
    await database.run(["items"], { mode: "readwrite", durability: "strict" }, async (at) => {
      at("items").put({ id: new Uint8Array(16), acknowledged: { revision: "text", hash: 1 }, waiting: null }, new Uint8Array(16));
    });
    await expect(store.items()).rejects.toMatchObject({ kind: "damaged" });
    database.close();
    await store.close();
    await remove();
  });
});
