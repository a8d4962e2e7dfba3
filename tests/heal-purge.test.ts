// A purge and a server that was put back: an edit that was never sent is not purged by somebody who can't have seen it, whether its device
// heals or follows, and in whatever order they come back; a purge that was not sent yet takes away what it has seen and nothing else.

import { trashEdit } from "@holdfast/core";
import { expect, it } from "vitest";
import type { Device } from "./support/device.ts";
import { unpinned } from "./support/putback.ts";
import { expectSame } from "./support/replica-state.ts";
import { expectHealed, expectNothingLost, valuesOfAll } from "./support/values.ts";
import { settle, World } from "./support/world.ts";

const day = 24 * 3_600_000;

interface Scene {
  readonly world: World;
  readonly away: Device;
  readonly home: Device;
  readonly id: string;
}

/** Two devices that have met over a dozen items. */
async function scene(seed: string): Promise<Scene> {
  const world = new World({ seed });
  const away = await world.device("away");
  const home = await world.device("home");
  const id = await away.add({ title: "Bank", password: "old" });
  for (let n = 0; n < 15; n++) await away.add({ title: `other ${n}` });
  await settle(away, home);
  return { world, away, home, id };
}

/** `device` throws the item away, and purges it when its time has come. */
async function purge({ world, id }: Scene, device: Device): Promise<void> {
  await device.client.edit(id, trashEdit(world.time.clock.now()));
  await device.synced();
  await world.time.advance(day / 12);
  await device.synced();
  await world.time.advance(31 * day);
  await device.synced();
  expect(await device.client.find(id)).toMatchObject({ ok: false });
}

/** Everybody comes back in this order; who is asked gives their word. */
async function meetAgain(...devices: readonly Device[]): Promise<void> {
  for (const device of devices) if ((await device.sync()).end.type === "attention") await device.client.heal();
  await settle(...devices);
}

const orders = ["away", "home"] as const;

it.each(orders)("[H5, H9, M3, M11] an edit that was never sent comes back from a later trash and its purge, %s first", async (first) => {
  const given = await scene(`leaving ${first}`);
  const { world, away, home, id } = given;
  const backup = world.backup();
  await home.add({ title: "lost with the server" });
  await settle(home, away);
  await away.edit(id, { password: "never sent" });
  const before = await valuesOfAll(away);
  world.restart(backup);
  // Healed by the one at home, which then purges, and the other follows unasked; or purged by somebody who knows nothing of what was lost.
  const purger = first === "home" ? home : await unpinned({ world, laptop: away }, "fresh");
  if (first === "home") expect(await home.client.heal()).toMatchObject({ healed: true });
  await world.time.advance(day);
  await purger.sync();
  await purge(given, purger);
  const all = [...new Set([away, home, purger])];
  if (first === "home") expect((await away.sync()).end.type).toBe("quiet");
  await meetAgain(...all);
  for (const device of all) {
    expect(await device.shows(id, "password")).toBe("never sent");
    expect(await device.shows(id, "trashed")).toBe(null);
  }
  await expectNothingLost(before, ...all);
  await expectSame(...all);
  await expectHealed(...all);
});

it("[H5, M11] what was acknowledged and lost before a purge elsewhere is in the trash, whole, and can be taken out", async () => {
  const given = await scene("acknowledged");
  const { world, away, home, id } = given;
  const backup = world.backup();
  await away.edit(id, { password: "lost with the server" });
  await settle(away, home);
  world.restart(backup);
  await world.time.advance(day);
  const fresh = await unpinned({ world, laptop: away }, "fresh");
  await fresh.sync();
  await purge(given, fresh);
  await meetAgain(away, home, fresh);
  for (const device of [away, home, fresh]) {
    expect(await device.shows(id, "password")).toBe("lost with the server");
    expect(await device.shows(id, "trashed")).toEqual(expect.any(Number));
  }
  await away.client.edit(id, new Map([["trashed", null]]));
  await settle(away, home, fresh);
  expect(await fresh.shows(id, "trashed")).toBe(null);
  await expectSame(away, home, fresh);
});

it("[H5, M11] a purge of ours does not take away an edit that only the server holds", async () => {
  const given = await scene("mirror");
  const { world, away, home, id } = given;
  const backup = world.backup();
  await purge(given, away);
  world.restart(backup);
  const fresh = await unpinned({ world, laptop: away }, "fresh");
  await fresh.sync();
  await fresh.edit(id, { password: "after the rollback" });
  await fresh.synced();
  await meetAgain(away, home, fresh);
  for (const device of [away, home, fresh]) expect(await device.shows(id, "password")).toBe("after the rollback");
  await expectSame(away, home, fresh);
});
