// What a person is told would meet, item by item: how many on each side, how many live, and how many a purge would take.

import type { DeviceId, ItemId, VaultId } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { deriveVaultKeys } from "../keys/vault-keys.ts";
import { type Opened, vaultSeal } from "../seal/vault-seal.ts";
import type { Sealed, StoredItem } from "../store/store.ts";
import { anItemId } from "../testing/stored-values.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { by, created, edited, laptop, noon, phone } from "../testing/vault-histories.ts";
import type { Content } from "../vault/item.ts";
import { trashEdit } from "../vault/trash.ts";
import { meet } from "./meet.ts";
import type { ReceivedChange } from "./receive.ts";

const id = new Uint8Array(16).fill(2) as VaultId;
const crypto = testCrypto({ seed: "meet" });
const seal = vaultSeal(crypto, id, [await deriveVaultKeys(crypto, 1, new Uint8Array(32).fill(1), id)]);
const device = new Uint8Array(16).fill(3) as DeviceId;

const living = created("note", { title: "lives" }, by(phone));
const newer = edited(living, { title: "newer" }, by(laptop, noon + 60_000));
const trashed = edited(living, trashEdit(noon + 1_000), by(phone, noon + 1_000));
const name = created("device", { title: "Laptop" }, by(phone));
const renamed = edited(name, { title: "Travel laptop" }, by(laptop, noon + 60_000));
const grave: Content = { v: 1, purged: [(newer.fields.get("title")?.[0]?.[1] ?? 0) - 1, phone, noon] };
const later: Content = { v: 1, purged: [(newer.fields.get("title")?.[0]?.[1] ?? 0) + 1_000_000, phone, noon] };

const sealedOf = async (item: ItemId, content: Content): Promise<Sealed> => (await seal.seal([{ item, content }]))[0] as Sealed;
const unreadable: Sealed = { revision: new Uint8Array(99), hash: (await seal.hashMany([new Uint8Array(99)]))[0] as Sealed["hash"] };

type Side = Content | "unreadable" | null;
const stateOf = async (item: ItemId, side: Side): Promise<Sealed | null> =>
  side === null ? null : side === "unreadable" ? unreadable : sealedOf(item, side);

/** One item on both sides: what is acknowledged here, what waits, and what is there. */
async function met({
  acknowledged = null,
  waiting = null,
  theirs = null,
}: Partial<Readonly<Record<"acknowledged" | "waiting" | "theirs", Side>>>) {
  const item = anItemId(1);
  const here: StoredItem = { id: item, acknowledged: await stateOf(item, acknowledged), waiting: await stateOf(item, waiting) };
  const there = await stateOf(item, theirs);
  const opened = there === null ? [] : await seal.open([{ item, revision: there.revision }]);
  const received: readonly ReceivedChange[] = there === null ? [] : [{ item, ...there, opened: opened[0] as Opened }];
  const held = here.acknowledged === null && here.waiting === null ? [] : [here];
  return meet({ seal, device, held, received, older: false });
}

describe("[H16] what would meet", () => {
  const rows: readonly (readonly [string, Parameters<typeof met>[0], Partial<Awaited<ReturnType<typeof met>>>])[] = [
    ["only here", { acknowledged: living }, { onlyHere: 1, onlyThere: 0, differing: 0, living: 1, removed: 0 }],
    ["only here and never sent", { waiting: living }, { onlyHere: 1, onlyThere: 0, differing: 0, living: 1, removed: 0 }],
    ["only there", { theirs: living }, { onlyHere: 0, onlyThere: 1, differing: 0, living: 0, removed: 0 }],
    ["different", { acknowledged: living, theirs: newer }, { onlyHere: 0, onlyThere: 0, differing: 1, living: 1, removed: 0 }],
    ["in the trash here", { acknowledged: trashed }, { onlyHere: 1, living: 1, removed: 0 }],
    ["purged here", { acknowledged: grave }, { onlyHere: 0, living: 0, removed: 0 }],
    ["not readable here", { acknowledged: "unreadable" }, { onlyHere: 1, living: 1, removed: 0 }],
    ["purged there, and here no more", { theirs: grave }, { onlyThere: 0, living: 0, removed: 0 }],
    ["purged on both sides, one later", { acknowledged: grave, theirs: later }, { differing: 0, living: 0, removed: 0 }],
    ["a device's name, only here", { waiting: name }, { onlyHere: 0, onlyThere: 0, differing: 0 }],
    ["a device's name, only there", { theirs: name }, { onlyHere: 0, onlyThere: 0, differing: 0 }],
    ["a device's name, another one there", { acknowledged: name, theirs: renamed }, { onlyHere: 0, onlyThere: 0, differing: 0 }],
    ["not readable there, and a device's name here", { acknowledged: name, theirs: "unreadable" }, { differing: 1 }],
    ["purged there, and in use here", { acknowledged: living, theirs: later }, { differing: 1, living: 1, removed: 1 }],
    ["purged there before an edit here", { acknowledged: newer, theirs: grave }, { differing: 1, living: 1, removed: 0 }],
    ["purged there before an edit that waits here", { acknowledged: living, waiting: newer, theirs: later }, { differing: 1, removed: 0 }],
    ["purged there, and in the trash here", { acknowledged: trashed, theirs: later }, { differing: 1, living: 1, removed: 0 }],
    ["purged there, and not readable here", { acknowledged: "unreadable", theirs: later }, { differing: 1, living: 1, removed: 0 }],
    ["not readable there", { acknowledged: living, theirs: "unreadable" }, { differing: 1, living: 1, removed: 0 }],
  ];
  for (const [what, given, counts] of rows) it(`counts what is ${what}`, async () => expect(await met(given)).toMatchObject(counts));

  it("weighs each purge against what its own item waits over", async () => {
    const [one, two] = [anItemId(1), anItemId(2)];
    const held = [
      { id: one, acknowledged: await sealedOf(one, living), waiting: null },
      { id: two, acknowledged: await sealedOf(two, living), waiting: await sealedOf(two, newer) },
    ];
    const states = [await sealedOf(one, newer), await sealedOf(two, later)];
    const opened = await seal.open(states.map(({ revision }, i) => ({ item: held[i]?.id as ItemId, revision })));
    const received = states.map((state, i) => ({ ...state, item: held[i]?.id as ItemId, opened: opened[i] as Opened }));
    expect(await meet({ seal, device, held, received, older: false })).toMatchObject({ differing: 2, removed: 0 });
  });

  it("takes to the trash, and not away, what a purge may not have seen", async () => {
    const { changed } = await met({ acknowledged: living, waiting: living, theirs: later });
    const [content] = changed.map((one) => one.content);
    expect(content?.type === "opened" && "fields" in content.content).toBe(true);
  });

  it("lets nothing wait that the server has to the byte, be it readable or not", async () => {
    expect((await met({ waiting: "unreadable", theirs: "unreadable" })).changed.map(({ item }) => item.waiting)).toEqual([null]);
  });

  it("tells of each item how the server's state of it opened", async () => {
    const received = async (given: Parameters<typeof met>[0]) => (await met(given)).changed.map((changed) => changed.received);
    expect(await received({ acknowledged: living })).toEqual(["opened"]);
    expect(await received({ theirs: "unreadable" })).toEqual(["damaged"]);
    expect(await received({ acknowledged: living, theirs: newer })).toEqual(["opened"]);
    expect(await received({ acknowledged: "unreadable", theirs: newer })).toEqual(["opened"]);
  });
});

