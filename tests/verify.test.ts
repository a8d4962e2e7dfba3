// The check that a person asks for: a replica that fits is called so, every kind of damage has its code, and the six words are the same on
// two devices exactly when they hold the same. T10

import type { Write } from "@holdfast/core/testing/inside";
import type { Bytes, Hash } from "@holdfast/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import type { Device } from "./support/device.ts";
import { replicaState } from "./support/replica-state.ts";
import { settle, World } from "./support/world.ts";

let world: World;
let laptop: Device;
let phone: Device;
beforeEach(async () => {
  world = new World({ seed: "verify" });
  laptop = await world.device("Laptop");
  for (const title of ["One", "Two", "Three"]) await laptop.add({ title });
  phone = await world.device("Phone");
  await settle(laptop, phone);
});

const flipped = (bytes: Bytes): Bytes => bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte));
const spoil = async (device: Device, change: Omit<Write, "expect">): Promise<void> => {
  await device.home.store.write({ expect: null, ...change });
};
const anItem = async (device: Device) => {
  const [item] = (await device.home.store.items()).items;
  if (item?.acknowledged === undefined || item.acknowledged === null) throw new Error("nothing is acknowledged");
  return { ...item, acknowledged: item.acknowledged };
};
const reasonOf = async (device: Device) => {
  const { ok, reason } = await device.client.verify();
  return ok ? null : reason;
};

describe("verify", () => {
  it("[T10] [T4] [attack 49] finds that all fits, on every device with the same words", async () => {
    const [one, other] = [await laptop.client.verify(), await phone.client.verify()];
    expect(one).toMatchObject({ ok: true, reason: null, server: "agrees", seq: (await laptop.client.head()).seq });
    expect(one.words.split(" ")).toHaveLength(6);
    expect(other).toEqual(one);
    await laptop.edit((await laptop.client.items())[0]?.id ?? "", { note: "new" });
    await laptop.synced();
    expect((await laptop.client.verify()).words).not.toBe(one.words);
    expect((await phone.client.verify()).words).toBe(one.words);
  });

  it("[T10] changes nothing and sends no change, while edits wait and the server is ahead", async () => {
    await phone.edit((await phone.client.items())[0]?.id ?? "", { note: "waits" });
    await laptop.edit((await laptop.client.items())[1]?.id ?? "", { note: "sent" });
    await laptop.synced();
    const before = await replicaState(phone.home);
    const pushes = phone.sent("push").length;
    expect(await phone.client.verify()).toMatchObject({ ok: true, server: "agrees" });
    expect(await replicaState(phone.home)).toEqual(before);
    expect(phone.sent("push")).toHaveLength(pushes);
  });

  it("[T10] looks at the device alone where the server is not reached or must not be asked", async () => {
    phone.online = false;
    expect(await phone.client.verify()).toMatchObject({ ok: true, server: "not-reached" });
    phone.online = true;
    await phone.turn(false);
    const asked = phone.wire.length;
    expect(await phone.client.verify()).toMatchObject({ ok: true, server: "off" });
    expect(phone.wire).toHaveLength(asked);
  });

  it("[T10] signs in again where the session has ended", async () => {
    await phone.home.store.write({ expect: null, replica: { sealedToken: null } });
    await phone.restart();
    expect(await phone.client.verify()).toMatchObject({ ok: true, server: "agrees" });
  });

  it("[T10] finds a new account well, before its first commit too", async () => {
    const other = new World({ account: "new@example.com" });
    const first = await other.device("First");
    expect(await first.client.verify()).toMatchObject({ ok: true, reason: null });
  });

  const damages: readonly (readonly [string, string, (device: Device) => Promise<Omit<Write, "expect">>])[] = [
    [
      "a revision that was changed",
      "revision-differs",
      async (device) => {
        const item = await anItem(device);
        return { items: [{ ...item, acknowledged: { ...item.acknowledged, revision: flipped(item.acknowledged.revision) } }] };
      },
    ],
    [
      "a revision that was changed with its hash",
      "revision-unreadable",
      async (device) => {
        const item = await anItem(device);
        const revision = flipped(item.acknowledged.revision);
        const [hash] = await device.home.environment.crypto.sha256([revision]);
        return { items: [{ ...item, acknowledged: { revision, hash: hash as Hash } }] };
      },
    ],
    [
      "a waiting revision that was changed",
      "revision-differs",
      async (device) => {
        const item = await anItem(device);
        return { items: [{ ...item, waiting: { ...item.acknowledged, revision: flipped(item.acknowledged.revision) } }] };
      },
    ],
    [
      "one item's revision in another's place",
      "revision-unreadable",
      async (device) => {
        const [one, other] = (await device.home.store.items()).items;
        if (one === undefined || other === undefined) throw new Error("too few items");
        return { items: [{ ...one, acknowledged: other.acknowledged }] };
      },
    ],
    [
      "an item that nobody committed",
      "root-differs",
      async (device) => {
        await device.add({ title: "Never sent" });
        const { items } = await device.home.store.items();
        return { items: items.map((item) => ({ ...item, acknowledged: item.acknowledged ?? item.waiting, waiting: null })) };
      },
    ],
    [
      "a bucket's hash that was changed",
      "root-differs",
      async () => ({ buckets: [{ bucket: 3, hash: new Uint8Array(32).fill(3) as Hash }] }),
    ],
    [
      "the newest head that was changed",
      "head-damaged",
      async (device) => {
        const { seq } = await device.client.head();
        const [sealed] = await device.home.store.heads(seq, 1);
        return { heads: { first: seq, sealed: [flipped(sealed ?? new Uint8Array(1))] } };
      },
    ],
    [
      "an older head in place of the newest",
      "head-damaged",
      async (device) => {
        const { seq } = await device.client.head();
        return { heads: { first: seq, sealed: await device.home.store.heads(seq - 1, 1) } };
      },
    ],
    [
      "a pin that no head has",
      "end-differs",
      async (device) => ({ replica: { head: { seq: (await device.client.head()).seq, hash: new Uint8Array(32) as Hash } } }),
    ],
    ["heads that are not there", "heads-missing", async (device) => ({ replica: { head: { ...(await device.client.head()), seq: 900 } } })],
    ["a first restore that is not finished", "restore-unfinished", async () => ({ replica: { restored: false } })],
  ];
  it.each(damages)("[T10] finds %s: %s", async (_, reason, damage) => {
    await spoil(laptop, await damage(laptop));
    const before = await replicaState(laptop.home);
    expect(await reasonOf(laptop)).toBe(reason);
    expect(await replicaState(laptop.home)).toEqual(before);
  });

  it("[T10] [S20] finds a server that went back, and remembers it while it is not reached", async () => {
    const backup = world.backup();
    await laptop.add({ title: "Four" });
    await laptop.synced();
    world.restart(backup);
    expect(await laptop.client.verify()).toMatchObject({ ok: false, server: "differs", reason: "server-behind" });
    await laptop.sync();
    laptop.online = false;
    expect(await laptop.client.verify()).toMatchObject({ ok: false, server: "differs", reason: "server-behind" });
    expect(await phone.client.verify()).toMatchObject({ ok: true });
  });
});
