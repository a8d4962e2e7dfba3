// The end of the trash across devices: who may purge and when, whatever the clocks say, and what an edit elsewhere does to it. T9

import { restoreEdit, trashEdit } from "@holdfast/core";
import { beforeEach, describe, expect, it } from "vitest";
import { type Device, must } from "./support/device.ts";
import { expectSame } from "./support/replica-state.ts";
import { settle, World } from "./support/world.ts";

const day = 24 * 3_600_000;

let world: World;
let laptop: Device;
let phone: Device;
let id: string;

/** The laptop has thrown an item away, and both devices have seen that. */
beforeEach(async () => {
  world = new World({ seed: "purge" });
  laptop = await world.device("Laptop");
  phone = await world.device("Phone");
  id = await laptop.add({ title: "Old account", password: "gone soon" });
  await laptop.add({ title: "Kept", password: "stays" });
  must(await laptop.client.edit(id, trashEdit(world.time.clock.now())));
  await settle(laptop, phone);
  // A device looks through its trash at most once an hour.
  await later(1 / 12);
  await settle(laptop, phone);
});

const later = (days: number): Promise<void> => world.time.advance(days * day);
const has = async (device: Device): Promise<boolean> => (await device.client.find(id)).ok;
/** Whether the item is what people see, in the trash or not; null where it is gone. */
const inTrash = async (device: Device): Promise<boolean | null> => {
  const found = await device.client.find(id);
  return found.ok ? found.value.item.fields.get("trashed")?.[0]?.[0] !== null : null;
};

describe("an item in the trash", () => {
  it("[T9] is purged after 30 days, everywhere, and stays gone", async () => {
    await later(29);
    await settle(laptop, phone);
    expect([await has(laptop), await has(phone)]).toEqual([true, true]);
    await later(2);
    const report = await laptop.synced();
    expect(report.pushed).toBe(1);
    await settle(laptop, phone);
    expect([await has(laptop), await has(phone)]).toEqual([false, false]);
    expect(await laptop.client.items()).toHaveLength(1);
    await expectSame(laptop, phone);
    await laptop.restart();
    await later(40);
    await settle(laptop, phone);
    expect([await has(laptop), await has(phone)]).toEqual([false, false]);
  });

  it("[T9] is not purged by a device that has seen it there for less", async () => {
    await later(40);
    // Nobody else was at it: a device that comes now has only just seen it.
    const tablet = await world.device("Tablet");
    await tablet.synced();
    await later(20);
    expect((await tablet.synced()).pushed).toBe(0);
    expect(await inTrash(tablet)).toBe(true);
    await later(11);
    expect((await tablet.synced()).pushed).toBe(1);
    expect(await has(tablet)).toBe(false);
  });

  it("[T9] remembers what it has seen when its process starts anew", async () => {
    await later(15);
    await laptop.restart();
    await laptop.synced();
    await later(16);
    await laptop.restart();
    expect((await laptop.synced()).pushed).toBe(1);
    expect(await has(laptop)).toBe(false);
  });

  it("[T9] survives a clock that jumps ahead, on the device or on the server", async () => {
    await later(2);
    await settle(laptop, phone);
    const now = world.time.clock.now();
    // The device's clock is 40 days ahead of what the server's answers say.
    laptop.hooks.date = () => now;
    await later(40);
    await settle(laptop);
    expect(await inTrash(laptop)).toBe(true);
    // And back again, with everything as it was.
    laptop.hooks.date = undefined;
    world.time.setClock(now);
    await settle(laptop, phone);
    expect(await inTrash(laptop)).toBe(true);
    laptop.hooks.date = () => world.time.clock.now() + 400 * day;
    await later(1);
    await settle(laptop);
    expect(await inTrash(laptop)).toBe(true);
  });

  it("[T9] is first noted when the clock is right", async () => {
    world = new World({ seed: "wrong from the first" });
    const wrong = await world.device("Laptop", { clockOff: -60 * day });
    id = await wrong.add({ title: "Old account" });
    must(await wrong.client.edit(id, trashEdit(0)));
    await wrong.synced();
    expect(await wrong.home.store.note()).toBeNull();
    // The clock is put right: sixty days seem to have passed in a moment.
    wrong.hooks.date = () => world.time.clock.now() - 60 * day;
    await later(1);
    expect((await wrong.synced()).pushed).toBe(0);
    expect(await inTrash(wrong)).toBe(true);
    expect(await wrong.home.store.note()).not.toBeNull();
  });

  it("[T9] starts its time anew where somebody took it out and threw it away again", async () => {
    await later(20);
    must(await phone.client.edit(id, restoreEdit()));
    must(await phone.client.edit(id, trashEdit(world.time.clock.now())));
    await settle(phone, laptop);
    await later(15);
    await settle(laptop);
    expect(await inTrash(laptop)).toBe(true);
    await later(16);
    await settle(laptop);
    expect(await has(laptop)).toBe(false);
  });

  it("[T9] [M11] comes back where somebody edited it without having seen the purge", async () => {
    phone.online = false;
    await phone.edit(id, { username: "octo" });
    await later(31);
    await settle(laptop);
    expect(await has(laptop)).toBe(false);
    phone.online = true;
    await settle(phone, laptop);
    for (const device of [phone, laptop]) {
      expect(await inTrash(device)).not.toBeNull();
      expect(await device.shows(id, "username")).toBe("octo");
      expect(await device.shows(id, "password")).toBe("gone soon");
    }
    await expectSame(laptop, phone);
  });

  it("[T9] is not purged while an edit of it waits, nor while synchronization is off", async () => {
    await later(31);
    await laptop.turn(false);
    await laptop.sync();
    expect(await inTrash(laptop)).toBe(true);
    await laptop.edit(id, { note: "wait" });
    await laptop.turn(true);
    await settle(laptop, phone);
    // The edit made it another item state: its time has begun anew.
    expect(await inTrash(laptop)).toBe(true);
  });

  it("[A9] notes nothing that the store could read", async () => {
    const note = await laptop.home.store.note();
    const text = Buffer.from(note ?? new Uint8Array(0));
    expect(text.length).toBeGreaterThan(64);
    expect(text.includes(Buffer.from(id, "hex"))).toBe(false);
    expect(await phone.home.store.note()).not.toEqual(note);
  });

  it("[T9] [A9] begins anew where its notes can't be read", async () => {
    await later(20);
    await laptop.home.store.write({ expect: null, note: new Uint8Array(200).fill(1) });
    await laptop.restart();
    await settle(laptop);
    await later(15);
    await settle(laptop);
    expect(await inTrash(laptop)).toBe(true);
    await later(16);
    await settle(laptop);
    expect(await has(laptop)).toBe(false);
  });
});