describe("[S39] an item that is damaged here", () => {
  const item = anItemId(1);
  /** The bytes of `good`, which was held last, under the hash of the state that did not come. */
  const damaged = async (good: Content, listed: Sealed): Promise<Sealed> => ({
    revision: (await sealedOf(item, good)).revision,
    hash: listed.hash,
  });
  const received = async (state: Sealed): Promise<ReceivedChange> => {
    const [opened] = await seal.open([{ item, revision: state.revision }]);
    return { ...state, item, opened: opened as Opened };
  };
  const meets = async (acknowledged: Sealed, waiting: Sealed | null, theirs: Sealed | null) => {
    const there = theirs === null ? [] : [await received(theirs)];
    const held = [{ id: item, acknowledged, waiting }];
    const { changed, removed, ...counts } = await meet({ seal, device, held, received: there, older: false });
    const [one] = changed;
    if (one === undefined) throw new Error("nothing changed");
    const waits = one.item.waiting;
    const opened = waits === null ? [] : await seal.open([{ item, revision: waits.revision }]);
    const hashes = waits === null ? [] : await seal.hashMany([waits.revision]);
    return {
      waits,
      opened,
      isSound: waits !== null && String(hashes[0]) === String(waits.hash),
      content: one.content,
      before: one.before,
      removed,
      counts,
    };
  };

  it.each([
    ["has none of it", null],
    ["has bytes of it that can't be read", unreadable],
  ])("waits as its last good state, sealed anew, where the server %s", async (_, theirs) => {
    const here = await damaged(living, await sealedOf(item, newer));
    const { waits, opened, isSound } = await meets(here, null, theirs);
    expect([isSound, opened]).toEqual([true, [{ type: "opened", content: living }]]);
    expect(waits?.hash).not.toEqual(here.hash);
  });

  it("waits byte for byte where it is whole, and only the server's bytes can't be read", async () => {
    const here = await sealedOf(item, living);
    expect((await meets(here, null, unreadable)).waits).toEqual(here);
  });

  it("is what the server has, where nothing here can be read", async () => {
    const here: Sealed = { revision: unreadable.revision, hash: (await sealedOf(item, living)).hash };
    for (const there of [await sealedOf(item, newer), { ...unreadable, revision: new Uint8Array(98) }]) {
      expect((await meets(here, null, there)).waits).toBeNull();
    }
  });

  it("brings back an edit that waited over its last good state, though what had not come was a purge", async () => {
    const purge = await sealedOf(item, later);
    const { content, removed } = await meets(await damaged(living, purge), await sealedOf(item, newer), purge);
    expect(removed).toBe(0);
    expect(content.type === "opened" && "fields" in content.content && content.content.fields.get("title")?.[0]?.[0]).toBe("newer");
  });

  it("was here before its right bytes came, and is told as another state of it", async () => {
    const right = await sealedOf(item, newer);
    const lastGood = { type: "opened", content: living };
    const { waits, before, content, counts } = await meets(await damaged(living, right), null, right);
    expect([waits, before, content]).toEqual([null, lastGood, { type: "opened", content: newer }]);
    expect(counts).toMatchObject({ onlyHere: 0, onlyThere: 0, differing: 1 });
    const edited = await meets(await damaged(living, right), await sealedOf(item, newer), right);
    expect([edited.before, edited.counts.differing]).toEqual([{ type: "opened", content: newer }, 1]);
    // Of what was never here nothing was shown; the row stood for it all the same, and nothing is to be taken back.
    expect((await meets({ revision: unreadable.revision, hash: right.hash }, null, right)).before).toEqual({ type: "damaged" });
  });

  it("counts as going where what had not come was a purge, and nothing waits", async () => {
    const purge = await sealedOf(item, later);
    expect((await meets(await damaged(living, purge), null, purge)).removed).toBe(1);
  });
});
