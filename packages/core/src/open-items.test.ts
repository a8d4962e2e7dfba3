import { describe, expect, it } from "vitest";
import { watchStore } from "./open-items.ts";
import { memoryDisk, memoryStore } from "./store/memory-store.ts";
import type { Store } from "./store/store.ts";
import { aReplica } from "./testing/stored-values.ts";

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
