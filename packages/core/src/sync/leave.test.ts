// A device leaves its chain for the server's, item by item: what waits then, what is kept apart, and when nothing is done at all. Whole
// healings are in tests/heal*.test.ts.

import { genesis, type ItemId, toHex, type VaultId } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { deriveVaultKeys } from "../keys/vault-keys.ts";
import { type VaultSeal, vaultSeal } from "../seal/vault-seal.ts";
import { memoryStore } from "../store/memory-store.ts";
import type { Replica, Sealed, Store, StoredItem } from "../store/store.ts";
import { mostHealing } from "../store/stored-shapes.ts";
import { MadeVault } from "../testing/made-vault.ts";
import { anItemId, sha256Of } from "../testing/stored-values.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { by, created, edited, laptop, noon, phone } from "../testing/vault-histories.ts";
import type { Content, Item } from "../vault/item.ts";
import { deviceKind } from "../vault/kinds.ts";
import { checkReplica } from "./check-replica.ts";
import { leave } from "./leave.ts";
import type { Met } from "./meet.ts";
import { branchByHash, healsOf, namedBy } from "./named.ts";
import { receiveFrames } from "./receive.ts";

const id = new Uint8Array(16).fill(2) as VaultId;
const crypto = testCrypto({ seed: "leave" });
const keysOf = (epoch: number) => deriveVaultKeys(crypto, epoch, new Uint8Array(32).fill(epoch), id);
const [one, two] = await Promise.all([keysOf(1), keysOf(2)]);
const seal = vaultSeal(crypto, id, [one]);
const newer = vaultSeal(crypto, id, [one, two]);
const [a, b, c] = [anItemId(1), anItemId(2), anItemId(200)] as const;
const first = created("note", { title: "first" }, by(phone));
const ours = edited(first, { title: "ours" }, by(laptop, noon + 1_000));
const theirs = edited(first, { title: "theirs" }, by(phone, noon + 2_000));

const shared = new MadeVault(seal);
await shared.commit([
  { item: a, content: first },
  { item: b, content: first },
]);
const own = shared.fork(1);
await own.commit([{ item: a, content: ours }]);
await own.commit([{ item: c, content: first }]);
const server = shared.fork(1);
await server.commit([{ item: a, content: theirs }]);

interface Given {
  readonly replica?: Partial<Replica>;
  readonly items?: readonly StoredItem[];
  readonly there?: MadeVault;
  readonly by?: VaultSeal;
  readonly mayRemove?: (met: Met) => boolean;
  readonly store?: (store: Store) => Store;
}

async function left({ replica = {}, items = [], there = server, by: opening = seal, mayRemove = () => true, store: wrapped }: Given = {}) {
  const made = await own.replica(3, replica);
  await made.write({ expect: null, items });
  const store = wrapped?.(made) ?? made;
  const start = { head: shared.refOf(1), epoch: 1 };
  const got = await receiveFrames(there.whole(1), { store, seal: opening, start, whole: true, progress: () => {} });
  if (!got.ok) throw new Error(got.error.type);
  const { firstHead, sealedHeads, branch } = got.value;
  const named = await namedBy(opening, await healsOf(opening, firstHead, sealedHeads), await branchByHash(opening, branch));
  const outcome = await leave({ store, seal: opening, now: 5, shared: shared.refOf(1), received: got.value, named, mayRemove });
  const item = async (of: ItemId) => store.item(of);
  const waits = async (of: ItemId) => (await item(of))?.waiting ?? null;
  const content = async (of: ItemId): Promise<Item> => {
    const held = await item(of);
    const [opened] = await opening.open([{ item: of, revision: (held?.waiting ?? held?.acknowledged)?.revision ?? new Uint8Array() }]);
    if (opened?.type !== "opened" || "purged" in opened.content) throw new Error("it does not open");
    return opened.content;
  };
  return { outcome, store, item, waits, content };
}
const titleOf = (item: Item) => item.fields.get("title")?.[0]?.[0];
const sealedOf = async (item: ItemId, content: Content, how = seal): Promise<Sealed> => (await how.seal([{ item, content }]))[0] as Sealed;
const stateOf = (vault: MadeVault, seq: number, item: ItemId): Sealed => {
  const { revision, hash } = vault.states(seq).find((state) => state.item.join() === item.join()) as Sealed;
  return { revision, hash };
};

