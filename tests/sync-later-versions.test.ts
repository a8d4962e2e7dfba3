// What this version does not know passes through it untouched: kinds, fields, and whole contents of a later version.

import { fromHex, type ItemId, toHex } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import type { Device } from "./support/device.ts";
import { sealText } from "./support/keys.ts";
import { expectSame } from "./support/replica-state.ts";
import { settle, World } from "./support/world.ts";

async function two() {
  const world = new World();
  const laptop = await world.device("laptop");
  const phone = await world.device("phone");
  const item = await laptop.add({ title: "GitHub", password: "0" });
  await settle(laptop, phone);
  return { world, laptop, phone, item };
}

const hidden = async (device: Device) => {
  const { attention } = await device.status();
  const items = attention.flatMap(({ kind, items = [] }) => (kind === "update-needed" ? items.map(toHex) : []));
  return { count: (await device.status()).hidden, items: [...new Set(items)].sort() };
};

describe("[V1] unknown kinds and unknown fields", () => {
  it("[S12] survive edits and meetings on both devices, and are counted as hidden", async () => {
    const { laptop, phone, item } = await two();
    const strange = { list: [1, "two", null, { deep: [true] }], "": "" };
    const hologram = await laptop.add({ title: "Hologram", "light-field": strange, "beam/7f": 12 }, "hologram");
    await laptop.edit(item, { "aura/colour": "green" });
    await settle(laptop, phone);
    expect(await hidden(phone)).toEqual({ count: 2, items: [item, hologram].sort() });
    expect((await phone.status()).items).toBe(1);

    await phone.edit(hologram, { title: "Hologram of the phone" });
    await laptop.edit(hologram, { note: "of the laptop" });
    await phone.edit(item, { password: "1" });
    await settle(laptop, phone);
    for (const device of [laptop, phone]) {
      expect(await device.shows(hologram, "light-field")).toEqual(strange);
      expect(await device.shows(hologram, "beam/7f")).toBe(12);
      expect(await device.shows(hologram, "title")).toBe("Hologram of the phone");
      expect(await device.shows(hologram, "note")).toBe("of the laptop");
      expect(await device.shows(item, "aura/colour")).toBe("green");
      expect((await device.item(hologram)).item.kind).toBe("hologram");
      expect((await device.status()).hidden).toBe(2);
    }
    await expectSame(laptop, phone);
  });
});

