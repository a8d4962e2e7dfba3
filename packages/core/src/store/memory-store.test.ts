import { describe, expect, it } from "vitest";
import { storeContract } from "../testing/store-contract.ts";
import { anInFlight, anItem, anItemId, aReplica, aSealed } from "../testing/stored-values.ts";
import { cutPower, type MemoryDisk, memoryDisk, memoryStore } from "./memory-store.ts";

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

  it("[P6] changes nothing but the generation where a write names nothing", async () => {
    const disk = await filled();
    const before = structuredClone(disk);
    await memoryStore(disk).write({ expect: 2 });
    expect(disk).toEqual({ ...before, generation: 3 });
  });

  it("[P6] creates no replica that is out of its bounds", async () => {
    const store = memoryStore();
    await expect(store.create(aReplica({ slotVersion: -1 }))).rejects.toThrow();
    expect(await store.read()).toEqual({ generation: 0, replica: null, inFlight: null, waiting: 0 });
  });
});

describe("a power cut", () => {
  it("[P20] takes every light write since the last durable one, and nothing else", async () => {
    const disk = await filled();
    const before = structuredClone(disk);
    const store = memoryStore(disk);
    const line = aSealed("light line").revision;
    await store.write({ expect: 2, light: true, inFlight: anInFlight("light"), log: [line], items: [anItem(anItemId(1), "base", null)] });
    await store.write({
      expect: 3,
      light: true,
      buckets: [{ bucket: 1, hash: aSealed("other").hash }],
      heads: { first: 1, sealed: [line] },
      lost: [{ ...aSealed("lost"), sealed: line, waiting: false }],
      note: line,
    });
    expect(cutPower(disk)).toEqual(before);
  });

  it("[P20] takes nothing where a durable write came last", async () => {
    const disk = await filled();
    const store = memoryStore(disk);
    await store.write({ expect: 2, light: true, note: aSealed("light").revision });
    await store.write({ expect: 3, replica: { serverSeq: 9 } });
    const before = structuredClone(disk);
    expect(cutPower(disk)).toEqual(before);
    expect(before.note).toEqual(aSealed("light").revision);
  });
});

/** A disk with something in each of its places. */
async function filled(): Promise<MemoryDisk> {
  const disk = memoryDisk();
  const store = memoryStore(disk);
  await store.create(aReplica());
  const { revision, hash } = aSealed("something");
  await store.write({
    expect: 1,
    items: [anItem(anItemId(1), "base", "edit")],
    buckets: [{ bucket: 1, hash }],
    heads: { first: 1, sealed: [revision] },
    lost: [{ hash, sealed: revision, waiting: true }],
    inFlight: anInFlight("commit"),
    log: [revision],
    note: revision,
  });
  return disk;
}
