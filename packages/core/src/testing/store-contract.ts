// The suite that every store passes, whatever keeps it (docs/spec/replica.md). What only an engine with a disk can show, such as a
// crash or a file that is not ours, stands beside that engine.

import { type Bytes, compareBytes, type Hash, type ItemId, toHex } from "@holdfast/protocol";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type MemoryDisk, memoryDisk, memoryStore } from "../store/memory-store.ts";
import type { LostHead, Store, StoredItem, Write } from "../store/store.ts";
import { lightWrites } from "./store-contract-light.ts";
import { activity } from "./store-contract-log.ts";
import { lostHeads } from "./store-contract-lost.ts";
import { anInFlight, anItem, anItemId, aReplica, aSealed } from "./stored-values.ts";

/** A place where a store lies: opened as often as asked, each time another store over the same bytes. */
export interface StorePlace {
  open(): Promise<Store>;
  remove(): Promise<void>;
}

export function storeContract(name: string, makePlace: () => Promise<StorePlace>): void {
  describe(`${name} as a store`, () => {
    let place: StorePlace;
    let store: Store;
    beforeEach(async () => {
      place = await makePlace();
      store = await place.open();
    });
    afterEach(async () => {
      await store.close();
      await place.remove();
    });
    const context: StoreContext = {
      store: () => store,
      open: () => place.open(),
      reopen: async () => {
        await store.close();
        store = await place.open();
      },
    };
    const parts = [creating, writing, items, digest, streams, lostHeads, lightWrites, activity, likeTheReference];
    for (const part of parts) part(context);
  });
}

export interface StoreContext {
  readonly store: () => Store;
  /** Another store over the same place, as another process has. The test closes it. */
  open(): Promise<Store>;
  reopen(): Promise<void>;
}

const idsOf = (held: readonly { readonly id: ItemId }[]): string[] => held.map(({ id }) => toHex(id));

function creating({ store, open, reopen }: StoreContext): void {
  it("[P4] is empty at first, at generation 0", async () => {
    expect(await store().read()).toEqual({ generation: 0, replica: null, inFlight: null, waiting: 0 });
    expect(await store().items()).toEqual({ generation: 0, items: [] });
    expect(await store().item(anItemId(1))).toBeNull();
    expect(await store().itemsById([anItemId(1)])).toEqual([]);
    expect(await store().waiting(10)).toEqual([]);
    expect(await store().pairs(0)).toEqual([]);
    expect(await store().buckets()).toEqual(new Array(256).fill(null));
    expect(await store().acknowledgedCount()).toBe(0);
    expect(await store().heads(1, 10)).toEqual([]);
    expect(await store().log(10)).toEqual([]);
    expect(await store().note()).toBeNull();
  });

  it("[P5] becomes a replica once", async () => {
    const replica = aReplica({ sealedToken: new Uint8Array(60).fill(9), lastSync: -5 });
    expect(await store().create(replica)).toEqual({ type: "written", generation: 1 });
    expect(await store().create(aReplica({ slotVersion: 7 }))).toEqual({ type: "changed" });
    expect(await store().read()).toEqual({ generation: 1, replica, inFlight: null, waiting: 0 });
  });

  it("[P5] refuses a write to a store that is no replica, whatever generation it names", async () => {
    const items = [anItem(anItemId(1), null, "new")];
    expect(await store().write({ expect: null, items })).toEqual({ type: "changed" });
    expect(await store().write({ expect: 0, items })).toEqual({ type: "changed" });
    expect((await store().items()).items).toEqual([]);
  });

  it("[P18] refuses a write that another device's client makes, and changes nothing", async () => {
    const { device } = aReplica();
    await store().create(aReplica());
    const [items, other] = [[anItem(anItemId(1), null, "new")], device.map((byte) => byte ^ 1) as typeof device];
    expect(await store().write({ expect: null, device: other, items })).toEqual({ type: "changed" });
    expect(await store().write({ expect: null, device, items })).toEqual({ type: "written", generation: 2 });
  });

  it("[P5] forgets everything but the generation when cleared, and can begin again", async () => {
    await store().create(aReplica());
    await store().write({
      expect: 1,
      items: [anItem(anItemId(1), "base", "new")],
      buckets: [{ bucket: 1, hash: aSealed("bucket").hash }],
      heads: { first: 1, sealed: [aSealed("head").revision] },
      inFlight: anInFlight("commit"),
      log: [aSealed("line").revision],
      note: aSealed("note").revision,
    });
    expect(await store().clear(1)).toEqual({ type: "changed" });
    expect((await store().read()).waiting).toBe(1);
    expect(await store().clear(2)).toEqual({ type: "written", generation: 3 });
    expect(await store().log(10)).toEqual([]);
    expect(await store().note()).toBeNull();
    expect(await store().read()).toEqual({ generation: 3, replica: null, inFlight: null, waiting: 0 });
    expect((await store().items()).items).toEqual([]);
    expect(await store().heads(1, 1)).toEqual([]);
    expect((await store().buckets())[1]).toBeNull();
    expect(await store().create(aReplica())).toEqual({ type: "written", generation: 4 });
  });

  it("[P1] holds the same for whoever opens it next", async () => {
    await store().create(aReplica());
    const item = anItem(anItemId(200), "base", "new");
    const inFlight = anInFlight("commit", [{ item: item.id, hash: aSealed("new").hash }]);
    await store().write({ expect: 1, items: [item], inFlight, replica: { enabled: false } });
    const second = await open();
    expect(await second.item(item.id)).toEqual(item);
    await second.close();
    await reopen();
    expect(await store().read()).toEqual({ generation: 2, replica: aReplica({ enabled: false }), inFlight, waiting: 1 });
    expect((await store().items()).items).toEqual([item]);
  });

  it("refuses every call once closed", async () => {
    const closed = await open();
    await closed.close();
    await expect(closed.read()).rejects.toThrow();
    await expect(closed.write({ expect: null })).rejects.toThrow();
  });
}

