// When items that a server has refused are sent again, though nobody has edited them.

import { describe, expect, it } from "vitest";
import { memoryStore } from "../store/memory-store.ts";
import type { Replica, Store, Trouble } from "../store/store.ts";
import { anItemId, aReplica } from "../testing/stored-values.ts";
import { Refusals } from "./refusals.ts";

const noon = 1_772_366_400_000;
const hour = 3_600_000;
const refused: Trouble = { kind: "refused", reason: "items-refused", items: [anItemId(1)] };
const full: Trouble = { kind: "server-full", reason: "quota-full", items: [] };

async function holding(change: Partial<Replica>): Promise<Store> {
  const store = memoryStore();
  await store.create(aReplica(change));
  return store;
}
const troublesOf = async (store: Store) => (await store.read()).replica?.troubles;

/** What stands after a try at `now`, where an item is refused beside a full server. */
async function leftAt(refusals: Refusals, now: number): Promise<readonly Trouble[] | undefined> {
  const store = await holding({ troubles: [full, refused] });
  await refusals.giveAnotherTry(store, now);
  return troublesOf(store);
}

describe("an item that was refused", () => {
  it("[S14] is tried again by the first run of a process, and then once an hour", async () => {
    const refusals = new Refusals();
    expect(await leftAt(refusals, noon)).toEqual([full]);
    expect(await leftAt(refusals, noon + hour - 1)).toEqual([full, refused]);
    expect(await leftAt(refusals, noon + hour)).toEqual([full]);
    expect(await leftAt(refusals, noon + hour + 1)).toEqual([full, refused]);
  });

  it("[S14] waits for an hour from when it was refused; a clock that was put back holds it no longer", async () => {
    const refusals = new Refusals();
    refusals.refused(noon);
    expect(await leftAt(refusals, noon + hour - 1)).toEqual([full, refused]);
    expect(await leftAt(refusals, noon - hour + 1)).toEqual([full, refused]);
    expect(await leftAt(refusals, noon - hour)).toEqual([full]);
  });

  it("[S14] has its try still where there was nothing to try before", async () => {
    const refusals = new Refusals();
    for (const store of [memoryStore(), await holding({}), await holding({ troubles: [full] })]) {
      const before = await store.read();
      await refusals.giveAnotherTry(store, noon);
      expect(await store.read()).toEqual(before);
    }
    expect(await leftAt(refusals, noon + 1)).toEqual([full]);
  });

  it("[S14] stays set aside while synchronization is off", async () => {
    const refusals = new Refusals();
    const store = await holding({ enabled: false, troubles: [refused] });
    await refusals.giveAnotherTry(store, noon);
    expect(await troublesOf(store)).toEqual([refused]);
    expect(await leftAt(refusals, noon)).toEqual([full]);
  });
});