describe("what is damaged here", () => {
  const troubles = (item: ItemId) => ({ troubles: [{ kind: "damaged", reason: "revision-lost", items: [item] }] as const });
  const wreck = (of: Sealed): Sealed => ({ revision: new Uint8Array(99), hash: of.hash });

  it("[S39] [H5] is mended by the right bytes of the same state, and an edit waits on over them", async () => {
    const damaged = { id: b, acknowledged: wreck(stateOf(shared, 1, b)), waiting: null };
    const { item, store, outcome } = await left({ replica: troubles(b), items: [damaged] });
    expect(await item(b)).toEqual({ id: b, acknowledged: stateOf(shared, 1, b), waiting: null });
    expect([(await store.read()).replica?.troubles, outcome]).toMatchObject([[], { joined: { setAside: [] } }]);
    expect(await checkReplica(store, seal)).toEqual({ head: server.refOf(2), fault: null });
    const edit = await sealedOf(b, edited(first, { note: "ours" }, by(laptop, noon + 1_000)));
    const waiting = await left({ replica: troubles(b), items: [{ ...damaged, waiting: edit }] });
    expect((await waiting.item(b))?.acknowledged).toEqual(stateOf(shared, 1, b));
    expect((await waiting.content(b)).fields.get("note")?.[0]?.[0]).toBe("ours");
  });

  it("[S39] [H5] takes what is there where nothing of it can be read here; its last good state is united with it", async () => {
    const nothing = await left({ replica: troubles(a), items: [{ id: a, acknowledged: wreck(stateOf(own, 3, a)), waiting: null }] });
    expect(await nothing.item(a)).toEqual({ id: a, acknowledged: stateOf(server, 2, a), waiting: null });
    const good = { ...stateOf(own, 3, a), hash: sha256Of(new Uint8Array(1)) };
    const united = await left({ replica: troubles(a), items: [{ id: a, acknowledged: good, waiting: null }] });
    expect([...(await united.content(a)).conflicts.keys()]).toEqual(["title"]);
  });

  it("[S39] [H5] and the server lacks: its last good state is sealed anew and waits, and what can't be read stays named", async () => {
    const good = { ...stateOf(own, 3, c), hash: sha256Of(new Uint8Array(1)) };
    const sent = await left({ replica: troubles(c), items: [{ id: c, acknowledged: good, waiting: null }] });
    const waiting = await sent.waits(c);
    expect(waiting?.hash).toEqual(sha256Of(waiting?.revision ?? new Uint8Array()));
    expect(titleOf(await sent.content(c))).toBe("first");
    const nothing = await left({ replica: troubles(c), items: [{ id: c, acknowledged: wreck(stateOf(own, 3, c)), waiting: null }] });
    expect((await nothing.store.read()).replica?.troubles).toMatchObject(troubles(c).troubles);
  });
});