function writing({ store, open }: StoreContext): void {
  it("[P2] refuses a write that stands on another generation, and changes nothing", async () => {
    await store().create(aReplica());
    const late: Write = { expect: 1, items: [anItem(anItemId(2), null, "late")], replica: { enabled: false } };
    expect(await store().write({ expect: 1, items: [anItem(anItemId(1), null, "first")] })).toEqual({ type: "written", generation: 2 });
    expect(await store().write(late)).toEqual({ type: "changed" });
    expect(await store().write({ ...late, expect: 3 })).toEqual({ type: "changed" });
    expect((await store().read()).replica).toEqual(aReplica());
    expect(idsOf((await store().items()).items)).toEqual([toHex(anItemId(1))]);
    expect(await store().write({ ...late, expect: 2 })).toEqual({ type: "written", generation: 3 });
  });

  it("[P2] writes whatever happened since where no generation is named", async () => {
    await store().create(aReplica());
    expect(await store().write({ expect: null })).toEqual({ type: "written", generation: 2 });
    expect(await store().write({ expect: null, replica: { serverSeq: 4 } })).toEqual({ type: "written", generation: 3 });
  });

  it("[P2] lets exactly one of two stores over one place write on a generation", async () => {
    await store().create(aReplica());
    const other = await open();
    const write = (by: Store, n: number) => by.write({ expect: 1, items: [anItem(anItemId(n), null, `by ${n}`)] });
    const results = await Promise.all([write(store(), 1), write(other, 2)]);
    expect(results.map(({ type }) => type).sort()).toEqual(["changed", "written"]);
    expect(await other.items()).toEqual(await store().items());
    expect((await store().read()).waiting).toBe(1);
    await other.close();
  });

  it("[P6] leaves what a write does not name as it is", async () => {
    await store().create(aReplica());
    const inFlight = anInFlight("commit");
    await store().write({ expect: 1, inFlight, items: [anItem(anItemId(1), null, "new")] });
    await store().write({ expect: 2, replica: { head: { seq: 1, hash: inFlight.head.hash } } });
    const read = await store().read();
    expect(read.inFlight).toEqual(inFlight);
    expect(read.replica).toEqual(aReplica({ head: inFlight.head }));
    expect(read.waiting).toBe(1);
    await store().write({ expect: 3, inFlight: null });
    expect((await store().read()).inFlight).toBeNull();
  });

  const good = anItem(anItemId(1), null, "good");
  const short = new Uint8Array(15) as ItemId;
  const faults: readonly (readonly [string, Omit<Write, "expect">])[] = [
    ["an id of 15 bytes", { items: [good, { ...good, id: short }] }],
    ["an item with neither revision", { items: [good, anItem(anItemId(2), null, null)] }],
    ["a hash of 31 bytes", { items: [good, { ...good, waiting: { ...aSealed("x"), hash: new Uint8Array(31) as Hash } }] }],
    ["a revision above its limit", { items: [good, { ...good, acknowledged: aSealed("x", 256 * 1024 + 1) }] }],
    ["a 257th bucket", { items: [good], buckets: [{ bucket: 256, hash: aSealed("x").hash }] }],
    ["a head at seq 0", { items: [good], heads: { first: 0, sealed: [aSealed("x").revision] } }],
    ["a replica out of its bounds", { items: [good], replica: { slotVersion: -1 } }],
    ["an empty note", { items: [good], note: new Uint8Array(0) }],
    ["a note above its limit", { items: [good], note: new Uint8Array(8 * 1024 * 1024 + 1) }],
    ["an empty line of the log", { items: [good], log: [aSealed("x").revision, new Uint8Array(0)] }],
    ["a line of the log above its limit", { items: [good], log: [aSealed("x", 16 * 1024 + 1).revision] }],
    ["a commit in flight out of its bounds", { items: [good], inFlight: { ...anInFlight("x"), request: new Uint8Array(0) } }],
  ];
  it.each(faults)("[P1] [P6] changes nothing where a write fails: %s", async (_, fault) => {
    await store().create(aReplica());
    await expect(store().write({ expect: 1, replica: { enabled: false }, ...fault })).rejects.toThrow();
    expect(await store().read()).toEqual({ generation: 1, replica: aReplica(), inFlight: null, waiting: 0 });
    expect((await store().items()).items).toEqual([]);
    expect(await store().write({ expect: 1, items: [good] })).toEqual({ type: "written", generation: 2 });
  });
}

