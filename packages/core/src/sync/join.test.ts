// What becomes of each item when a verified pull meets what is held, and what of troubles still stands after it. How whole devices meet is in
// tests/sync-meeting.test.ts.

import { commit, encode, type Hash, type ItemId, toHex, type VaultId } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { deriveVaultKeys } from "../keys/vault-keys.ts";
import { vaultSeal } from "../seal/vault-seal.ts";
import { memoryStore } from "../store/memory-store.ts";
import type { InFlight, Sealed, Store, StoredItem, Trouble } from "../store/store.ts";
import { MadeVault, wrongHash } from "../testing/made-vault.ts";
import { anItemId, aReplica } from "../testing/stored-values.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { by, created, edited, laptop, noon, phone } from "../testing/vault-histories.ts";
import type { Item } from "../vault/item.ts";
import { deviceKind } from "../vault/kinds.ts";
import { isTrashed } from "../vault/trash.ts";
import { afterPull, join, troublesOf } from "./join.ts";
import { type Received, receiveFrames } from "./receive.ts";
import type { DamagedItem } from "./repair.ts";

const id = new Uint8Array(16).fill(2) as VaultId;
const crypto = testCrypto({ seed: "join" });
const seal = vaultSeal(crypto, id, [await deriveVaultKeys(crypto, 1, new Uint8Array(32).fill(1), id)]);
const [a, b, c] = [anItemId(1), anItemId(2), anItemId(3)] as const;
const first = created("note", { title: "first" }, by(phone));
const theirs = edited(first, { title: "theirs" }, by(phone, noon + 1_000));
const ours = edited(first, { note: "ours" }, by(laptop, noon + 2_000));

const vault = new MadeVault(seal);
await vault.commit([
  { item: a, content: first },
  { item: b, content: first },
]);
await vault.commit([{ item: a, content: theirs }]);

const sealedOf = async (item: ItemId, content: Item): Promise<Sealed> => (await seal.seal([{ item, content }]))[0] as Sealed;
const stateOf = (item: ItemId, seq: number): Sealed => {
  const { revision, hash } = vault.states(seq).find((state) => state.item.join() === item.join()) as Sealed;
  return { revision, hash };
};

async function received(store: Store, from: MadeVault = vault, seq = 1): Promise<Received> {
  const start = { head: from.refOf(seq), epoch: 1 };
  const got = await receiveFrames(from.pull(seq), { store, seal, start, whole: false, progress: () => {} });
  if (!got.ok) throw new Error(got.error.type);
  return got.value;
}

/** A device at the first commit, with these items in place of its own, receives the second. */
async function joined(items: readonly StoredItem[], change: Partial<Received> = {}, from = vault, seq = 1) {
  const store = await vault.replica(seq);
  const pulled = await received(store, from, seq);
  await store.write({ expect: null, items });
  const outcome = await join(store, seal, { ...pulled, ...change }, { now: 5 });
  return { store, outcome, item: (item: ItemId) => store.item(item) };
}
const titleAndNote = (content: Item | undefined) => ["title", "note"].map((path) => content?.fields.get(path)?.[0]?.[0] ?? null);

