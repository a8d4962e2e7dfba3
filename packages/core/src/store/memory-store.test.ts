import { describe, expect, it } from "vitest";
import { storeContract } from "../testing/store-contract.ts";
import { anItem, anItemId, aReplica } from "../testing/stored-values.ts";
import { memoryDisk, memoryStore } from "./memory-store.ts";

storeContract("memory", async () => {
  const disk = memoryDisk();
  return { open: async () => memoryStore(disk), remove: async () => {} };
});

describe("memoryStore", () => {
  it("[P4] counts writes and nothing else", async () => {
    const store = memoryStore();
    await store.create(aReplica());
    await store.write({ expect: 9 });
    await store.read();
    await store.write({ expect: 1, items: [anItem(anItemId(1), null, "new")] });
    expect((await store.read()).generation).toBe(2);
  });
});