function items({ store }: StoreContext): void {
  it("[P7] lists items ascending by id, as unsigned bytes", async () => {
    await store().create(aReplica());
    const ids = [anItemId(0x80, 1), anItemId(0xff), anItemId(0), anItemId(0x7f), anItemId(0x80), anItemId(0, 0xffff_ffff)];
    await store().write({ expect: 1, items: ids.map((id) => anItem(id, null, "new")) });
    const ascending = idsOf([...ids].sort(compareBytes).map((id) => ({ id })));
    const { generation, items } = await store().items();
    expect(generation).toBe(2);
    expect(idsOf(items)).toEqual(ascending);
    expect(idsOf(await store().waiting(3))).toEqual(ascending.slice(0, 3));
    expect(await store().waiting(0)).toEqual([]);
    expect(idsOf(await store().waiting(1_000))).toEqual(ascending);
  });

  it("[P7] answers for ids in the order asked, without those it does not hold", async () => {
    await store().create(aReplica());
    const [a, b, c] = [anItem(anItemId(1), "a", null), anItem(anItemId(2), null, "b"), anItem(anItemId(3), "c", "c2")];
    await store().write({ expect: 1, items: [a, b, c] });
    expect(await store().itemsById([c.id, anItemId(9), a.id, b.id])).toEqual([c, a, b]);
    expect(await store().itemsById([])).toEqual([]);
    expect(await store().item(b.id)).toEqual(b);
  });

  it("[P3] marks an item as waiting with its revision, and keeps the base beside it", async () => {
    await store().create(aReplica());
    const id = anItemId(5);
    await store().write({ expect: 1, items: [anItem(id, "base", null)] });
    expect((await store().read()).waiting).toBe(0);
    await store().write({ expect: 2, items: [anItem(id, "base", "edited")] });
    expect((await store().read()).waiting).toBe(1);
    expect(await store().waiting(10)).toEqual([anItem(id, "base", "edited")]);
    await store().write({ expect: 3, items: [anItem(id, "edited", null)] });
    expect((await store().read()).waiting).toBe(0);
    expect(await store().waiting(10)).toEqual([]);
    expect(await store().item(id)).toEqual(anItem(id, "edited", null));
  });

  it("[P6] keeps the last of two states of one item in one write", async () => {
    await store().create(aReplica());
    const id = anItemId(5);
    await store().write({ expect: 1, items: [anItem(id, null, "one"), anItem(id, null, "two")] });
    expect((await store().items()).items).toEqual([anItem(id, null, "two")]);
  });

  it("[P6] gives back the largest and the smallest revision byte for byte", async () => {
    await store().create(aReplica());
    const item = { id: anItemId(1), acknowledged: aSealed("large", 256 * 1024), waiting: aSealed("", 1) };
    await store().write({ expect: 1, items: [item] });
    expect(await store().item(item.id)).toEqual(item);
  });
}