describe("a content of a later version", () => {
  const later = (title: string) => `{"v":2,"kind":"login","shape":"of things to come","title":"${title}"}`;

  /** The phone has been updated: it writes what the laptop can't read. */
  async function writeLater(phone: Device, item: string, title: string): Promise<void> {
    const id = fromHex(item) as ItemId;
    const held = await phone.home.store.item(id);
    const waiting = await sealText(phone, id, later(title));
    await phone.home.store.write({ expect: null, items: [{ id, acknowledged: held?.acknowledged ?? null, waiting }] });
  }

  it("[S13] [attack 38] is kept sealed, byte for byte, counted and told, and shown to nobody as something else", async () => {
    const { laptop, phone, item } = await two();
    await writeLater(phone, item, "new");
    await settle(phone, laptop);
    expect((await laptop.client.items()).map(({ id }) => id)).toEqual([]);
    expect(await hidden(laptop)).toEqual({ count: 1, items: [item] });
    expect((await laptop.status()).current).toMatchObject({ phase: "attention" });
    expect(await laptop.client.edit(item, new Map([["password", "overwritten"]]))).toEqual({ ok: false, error: { type: "not-found" } });
    const id = fromHex(item) as ItemId;
    const [mine, theirs] = await Promise.all([laptop, phone].map((device) => device.home.store.item(id)));
    expect(mine).toEqual(theirs);
    await laptop.restart();
    expect(await hidden(laptop)).toEqual({ count: 1, items: [item] });
    await expectSame(laptop, phone);
  });

  it("[S13, S14] meets a local edit: the edit is kept and waits, is never sent over it, and all other items go on", async () => {
    const { world, laptop, phone, item } = await two();
    const id = fromHex(item) as ItemId;
    await laptop.edit(item, { password: "of the laptop" });
    const bank = await laptop.add({ title: "Bank" });
    await writeLater(phone, item, "new");
    await phone.synced();
    for (let round = 0; round < 3; round++) {
      await laptop.synced();
      expect(await laptop.shows(item, "password")).toBe(round < 2 ? "of the laptop" : "and on");
      expect((await laptop.status()).waiting).toBe(1);
      expect((await laptop.status()).attention.map(({ kind }) => kind)).toContain("update-needed");
      if (round === 0) await laptop.restart();
      if (round === 1) await laptop.edit(item, { password: "and on" });
    }
    const post = await laptop.add({ title: "Post" });
    expect(await laptop.synced()).toMatchObject({ pushed: 1 });
    const atServer = world.vault.current.get(item)?.revision;
    expect(atServer).toEqual((await phone.home.store.item(id))?.acknowledged?.revision);
    await phone.synced();
    expect([await phone.shows(bank, "title"), await phone.shows(post, "title")]).toEqual(["Bank", "Post"]);

    // The phone goes on in its version, and the laptop still waits.
    await writeLater(phone, item, "newer");
    await settle(phone, laptop);
    expect(world.vault.current.get(item)?.revision).toEqual((await phone.home.store.item(id))?.acknowledged?.revision);
    expect(await laptop.shows(item, "password")).toBe("and on");
    expect((await laptop.status()).waiting).toBe(1);
  });

  it("[S13, S14] waits on this device, which was set back to an older version, and meets an edit of another: neither is lost", async () => {
    const { world, laptop, phone, item } = await two();
    laptop.online = false;
    await writeLater(laptop, item, "not understood here");
    const waiting = (await laptop.home.store.item(fromHex(item) as ItemId))?.waiting;
    await phone.edit(item, { password: "of the phone" });
    await phone.synced();
    laptop.online = true;
    await laptop.synced();
    expect((await laptop.home.store.item(fromHex(item) as ItemId))?.waiting).toEqual(waiting);
    expect(world.vault.current.get(item)?.revision).toEqual((await phone.home.store.item(fromHex(item) as ItemId))?.acknowledged?.revision);
    expect(await hidden(laptop)).toEqual({ count: 1, items: [item] });
  });
});

describe("a revision that a broken device wrote: it verifies and does not open", () => {
  it("[S13, S14] the last good state stays and can be read, the item is told, nothing is sent over it, others go on", async () => {
    const { world, laptop, phone, item } = await two();
    const id = fromHex(item) as ItemId;
    const other = "0f".repeat(16);
    const held = await phone.home.store.item(id);
    // Sealed for another place, so that it opens nowhere.
    const waiting = await sealText(phone, fromHex(other) as ItemId, "{}");
    await phone.home.store.write({ expect: null, items: [{ id, acknowledged: held?.acknowledged ?? null, waiting }] });
    await phone.synced();
    await laptop.synced();
    expect(await laptop.shows(item, "password")).toBe("0");
    expect((await laptop.status()).attention).toMatchObject([{ kind: "damaged", reason: "revision-unreadable" }]);
    const bank = await laptop.add({ title: "Bank" });
    await laptop.edit(item, { password: "1" });
    expect(await laptop.synced()).toMatchObject({ pushed: 1 });
    expect(world.vault.current.get(item)?.revision).toEqual(waiting.revision);
    await laptop.restart();
    expect(await laptop.shows(item, "password")).toBe("1");
    await phone.synced();
    expect(await phone.shows(bank, "title")).toBe("Bank");
  });

  it("[S14] one that nobody here has ever read is told, and does not keep other edits from being sent", async () => {
    const { laptop, phone } = await two();
    const id = fromHex("0e".repeat(16)) as ItemId;
    const waiting = await sealText(phone, fromHex("0f".repeat(16)) as ItemId, "{}");
    await phone.home.store.write({ expect: null, items: [{ id, acknowledged: null, waiting }] });
    await phone.synced();
    await laptop.synced();
    expect((await laptop.status()).attention).toMatchObject([{ kind: "damaged", reason: "revision-unreadable", items: [id] }]);
    await laptop.add({ title: "Bank" });
    expect(await laptop.synced()).toMatchObject({ pushed: 1 });
  });
});
