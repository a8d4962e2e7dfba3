// The part of the suite for stores that concerns heads of branches a device has left.

import { type Bytes, compareBytes, type Hash } from "@holdfast/protocol";
import { expect, it } from "vitest";
import type { LostHead } from "../store/store.ts";
import type { StoreContext } from "./store-contract.ts";
import { aReplica, aSealed } from "./stored-values.ts";

const aLost = (text: string, waiting: boolean): LostHead => {
  const { revision, hash } = aSealed(text);
  return { hash, sealed: revision, waiting };
};
const heads = (...names: string[]): Bytes[] => names.map((name) => aSealed(name).revision);

export function lostHeads({ store, reopen }: StoreContext): void {
  it("[P16] cuts the chain above a seq, and puts heads after that", async () => {
    await store().create(aReplica());
    await store().write({ expect: 1, heads: { first: 1, sealed: heads("one", "two", "three", "four") } });
    await store().write({ expect: 2, cutHeads: 2, heads: { first: 3, sealed: heads("other three") }, lost: [aLost("three", true)] });
    await reopen();
    expect(await store().heads(1, 10)).toEqual(heads("one", "two", "other three"));
    expect(await store().heads(4, 10)).toEqual([]);
    await store().write({ expect: 3, cutHeads: 0 });
    expect(await store().heads(1, 10)).toEqual([]);
    expect(await store().lostHead(aSealed("three").hash)).toEqual(aLost("three", true));
  });

  it("[P16] keeps lost heads by their hash, and lists those that wait, ascending", async () => {
    await store().create(aReplica());
    expect(await store().lostHead(aSealed("a").hash)).toBeNull();
    expect(await store().lostWaiting(10)).toEqual([]);
    const waiting = ["a", "b", "c"].map((name) => aLost(name, true)).sort((a, b) => compareBytes(a.hash, b.hash));
    await store().write({ expect: 1, lost: [...waiting.toReversed(), aLost("d", false)] });
    expect(await store().lostWaiting(10)).toEqual(waiting);
    expect(await store().lostWaiting(2)).toEqual(waiting.slice(0, 2));
    expect(await store().lostHead(aSealed("d").hash)).toEqual(aLost("d", false));
    const [first, ...others] = waiting;
    if (first === undefined) throw new Error("none waits");
    await store().write({ expect: 2, lost: [{ ...first, waiting: false }] });
    await reopen();
    expect(await store().lostWaiting(10)).toEqual(others);
    expect(await store().lostHead(first.hash)).toEqual({ ...first, waiting: false });
  });

  it("[P16, P5] forgets them when cleared, and [P6] leaves them where a write does not name them", async () => {
    await store().create(aReplica());
    await store().write({ expect: 1, lost: [aLost("a", true)], heads: { first: 1, sealed: heads("one") } });
    await store().write({ expect: 2, replica: { healing: [{ seq: 1, hash: aSealed("a").hash }] } });
    expect(await store().lostWaiting(10)).toEqual([aLost("a", true)]);
    expect((await store().read()).replica?.healing).toEqual([{ seq: 1, hash: aSealed("a").hash }]);
    await store().clear((await store().read()).generation);
    expect(await store().lostHead(aSealed("a").hash)).toBeNull();
  });

  it.each([
    ["a chain cut below its beginning", { cutHeads: -1 }],
    ["a lost head with a hash of 31 bytes", { lost: [{ ...aLost("a", true), hash: new Uint8Array(31) as Hash }] }],
    ["a lost head above its limit", { lost: [{ ...aLost("a", true), sealed: new Uint8Array(4 * 1024 + 1) }] }],
  ])("[P16, P6] changes nothing where a write fails: %s", async (_, fault) => {
    await store().create(aReplica());
    await expect(store().write({ expect: 1, replica: { enabled: false }, ...fault })).rejects.toThrow();
    expect(await store().read()).toEqual({ generation: 1, replica: aReplica(), inFlight: null, waiting: 0 });
    expect(await store().lostWaiting(10)).toEqual([]);
  });
}
