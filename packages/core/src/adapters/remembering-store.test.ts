import "fake-indexeddb/auto";
import { assert } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import type { Store } from "../store/store.ts";
import { storeContract } from "../testing/store-contract.ts";
import { anInFlight, anItem, anItemId, aReplica, aSealed } from "../testing/stored-values.ts";
import { asked, openDatabase } from "./indexeddb.ts";
import { indexedDbStore } from "./indexeddb-store.ts";
import { type RememberingStore, rememberingStore } from "./remembering-store.ts";

let made = 0;

/** One store for all that open it, as the one home that is in use; the last to close it closes it. */
function sharedPlace() {
  const name = `remembered ${made++}`;
  const users = new Set<Store>();
  let shared: RememberingStore;
  const open = async (): Promise<Store> => {
    if (users.size === 0) shared = rememberingStore(indexedDbStore(openDatabase(name)));
    const store = shared;
    const usable = () => assert(users.has(user), "a closed store is not used");
    const user: Store = {
      ...store,
      read: async () => {
        usable();
        return store.read();
      },
      write: async (change) => {
        usable();
        return store.write(change);
      },
      close: async () => {
        users.delete(user);
        if (users.size === 0) await store.close();
      },
    };
    users.add(user);
    return user;
  };
  return { open, remove: async () => void (await asked(indexedDB.deleteDatabase(name))) };
}

storeContract("A remembering store over IndexedDB", async () => sharedPlace());

/** A remembering store, how often its disk was asked for the state, and another one over the same disk. */
function watched() {
  const name = `remembered ${made++}`;
  const below = indexedDbStore(openDatabase(name, () => store.forget()));
  let looks = 0;
  const read = () => {
    looks++;
    return below.read();
  };
  const store: RememberingStore = rememberingStore({ ...below, read });
  return { name, store, looks: () => looks, disk: indexedDbStore(openDatabase(name)) };
}

describe("rememberingStore", () => {
  it("[P22] looks at the disk once, however often it is asked and whatever is written", async () => {
    const { store, looks, disk } = watched();
    await store.create(aReplica());
    await Promise.all([store.read(), store.read()]);
    await store.read();
    const writes = [
      { items: [anItem(anItemId(1), "held", "waits"), anItem(anItemId(2), null, "waits")] },
      { inFlight: anInFlight("commit") },
      { replica: { enabled: false, healing: [] } },
      { items: [anItem(anItemId(1), "newer", null)], inFlight: null },
      { log: [aSealed("line").revision], light: true as const },
    ];
    for (const write of writes) {
      expect((await store.write({ expect: null, ...write })).type).toBe("written");
      expect(await store.read()).toEqual(await disk.read());
    }
    expect((await store.read()).waiting).toBe(1);
    expect(looks()).toBe(1);
    await Promise.all([store.close(), disk.close()]);
  });

  it("[P22] says what was while a write is under way, and what is once it has ended, in whatever order they are heard of", async () => {
    const { store, disk } = watched();
    await store.create(aReplica());
    const before = await store.read();
    const writes = [1, 2, 3].map((n) => store.write({ expect: null, items: [anItem(anItemId(n), null, "waits")] }));
    expect(await store.read()).toEqual(before);
    await Promise.all(writes);
    expect(await store.read()).toEqual(await disk.read());
    expect((await store.read()).waiting).toBe(3);
    await Promise.all([store.close(), disk.close()]);
  });

  it("[P22] remembers nothing that was read before a write and came behind it", async () => {
    const { store, disk } = watched();
    await store.create(aReplica());
    const [read] = await Promise.all([store.read(), store.write({ expect: null, replica: { serverSeq: 7 } })]);
    expect([0, 7]).toContain(read.replica?.serverSeq);
    expect((await store.read()).replica?.serverSeq).toBe(7);
    await Promise.all([store.close(), disk.close()]);
  });

  it("[P2, P22] forgets where a write was refused or failed", async () => {
    const { store, disk } = watched();
    await store.create(aReplica());
    const { generation } = await store.read();
    await disk.write({ expect: null, replica: { serverSeq: 8 } });
    expect(await store.write({ expect: generation, replica: { serverSeq: 9 } })).toEqual({ type: "changed" });
    expect((await store.read()).replica?.serverSeq).toBe(8);
    await disk.write({ expect: null, replica: { serverSeq: 9 } });
    await expect(store.write({ expect: null, items: [{ id: anItemId(1), acknowledged: null, waiting: null }] })).rejects.toThrow();
    expect((await store.read()).replica?.serverSeq).toBe(9);
    await Promise.all([store.close(), disk.close()]);
  });

  it("[P22] remembers nothing of a store that was closed", async () => {
    const { store, disk } = watched();
    await store.create(aReplica());
    await store.read();
    await store.close();
    await expect(store.read()).rejects.toThrow("a closed store is not used");
    await disk.close();
  });

  it("[P4, P22] is a fresh device at once where the browser has thrown the database away", async () => {
    const { name, store, disk } = watched();
    await store.create(aReplica());
    expect((await store.read()).replica).not.toBeNull();
    await disk.close();
    await asked(indexedDB.deleteDatabase(name));
    expect((await store.read()).replica).toBeNull();
    await store.close();
  });
});
