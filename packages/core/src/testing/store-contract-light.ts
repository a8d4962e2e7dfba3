// The part of the suite for stores that concerns light writes. That a power cut loses nothing else is shown where power can be cut: over
// memory, in tests/sync-crash.test.ts.

import { expect, it } from "vitest";
import type { StoreContext } from "./store-contract.ts";
import { anInFlight, anItem, anItemId, aReplica } from "./stored-values.ts";

const held = anItem(anItemId(1), null, "an edit");

export function lightWrites({ store, open, reopen }: StoreContext): void {
  it("[P20, P1] writes lightly like any other write: whole, seen by other processes, there when the process is gone", async () => {
    await store().create(aReplica());
    await store().write({ expect: 1, items: [held] });
    expect(await store().write({ expect: 2, light: true, inFlight: anInFlight("commit") })).toEqual({ type: "written", generation: 3 });
    const other = await open();
    expect(await other.read()).toMatchObject({ generation: 3, inFlight: anInFlight("commit") });
    expect(await other.write({ expect: 3, light: true, inFlight: null })).toEqual({ type: "written", generation: 4 });
    await other.close();
    await reopen();
    expect(await store().read()).toMatchObject({ generation: 4, inFlight: null });
    expect((await store().items()).items).toEqual([held]);
  });

  it("[P20, P2] refuses a light write that stands on another generation, and changes nothing", async () => {
    await store().create(aReplica());
    expect(await store().write({ expect: 7, light: true, items: [held] })).toEqual({ type: "changed" });
    expect((await store().items()).items).toEqual([]);
  });
}
