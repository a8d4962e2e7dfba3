// A server that was put back: what its devices hold is on it again after one person's word, the others follow or go on by themselves, in
// whatever order they come back, and nothing that anybody held is lost.

import { trashEdit } from "@holdfast/core";
import type { MemoryState } from "@holdfast/server/testing/memory";
import { describe, expect, it } from "vitest";
import type { Device } from "./support/device.ts";
import { expectSame } from "./support/replica-state.ts";
import { expectHealed, expectNothingLost, valuesOfAll } from "./support/values.ts";
import { settle, World } from "./support/world.ts";

interface Putback {
  readonly world: World;
  readonly laptop: Device;
  readonly phone: Device;
  readonly tablet: Device;
  readonly all: readonly Device[];
  readonly github: string;
  readonly bank: string;
  readonly post: string;
  /** The server as it was before the last three commits. */
  readonly backup: MemoryState;
}

/** Three devices that have met; then three commits, of which the tablet has seen the first; then an edit on each that is not sent. */
export async function putback(seed = ""): Promise<Putback> {
  const world = new World({ seed });
  const laptop = await world.device("laptop");
  const phone = await world.device("phone");
  const tablet = await world.device("tablet");
  const github = await laptop.add({ title: "GitHub", password: "0" });
  const bank = await laptop.add({ title: "Bank", password: "0", note: "before" });
  const post = await laptop.add({ title: "Post" });
  await settle(laptop, phone, tablet);
  const backup = world.backup();
  await phone.edit(github, { password: "1" });
  await phone.synced();
  await tablet.synced();
  await laptop.synced();
  await laptop.edit(bank, { note: "after the backup" });
  await laptop.client.edit(post, trashEdit(world.time.clock.now()));
  await laptop.synced();
  await phone.synced();
  await phone.add({ title: "New", note: "lost with the server" });
  await phone.synced();
  await laptop.edit(github, { username: "unsent on the laptop" });
  await phone.edit(github, { username: "unsent on the phone" });
  await tablet.edit(bank, { note: "unsent on the tablet" });
  await tablet.add({ title: "Only on the tablet" });
  return { world, laptop, phone, tablet, all: [laptop, phone, tablet], github, bank, post, backup };
}

/** Runs of all of them, in this order, that may end as they like. */
async function comeBack(...devices: readonly Device[]): Promise<void> {
  for (const device of devices) await device.sync();
}

const orders = (devices: readonly Device[]): readonly (readonly Device[])[] =>
  devices.length < 2
    ? [devices]
    : devices.flatMap((first) => orders(devices.filter((other) => other !== first)).map((others) => [first, ...others]));

const indexes = orders([0, 1, 2] as unknown as Device[]) as unknown as readonly (readonly number[])[];

describe("a server restored from an older backup", () => {
  it.each(indexes.map((order) => [order.join(" "), order] as const))(
    "[H5, H9, H10] is healed by whichever device's person says so, in any order of coming back: %s",
    async (_, order) => {
      const { world, all, backup } = await putback();
      const [first, ...others] = order.map((at) => all[at] as Device) as [Device, ...Device[]];
      const before = await valuesOfAll(...all);
      world.restart(structuredClone(backup));
      await comeBack(...all);
      expect((await first.status()).attention[0]?.kind).toBe("behind");
      expect(await first.client.heal()).toMatchObject({ healed: true, end: { type: "quiet" } });
      await settle(...others, first);
      await expectSame(...all);
      await expectNothingLost(before, ...all);
      await expectHealed(...all);
    },
  );

  it("[H3] changes nothing before somebody has said so: the vault stays usable and edits wait", async () => {
    const { world, all, laptop, github, backup } = await putback();
    world.restart(structuredClone(backup));
    for (const device of all) {
      expect((await device.sync()).end).toEqual({ type: "attention", reason: "server-behind" });
    }
    await laptop.edit(github, { note: "in between" });
    expect((await laptop.sync()).end).toEqual({ type: "attention", reason: "server-behind" });
    expect(await laptop.shows(github, "note")).toBe("in between");
    expect(world.vault.head.seq).toBe([...backup.vaults.values()][0]?.head.seq);
  });
});