describe("leaving a chain", () => {
  it("[H1, H5, H6] takes the server's and lets wait what that lacks, in a replica that fits", async () => {
    const { outcome, store, item, waits, content } = await left();
    expect(outcome).toMatchObject({ type: "left", joined: { incoming: 2, again: 0, setAside: [] } });
    const { replica } = await store.read();
    expect(replica).toMatchObject({ head: server.refOf(2), healing: [own.refOf(3)], restored: true, lastSync: 5 });
    expect(titleOf(await content(a))).toBe("theirs");
    expect((await content(a)).conflicts.size).toBe(1);
    expect((await item(a))?.acknowledged).toEqual(stateOf(server, 2, a));
    expect(await item(b)).toEqual({ id: b, acknowledged: stateOf(shared, 1, b), waiting: null });
    expect(await item(c)).toEqual({ id: c, acknowledged: null, waiting: stateOf(own, 3, c) });
    expect([await waits(a)].includes(null)).toBe(false);
    expect((await store.lostWaiting(9)).map(({ hash }) => toHex(hash))).toEqual([2, 3].map((seq) => toHex(own.refOf(seq).hash)).sort());
    expect(await checkReplica(store, seal)).toEqual({ head: server.refOf(2), fault: null });
  });

  it("[H9] keeps the heads of its branch and names none of them where the server's history has healed it", async () => {
    const healed = shared.fork(1);
    const branch = own.commits.slice(1).map(({ sealed }) => sealed);
    await healed.commit([{ item: a, content: theirs }], { heals: own.refOf(3) }, branch);
    const { store } = await left({ there: healed });
    expect([(await store.read()).replica?.healing, await store.lostWaiting(9)]).toEqual([[], []]);
    for (const seq of [2, 3]) expect((await store.lostHead(own.refOf(seq).hash))?.waiting).toBe(false);
    const partly = shared.fork(1);
    await partly.commit([{ item: a, content: theirs }], { heals: own.refOf(2) }, branch.slice(0, 1));
    const rest = (await left({ there: partly })).store;
    expect((await rest.lostWaiting(9)).map(({ hash }) => hash)).toEqual([own.refOf(3).hash]);
  });

  it("[H8, H12] goes on to name what it had to name before, once, and the newest of too many", async () => {
    const before = Array.from({ length: 4 }, (_, n) => ({ seq: 9, hash: stateOf(shared, 1, n % 2 === 0 ? a : b).hash }));
    const { store } = await left({ replica: { healing: [...before.slice(0, 3), own.refOf(3)] } });
    expect((await store.read()).replica?.healing).toEqual([before[0], before[1], own.refOf(3)]);
    const many = Array.from({ length: mostHealing }, (_, n) => ({ seq: 9, hash: sha256Of(Uint8Array.of(n, n >> 8)) }));
    const longest = (await (await left({ replica: { healing: many } })).store.read()).replica?.healing;
    expect(longest).toEqual([...many.slice(1), own.refOf(3)]);
    const fresh = await left({ replica: { restored: false, healing: before.slice(0, 1) } });
    expect((await fresh.store.read()).replica?.healing).toEqual(before.slice(0, 1));
  });

  it("[H13] is not done where more would go than may, and then nothing has changed", async () => {
    let asked: Met | null = null;
    const { outcome, store } = await left({
      mayRemove: (met) => {
        asked = met;
        return false;
      },
    });
    expect(outcome).toEqual({ type: "would-shrink" });
    expect((await store.read()).replica?.head).toEqual(own.refOf(3));
    expect(asked).toMatchObject({ onlyHere: 1, onlyThere: 0, differing: 1, living: 3, removed: 0 });
  });

  it("[H6] is tried again where somebody wrote meanwhile, and comes to nothing where the device was signed out", async () => {
    let writes = 0;
    const waiting = await sealedOf(b, ours);
    const { outcome, waits } = await left({
      store: (store) => ({
        ...store,
        write: async (change) => {
          if (writes++ === 0) await store.write({ expect: null, items: [{ id: b, acknowledged: stateOf(shared, 1, b), waiting }] });
          return store.write(change);
        },
      }),
    });
    expect([outcome.type, writes, await waits(b)]).toEqual(["left", 2, waiting]);
    const gone = memoryStore();
    const got = await receiveFrames(server.whole(1), {
      store: gone,
      seal,
      start: { head: shared.refOf(1), epoch: 1 },
      whole: true,
      progress: () => {},
    });
    if (!got.ok) throw new Error(got.error.type);
    const named = { ids: new Set<string>(), found: [] };
    const nothing = await leave({ store: gone, seal, now: 5, shared: genesis, received: got.value, named, mayRemove: () => true });
    const { generation } = await gone.read();
    expect(nothing).toEqual({ type: "left", met: 0, joined: { changed: [], incoming: 0, setAside: [], again: 0, generation } });
  });

  it("[H14] lets what was written under keys that are over lose, and only that", async () => {
    const title = async (replica: Partial<Replica>, opening: VaultSeal) => {
      const items = [{ id: a, acknowledged: await sealedOf(a, ours, opening), waiting: null }];
      return titleOf(await (await left({ replica, by: opening, items })).content(a));
    };
    expect(await title({ epoch: 2 }, newer)).toBe("ours");
    expect(await title({ epoch: 1 }, newer)).toBe("theirs");
    expect(await title({ epoch: 1 }, seal)).toBe("theirs");
    expect(await title({ epoch: 2 }, seal)).toBe("theirs");
  });

  it("[H5] seals again what waits from an older epoch, since a commit bears one", async () => {
    const { waits } = await left({ by: newer, replica: { epoch: 2 } });
    expect((await waits(c))?.hash).not.toEqual(stateOf(own, 3, c).hash);
    const same = await left();
    expect(await same.waits(c)).toEqual(stateOf(own, 3, c));
  });

  it("[S12, S13] lets nothing wait that the server has, and what can't be read beside what is", async () => {
    const sent = await left({ items: [{ id: a, acknowledged: stateOf(shared, 1, a), waiting: stateOf(server, 2, a) }] });
    expect(await sent.item(a)).toEqual({ id: a, acknowledged: stateOf(server, 2, a), waiting: null });
    const unread = { hash: sha256Of(new Uint8Array(99)), revision: new Uint8Array(99) };
    const strange = await left({ items: [{ id: a, acknowledged: null, waiting: unread }] });
    expect(await strange.item(a)).toEqual({ id: a, acknowledged: stateOf(server, 2, a), waiting: unread });
    expect(strange.outcome).toMatchObject({ joined: { setAside: [{ reason: "item-not-understood", items: [a] }] } });
    const purged = shared.fork(1);
    await purged.commit([{ item: a, content: { v: 1, purged: [1, phone, noon] } }]);
    const grave = await left({ there: purged, items: [{ id: a, acknowledged: null, waiting: unread }] });
    expect(await grave.waits(a)).toEqual(unread);
    const alone = await left({ items: [{ id: c, acknowledged: null, waiting: unread }] });
    expect([await alone.waits(c), alone.outcome]).toMatchObject([unread, { joined: { setAside: [] } }]);
  });

  it("[S41] sends again what devices on the server's chain lack, and this one holds under that hash", async () => {
    const lacking = shared.fork(1);
    const lacks = [a, b].map((item) => [toHex(item), toHex(stateOf(shared, 1, item).hash)]);
    await lacking.commit([{ item: anItemId(7), content: created(deviceKind, { title: "Phone", lacks }, by(phone)) }]);
    const { outcome, waits, item } = await left({ there: lacking });
    expect(outcome).toMatchObject({ joined: { again: 1 } });
    expect((await waits(b)) === null).toBe(false);
    expect((await item(b))?.acknowledged).toEqual(stateOf(shared, 1, b));
    const moved = shared.fork(1);
    const phones = { item: anItemId(7), content: created(deviceKind, { title: "Phone", lacks }, by(phone)) };
    await moved.commit([{ item: a, content: theirs }, phones]);
    const touched = await left({ there: moved, items: [{ id: a, acknowledged: stateOf(shared, 1, a), waiting: null }] });
    expect(touched.outcome).toMatchObject({ joined: { again: 1 } });
    expect((await touched.item(a))?.acknowledged).toEqual(stateOf(moved, 2, a));
    const unlike = shared.fork(1);
    const wrong = [[toHex(b), toHex(stateOf(shared, 1, a).hash)]];
    await unlike.commit([{ item: anItemId(7), content: created(deviceKind, { title: "Phone", lacks: wrong }, by(phone)) }]);
    expect((await left({ there: unlike })).outcome).toMatchObject({ joined: { again: 0 } });
    const other = await left({ there: lacking, items: [{ id: b, acknowledged: stateOf(shared, 1, a), waiting: null }] });
    expect(other.outcome).toMatchObject({ joined: { again: 0 } });
  });
});