describe("a received state", () => {
  it("[S12] takes the place of the acknowledged one where nothing waits", async () => {
    const { store, outcome, item } = await joined([]);
    expect(await item(a)).toEqual({ id: a, acknowledged: stateOf(a, 2), waiting: null });
    expect(outcome).toMatchObject({ incoming: 1, again: 0, setAside: [] });
    expect(outcome.changed).toMatchObject([
      { before: { type: "opened", content: first }, content: { content: theirs }, received: "opened" },
    ]);
    expect((await store.read()).generation).toBe(outcome.generation);
    expect((await store.read()).replica).toMatchObject({ head: vault.refOf(2), serverSeq: 2, lastSync: 5, restored: true, epoch: 1 });
    expect(await store.heads(2, 9)).toEqual([vault.commits[1]?.sealed]);
  });

  it("[S12] meets edits over what both come from, and what they make waits on it", async () => {
    const waiting = await sealedOf(a, ours);
    const { outcome, item } = await joined([{ id: a, acknowledged: stateOf(a, 1), waiting }]);
    const [changed] = outcome.changed;
    if (changed?.content.type !== "opened" || "purged" in changed.content.content) throw new Error("nothing was merged");
    expect(titleAndNote(changed.content.content)).toEqual(["theirs", "ours"]);
    expect([...changed.content.content.conflicts]).toEqual([]);
    expect((await item(a))?.acknowledged).toEqual(stateOf(a, 2));
    expect((await item(a))?.waiting).not.toBeNull();
    expect((await item(a))?.waiting?.hash).not.toEqual(waiting.hash);
  });

  it("[S12] meets each its own edits, also beside one that leaves nothing waiting", async () => {
    const both = vault.fork(1);
    await both.commit([a, b].map((item) => ({ item, content: theirs })));
    const { item } = await joined(
      [
        { id: a, acknowledged: stateOf(a, 1), waiting: await sealedOf(a, theirs) },
        { id: b, acknowledged: stateOf(b, 1), waiting: await sealedOf(b, ours) },
      ],
      {},
      both,
    );
    const [opened] = await seal.open([{ item: b, revision: (await item(b))?.waiting?.revision ?? new Uint8Array() }]);
    expect([(await item(a))?.waiting, opened?.type]).toEqual([null, "opened"]);
  });

  it("[S12, M11] that purges brings back by an edit what it has not seen, since both come from the same", async () => {
    const purged = vault.fork(1);
    const stamp = (first.fields.get("title")?.[0]?.[1] ?? 0) + 5_000_000_000;
    await purged.commit([{ item: a, content: { v: 1, purged: [stamp, phone, noon] } }]);
    const { outcome } = await joined([{ id: a, acknowledged: stateOf(a, 1), waiting: await sealedOf(a, ours) }], {}, purged);
    const [changed] = outcome.changed;
    if (changed?.content.type !== "opened" || "purged" in changed.content.content) throw new Error("nothing came back");
    expect(isTrashed(changed.content.content)).toBe(false);
  });

  it("[S12] that has our edits in it leaves nothing waiting", async () => {
    const { outcome, item } = await joined([{ id: a, acknowledged: stateOf(a, 1), waiting: await sealedOf(a, theirs) }]);
    expect(await item(a)).toEqual({ id: a, acknowledged: stateOf(a, 2), waiting: null });
    expect(outcome.incoming).toBe(1);
    const sent = await joined([{ id: a, acknowledged: stateOf(a, 1), waiting: stateOf(a, 2) }]);
    expect([sent.outcome.incoming, (await sent.item(a))?.waiting]).toEqual([0, null]);
    const held = await joined([{ id: a, acknowledged: stateOf(a, 2), waiting: null }]);
    expect(held.outcome.incoming).toBe(0);
  });

  it("[S12] comes to nothing where the device was signed out, and waits for an edit made meanwhile", async () => {
    const pulled = await received(await vault.replica(1));
    const gone = memoryStore();
    const { generation } = await gone.read();
    expect(await join(gone, seal, pulled, { now: 5 })).toEqual({ changed: [], incoming: 0, setAside: [], again: 0, generation });
    const store = await vault.replica(1);
    const waiting = await sealedOf(a, ours);
    let writes = 0;
    const busy: Store = {
      ...store,
      write: async (change) => {
        if (writes++ === 0) await store.write({ expect: null, items: [{ id: a, acknowledged: stateOf(a, 1), waiting }] });
        return store.write(change);
      },
    };
    const outcome = await join(busy, seal, pulled, { now: 5 });
    expect([writes, outcome.changed[0]?.item.waiting === null]).toEqual([2, false]);
  });

  it("[S13] that can't be read here is kept beside what is", async () => {
    const waiting = await sealedOf(a, ours);
    const acknowledged = stateOf(a, 1);
    const unread = async (type: "damaged" | "not-understood" | "later-epoch", held: Sealed | null) => {
      const pulled = await received(await vault.replica(1));
      const changes = pulled.changes.map((change) => ({ ...change, opened: { type } }));
      const { outcome, item, store } = await joined([{ id: a, acknowledged, waiting: held }], { changes });
      return { item: await item(a), aside: outcome.setAside, troubles: (await store.read()).replica?.troubles, changed: outcome.changed };
    };
    const lost: Trouble = { kind: "damaged", reason: "revision-unreadable", items: [a] };
    const strange: Trouble = { kind: "update-needed", reason: "item-not-understood", items: [a] };
    for (const [type, held, kept, aside] of [
      ["damaged", waiting, waiting, [lost]],
      ["damaged", null, acknowledged, [lost]],
      ["not-understood", waiting, waiting, [strange]],
      ["not-understood", null, null, []],
      ["later-epoch", waiting, waiting, [strange]],
    ] as const) {
      const became = await unread(type, held);
      expect(became.item).toEqual({ id: a, acknowledged: stateOf(a, 2), waiting: kept });
      expect([became.aside, became.troubles]).toEqual([aside, aside]);
      expect(became.changed[0]?.content.type).toBe(kept === null ? type : "opened");
    }
    const pulled = await received(await vault.replica(1));
    const unheld = pulled.changes.map((change) => ({ ...change, item: c, opened: { type: "damaged" } as const }));
    const fresh = await joined([], { changes: unheld });
    expect([await fresh.item(c), fresh.outcome.setAside]).toEqual([
      { id: c, acknowledged: stateOf(a, 2), waiting: null },
      [{ ...lost, items: [c] }],
    ]);
    const unreadable = { ...waiting, revision: Uint8Array.of(...waiting.revision, 0) };
    const mine = await joined([{ id: a, acknowledged, waiting: unreadable }]);
    expect(mine.outcome.setAside).toEqual([strange]);
    expect((await mine.item(a))?.waiting).toEqual(unreadable);
  });
});