function digest({ store }: StoreContext): void {
  it("[P8] gives the acknowledged pairs of one bucket, ascending", async () => {
    await store().create(aReplica());
    const held = [
      anItem(anItemId(7, 2), "two", "edited"),
      anItem(anItemId(7, 1), "one", null),
      anItem(anItemId(7, 3), null, "unsent"),
      anItem(anItemId(6, 0xffff_ffff), "before", null),
      anItem(anItemId(8), "after", null),
      anItem(anItemId(255), "last", null),
    ];
    await store().write({ expect: 1, items: held });
    expect(await store().pairs(7)).toEqual([
      { item: anItemId(7, 1), hash: aSealed("one").hash },
      { item: anItemId(7, 2), hash: aSealed("two").hash },
    ]);
    expect(await store().pairs(255)).toEqual([{ item: anItemId(255), hash: aSealed("last").hash }]);
    expect(await store().pairs(0)).toEqual([]);
    expect(await store().acknowledgedCount()).toBe(5);
  });

  it("[P6] keeps bucket hashes by their number", async () => {
    await store().create(aReplica());
    const hash = (text: string) => aSealed(text).hash;
    await store().write({
      expect: 1,
      buckets: [
        { bucket: 0, hash: hash("a") },
        { bucket: 255, hash: hash("b") },
      ],
    });
    await store().write({ expect: 2, buckets: [{ bucket: 255, hash: hash("c") }] });
    const buckets = await store().buckets();
    expect(buckets).toHaveLength(256);
    expect([buckets[0], buckets[1], buckets[255]]).toEqual([hash("a"), null, hash("c")]);
  });
}

function streams({ store }: StoreContext): void {
  it("[P9] answers the unbroken run of heads from the seq asked for", async () => {
    await store().create(aReplica());
    const heads = (...names: string[]): Bytes[] => names.map((name) => aSealed(name).revision);
    await store().write({ expect: 1, heads: { first: 3, sealed: heads("three", "four", "five") } });
    await store().write({ expect: 2, heads: { first: 7, sealed: heads("seven") } });
    expect(await store().heads(3, 10)).toEqual(heads("three", "four", "five"));
    expect(await store().heads(4, 1)).toEqual(heads("four"));
    expect(await store().heads(1, 10)).toEqual([]);
    expect(await store().heads(6, 10)).toEqual([]);
    expect(await store().heads(7, 10)).toEqual(heads("seven"));
    await store().write({ expect: 3, heads: { first: 5, sealed: heads("other five", "six") } });
    expect(await store().heads(4, 10)).toEqual(heads("four", "other five", "six", "seven"));
  });
}

