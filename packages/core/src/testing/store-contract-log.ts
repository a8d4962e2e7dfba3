// The part of the suite for stores that concerns the activity log and the device's note.

import { expect, it } from "vitest";
import type { StoreContext } from "./store-contract.ts";
import { aReplica, aSealed } from "./stored-values.ts";

export function activity({ store, open, reopen }: StoreContext): void {
  const line = (text: string) => aSealed(text).revision;

  it("[P15] answers the newest lines of the log first, whoever wrote them", async () => {
    await store().create(aReplica());
    await store().write({ expect: 1, log: [line("one"), line("two")] });
    const other = await open();
    expect(await other.write({ expect: 2, log: [line("three")] })).toEqual({ type: "written", generation: 3 });
    await other.close();
    await reopen();
    expect(await store().log(10)).toEqual([line("three"), line("two"), line("one")]);
    expect(await store().log(1)).toEqual([line("three")]);
    expect(await store().log(0)).toEqual([]);
  });

  it("[P15] keeps the newest thousand lines", async () => {
    await store().create(aReplica());
    const lines = Array.from({ length: 1_000 }, (_, n) => line(`line ${n}`));
    await store().write({ expect: 1, log: lines });
    await store().write({ expect: 2, log: [line("a"), line("b")] });
    expect(await store().log(2_000)).toEqual([line("b"), line("a"), ...lines.slice(2).reverse()]);
    await store().write({ expect: 3, log: lines });
    expect(await store().log(2_000)).toEqual(lines.toReversed());
  });

  it("[P15] [P6] leaves the log as it is where a write brings no line, and where one is refused", async () => {
    await store().create(aReplica());
    await store().write({ expect: 1, log: [line("one")] });
    await store().write({ expect: 2, replica: { enabled: false } });
    expect(await store().write({ expect: 1, log: [line("late")] })).toEqual({ type: "changed" });
    expect(await store().log(10)).toEqual([line("one")]);
  });

  it("[P17] keeps one note, whoever wrote it, until another or none is written", async () => {
    await store().create(aReplica());
    await store().write({ expect: 1, note: line("first") });
    await store().write({ expect: 2, note: line("second") });
    const other = await open();
    expect(await other.note()).toEqual(line("second"));
    await other.close();
    await store().write({ expect: 3, log: [line("one")] });
    expect(await store().write({ expect: 1, note: line("late") })).toEqual({ type: "changed" });
    await reopen();
    expect(await store().note()).toEqual(line("second"));
    await store().write({ expect: 4, note: null });
    expect(await store().note()).toBeNull();
  });
}