describe("a commit of ours that is found in the chain", () => {
  const flying = (changes: readonly { readonly item: ItemId; readonly sealed: Sealed }[], sealedHead: Uint8Array): InFlight => ({
    request: encode(commit, {
      prev: vault.refOf(1).hash,
      head: sealedHead,
      changes: changes.map(({ item, sealed }) => ({ item, revision: sealed.revision })),
      signature: new Uint8Array(64),
    }),
    prev: vault.refOf(1).hash,
    head: vault.refOf(2),
    sealedHead,
    changes: changes.map(({ item, sealed }) => ({ item, hash: sealed.hash })),
  });
  const sealedHead = vault.commits[1]?.sealed as Uint8Array;

  it("[S8] is acknowledged, and what was saved since waits on", async () => {
    for (const arrives of [true, false]) {
      const store = await vault.replica(1);
      const pulled = await received(store);
      const inFlight = flying([{ item: a, sealed: stateOf(a, 2) }], sealedHead);
      const newer = await sealedOf(a, edited(theirs, { note: "newer" }, by(laptop, noon + 9_000)));
      const head = arrives ? inFlight.head : { seq: 2, hash: wrongHash(vault.refOf(2).hash) };
      await store.write({ expect: null, items: [{ id: a, acknowledged: stateOf(a, 1), waiting: newer }], inFlight: { ...inFlight, head } });
      const { incoming } = await join(store, seal, pulled, { now: 5 });
      expect(incoming).toBe(arrives ? 0 : 1);
      expect((await store.item(a))?.acknowledged).toEqual(stateOf(a, 2));
      expect((await store.item(a))?.waiting).not.toBeNull();
      expect((await store.read()).inFlight).toBeNull();
    }
  });

  it("[S8] is acknowledged of items too that come no more, since somebody has moved them on or the pull is of nothing new", async () => {
    const store = await vault.replica(1);
    const pulled = await received(store);
    const sent = await sealedOf(b, ours);
    await store.write({
      expect: null,
      items: [{ id: b, acknowledged: stateOf(b, 1), waiting: sent }],
      inFlight: flying([{ item: b, sealed: sent }], sealedHead),
    });
    await join(store, seal, pulled, { now: 5 });
    expect(await store.item(b)).toEqual({ id: b, acknowledged: sent, waiting: null });
    const moved = await vault.replica(1);
    const newer = await sealedOf(b, edited(ours, { note: "newer" }, by(laptop, noon + 9_000)));
    const items = [{ id: b, acknowledged: stateOf(b, 1), waiting: newer }];
    await moved.write({ expect: null, items, inFlight: flying([{ item: b, sealed: sent }], sealedHead) });
    await join(moved, seal, pulled, { now: 5 });
    expect(await moved.item(b)).toEqual({ id: b, acknowledged: sent, waiting: newer });
    const again = await vault.replica(2);
    await again.write({ expect: null, inFlight: flying([], sealedHead) });
    await join(again, seal, { ...pulled, headIds: [], sealedHeads: [], changes: [], digest: null }, { now: 5 });
    expect((await again.read()).inFlight).not.toBeNull();
  });
});