const aLost = (n: number, waiting: boolean): LostHead => {
  const { revision, hash } = aSealed(`lost ${n}`);
  return { hash, sealed: revision, waiting };
};

/** Any run of writes leaves a store as it leaves the reference. */
function likeTheReference({ store, reopen }: StoreContext): void {
  const sealed = fc.option(
    fc.integer({ min: 0, max: 9 }).map((n) => aSealed(`revision ${n}`)),
    { nil: null },
  );
  const item: fc.Arbitrary<StoredItem> = fc
    .record({ bucket: fc.constantFrom(0, 1, 255), n: fc.integer({ min: 0, max: 5 }), acknowledged: sealed, waiting: sealed })
    .filter(({ acknowledged, waiting }) => (acknowledged ?? waiting) !== null)
    .map(({ bucket, n, acknowledged, waiting }) => ({ id: anItemId(bucket, n), acknowledged, waiting }));
  const step = fc.record({
    stale: fc.boolean(),
    write: fc.record(
      {
        items: fc.array(item, { maxLength: 6 }),
        replica: fc.record({ enabled: fc.boolean(), serverSeq: fc.nat() }, { requiredKeys: [] }),
        buckets: fc.array(fc.record({ bucket: fc.integer({ min: 0, max: 255 }), hash: fc.nat(9).map((n) => aSealed(`b${n}`).hash) })),
        heads: fc.record({ first: fc.integer({ min: 1, max: 4 }), sealed: fc.array(fc.nat(9).map((n) => aSealed(`h${n}`).revision)) }),
        inFlight: fc.option(
          fc.nat(9).map((n) => anInFlight(`c${n}`)),
          { nil: null },
        ),
        cutHeads: fc.integer({ min: 0, max: 5 }),
        lost: fc.array(fc.record({ n: fc.nat(4), waiting: fc.boolean() }).map(({ n, waiting }) => aLost(n, waiting))),
        note: fc.option(
          fc.nat(9).map((n) => aSealed(`n${n}`).revision),
          { nil: null },
        ),
        log: fc.array(
          fc.nat(9).map((n) => aSealed(`l${n}`).revision),
          { maxLength: 5 },
        ),
      },
      { requiredKeys: [] },
    ),
  });

  it("[P8] holds after any run of writes what the reference holds", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const disk: MemoryDisk = memoryDisk();
        const reference = memoryStore(disk);
        await store().clear((await store().read()).generation);
        await store().create(aReplica());
        await reference.create(aReplica());
        for (const { stale, write } of steps) {
          const answers = await Promise.all(
            [store(), reference].map(async (each) => {
              const { generation } = await each.read();
              return each.write({ ...write, expect: stale ? generation - 1 : generation });
            }),
          );
          expect(answers[0]?.type).toBe(answers[1]?.type);
          // A store may count on from what it knew.
          expect(await store().acknowledgedCount()).toBe(await reference.acknowledgedCount());
        }
        await reopen();
        expect(await everything(store())).toEqual(await everything(reference));
      }),
      { numRuns: 25 },
    );
  });
}

const buckets = Array.from({ length: 256 }, (_, bucket) => bucket);

async function everything(store: Store): Promise<unknown> {
  const { replica, inFlight, waiting } = await store.read();
  const pairs = (await Promise.all(buckets.map((bucket) => store.pairs(bucket)))).flat();
  return {
    replica,
    inFlight,
    waiting,
    pairs,
    items: (await store.items()).items,
    outbox: await store.waiting(1_000),
    counted: await store.acknowledgedCount(),
    buckets: await store.buckets(),
    heads: await Promise.all([1, 2, 3, 4, 5].map((first) => store.heads(first, 20))),
    log: await store.log(100),
    note: await store.note(),
    lost: await Promise.all(buckets.slice(0, 5).map((n) => store.lostHead(aSealed(`lost ${n}`).hash))),
    lostWaiting: await store.lostWaiting(10),
  };
}
