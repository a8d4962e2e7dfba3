// The whole contract, by a store that looks after whose replica it is; and what such a one sees once the folder is another device's.

import type { DeviceId } from "@holdfast/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { storeContract } from "../testing/store-contract.ts";
import { anInFlight, anItem, anItemId, aReplica, aSealed } from "../testing/stored-values.ts";
import { memoryDisk, memoryStore } from "./memory-store.ts";
import { ownStore } from "./own-store.ts";
import type { Store } from "./store.ts";

const mine = aReplica().device;
const other = new Uint8Array(16).fill(7) as DeviceId;

storeContract("one device's view", async () => {
  const disk = memoryDisk();
  return { open: async () => ownStore(memoryStore(disk), mine), remove: async () => {} };
});

describe("a store whose folder became another device's", () => {
  let beneath: Store;
  let store: Store;
  const item = anItem(anItemId(1), "base", "an edit of the other account");
  beforeEach(async () => {
    beneath = memoryStore();
    store = ownStore(beneath, mine);
    await beneath.create(aReplica({ device: other }));
    const [note, line] = [aSealed("note").revision, aSealed("line").revision];
    await beneath.write({ expect: 1, items: [item], inFlight: anInFlight("commit"), note, log: [line] });
  });

  it("[P18] is empty, though it stands at the same generation", async () => {
    expect(await store.read()).toEqual({ generation: 2, replica: null, inFlight: null, waiting: 0 });
    expect(await store.item(item.id)).toBeNull();
    expect(await store.itemsById([item.id])).toEqual([]);
    expect(await store.items()).toEqual({ generation: 2, items: [] });
    expect(await store.waiting(10)).toEqual([]);
    expect(await store.log(10)).toEqual([]);
    expect(await store.note()).toBeNull();
  });

  it("[P18] writes nothing into it and clears nothing of it", async () => {
    expect(await store.write({ expect: 2, replica: { enabled: false } })).toEqual({ type: "changed" });
    expect(await store.write({ expect: null, items: [anItem(anItemId(2), null, "mine")] })).toEqual({ type: "changed" });
    expect(await store.write({ expect: 2, device: other, replica: { enabled: false } })).toEqual({ type: "changed" });
    expect(await store.clear(2)).toEqual({ type: "changed" });
    expect(await beneath.items()).toEqual({ generation: 2, items: [item] });
    expect((await beneath.read()).replica).toEqual(aReplica({ device: other }));
  });
});