describe("what the server has damaged", () => {
  const named = (item: ItemId, hash: Hash, sent: Uint8Array | null = null): DamagedItem => ({ item, hash, sent });
  const lost = (...items: readonly ItemId[]): Trouble => ({ kind: "damaged", reason: "revision-lost", items });

  it("[S39] counts by its hash, and what was good last stays", async () => {
    const hash = stateOf(a, 2).hash;
    const waiting = await sealedOf(c, ours);
    const sent = new Uint8Array(99);
    const damaged = [named(b, hash), named(c, hash), named(anItemId(4), hash, sent)];
    const { store, outcome, item } = await joined([{ id: c, acknowledged: null, waiting }], { damaged });
    expect(await item(b)).toEqual({ id: b, acknowledged: { ...stateOf(b, 1), hash }, waiting: null });
    expect(await item(c)).toEqual({ id: c, acknowledged: { revision: Uint8Array.of(0), hash }, waiting });
    expect(await item(anItemId(4))).toEqual({ id: anItemId(4), acknowledged: { revision: sent, hash }, waiting: null });
    expect(outcome).toMatchObject({ again: 0, setAside: [lost(b, c, anItemId(4))] });
    expect((await store.read()).replica?.troubles).toEqual([lost(b, c, anItemId(4))]);
  });

  it("[S41] is sent again where its right bytes are here, unless an edit of it waits anyway", async () => {
    const { outcome, item } = await joined([], { damaged: [named(b, stateOf(b, 1).hash)] });
    expect(outcome).toMatchObject({ again: 1, setAside: [] });
    expect(outcome.changed.map(({ item: one }) => one.id)).toEqual([a, b]);
    expect((await item(b))?.acknowledged).toEqual(stateOf(b, 1));
    expect((await item(b))?.waiting).not.toBeNull();
    const [revision, hashes] = [new Uint8Array(99), await seal.hashMany([new Uint8Array(99)])];
    const strange = { revision, hash: hashes[0] as Hash };
    const closed = await joined([{ id: b, acknowledged: strange, waiting: null }], { damaged: [named(b, strange.hash)] });
    expect([closed.outcome.again, closed.outcome.setAside, (await closed.item(b))?.waiting]).toEqual([0, [], null]);
    const waiting = await sealedOf(b, ours);
    const edit = await joined([{ id: b, acknowledged: stateOf(b, 1), waiting }], { damaged: [named(b, stateOf(b, 1).hash)] });
    expect([edit.outcome.again, (await edit.item(b))?.waiting]).toEqual([0, waiting]);
  });

  it("[S41] of what another device lacks is sent again, or meets what came in its place with no base", async () => {
    const asking = vault.fork(1);
    const lacks = [a, b].map((item) => [toHex(item), toHex(stateOf(item, 1).hash)]);
    const other = edited(created("note", { title: "other" }, by(phone)), { title: "in its place" }, by(phone, noon + 1_000));
    await asking.commit([
      { item: a, content: other },
      { item: anItemId(7), content: created(deviceKind, { title: "Phone", lacks }, by(phone)) },
    ]);
    const { outcome, item } = await joined([], {}, asking);
    expect(outcome.again).toBe(1);
    expect(outcome.changed.map(({ item: one }) => one.id)).toEqual([a, anItemId(7), b]);
    expect([(await item(a))?.waiting === null, (await item(b))?.waiting === null]).toEqual([false, false]);
    // Of a state that is damaged here as well, its hash is kept beside the last good one.
    const older = { ...stateOf(b, 1), hash: wrongHash(stateOf(b, 1).hash) };
    const both = vault.fork(1);
    const wanted = created(deviceKind, { title: "Phone", lacks: [[toHex(b), toHex(older.hash)]] }, by(phone));
    await both.commit([{ item: anItemId(7), content: wanted }]);
    const store = await vault.replica(1);
    const pulled = await received(store, both);
    await store.write({ expect: null, items: [{ id: b, acknowledged: older, waiting: null }] });
    expect([(await join(store, seal, pulled, { now: 5 })).again, (await store.item(b))?.waiting]).toEqual([0, null]);
    const lacking = await joined([{ id: b, acknowledged: stateOf(a, 1), waiting: null }], {}, asking);
    expect([lacking.outcome.again, (await lacking.item(b))?.waiting]).toEqual([0, null]);
    // That a state was refused once is no reason to lose it to what came in its place.
    const refused = await vault.replica(1);
    const again = await received(refused, asking);
    const troubles: readonly Trouble[] = [{ kind: "refused", reason: "items-refused", items: [a] }];
    await refused.write({ expect: null, replica: { troubles } });
    await join(refused, seal, again, { now: 5 });
    expect((await refused.item(a))?.waiting).not.toBeNull();
  });
});

describe("what is damaged here", () => {
  const lost = (item: ItemId): Trouble => ({ kind: "damaged", reason: "revision-lost", items: [item] });
  const wreck = (hash: Hash): Sealed => ({ revision: new Uint8Array(99), hash });

  /** The device lacks the first state of `a`, and the pull brings its own word on that and what came in the place of that state. */
  async function mended(item: Pick<StoredItem, "acknowledged" | "waiting">) {
    const answered = vault.fork(1);
    const lacks = [[toHex(a), toHex(stateOf(a, 1).hash)]];
    await answered.commit([
      { item: a, content: theirs },
      { item: anItemId(7), content: created(deviceKind, { title: "This one", lacks }, by(laptop)) },
    ]);
    const store = await vault.replica(1);
    const pulled = await received(store, answered);
    await store.write({ expect: null, items: [{ id: a, ...item }], replica: { troubles: [lost(a)] } });
    await join(store, seal, pulled, { now: 5 });
    return { held: await store.item(a), troubles: (await store.read()).replica?.troubles, theirs: answered.states(2)[0] as Sealed };
  }

  it("[S39] [S41] is mended by what comes in its place, though this device has asked for it itself", async () => {
    const { held, troubles, theirs } = await mended({ acknowledged: wreck(stateOf(a, 1).hash), waiting: null });
    expect(held).toEqual({ id: a, acknowledged: { revision: theirs.revision, hash: theirs.hash }, waiting: null });
    expect(troubles).toEqual([]);
  });

  it("[S39] [H5] also where a healing has left its bytes waiting for a server that has none; an edit waits on", async () => {
    const { held, troubles, theirs } = await mended({ acknowledged: null, waiting: wreck(stateOf(a, 1).hash) });
    expect(held).toEqual({ id: a, acknowledged: { revision: theirs.revision, hash: theirs.hash }, waiting: null });
    expect(troubles).toEqual([]);
    const edit = await sealedOf(a, edited(first, { note: "ours" }, by(laptop, noon + 2_000)));
    const onto = await mended({ acknowledged: wreck(stateOf(a, 1).hash), waiting: edit });
    expect(onto.held?.waiting).not.toBeNull();
    const [opened] = await seal.open([{ item: a, revision: onto.held?.waiting?.revision ?? new Uint8Array() }]);
    expect(opened?.type === "opened" && titleAndNote(opened.content as Item)).toEqual(["theirs", "ours"]);
  });
});

describe("the troubles after a pull", () => {
  const trouble = (kind: Trouble["kind"], reason: string, ...items: readonly ItemId[]): Trouble => ({ kind, reason, items });

  it("[S13, S14, S16] are those that it has not settled, one of a kind and reason", async () => {
    const pulled = await received(await vault.replica(1));
    const after = (troubles: readonly Trouble[], aside: readonly Trouble[] = []) =>
      afterPull(aReplica({ troubles }), pulled, aside, 5).troubles;
    const full = trouble("server-full", "vault-full");
    const settled = [
      trouble("behind", "server-behind"),
      trouble("unreachable", "offline"),
      trouble("sign-in", "later-epoch"),
      trouble("damaged", "root-differs", b),
      trouble("refused", "items-refused", a),
      trouble("damaged", "revision-lost", a),
    ];
    const standing = [
      trouble("refused", "items-refused", b),
      trouble("refused", "too-large", b, c),
      trouble("damaged", "revision-unreadable", c),
      trouble("damaged", "revision-lost", c),
      trouble("update-needed", "item-not-understood", b),
    ];
    expect(after([full, ...settled])).toEqual([full]);
    expect(after(standing)).toEqual(standing);
    expect(after([trouble("refused", "items-refused", a, b)])).toEqual([trouble("refused", "items-refused", b)]);
    expect(after(standing, [trouble("damaged", "revision-lost", c, b)])).toEqual(
      standing.map((one) => (one.reason === "revision-lost" ? trouble("damaged", "revision-lost", c, b) : one)),
    );
  });

  it("[S13] name the items of one reason together", () => {
    const damaged = [a, b].map((item) => ({
      item: { id: item, acknowledged: null, waiting: null },
      content: { type: "damaged" as const },
      before: null,
      received: "damaged" as const,
    }));
    expect(troublesOf(damaged)).toEqual([trouble("damaged", "revision-unreadable", a, b)]);
  });
});
