// Bad days in any order: devices edit, synchronize, lose their network and die, while the server is put back to any earlier state or emptied,
// again and again; now and then somebody gives their word. In the end all meet, and every value that was ever saved is there.

import { trashEdit } from "@holdfast/core";
import { type MemoryState, MemoryStorage } from "@holdfast/server/testing/memory";
import { expect, it } from "vitest";
import type { Device } from "./support/device.ts";
import { Crash, crashAt, deaths, repair } from "./support/disk.ts";
import { expectSame } from "./support/replica-state.ts";
import { expectHealed, expectNothingLost, valuesOf } from "./support/values.ts";
import { World } from "./support/world.ts";

type Dice = (sides: number) => number;

const diceOf = ({ home }: Device): Dice => {
  const { randomBytes } = home.environment.crypto;
  return (sides) => ((randomBytes(1)[0] ?? 0) * sides) >> 8;
};

/** Runs `work`, and starts the device anew where its process dies in it. */
async function mayDie(device: Device, dice: Dice, work: () => Promise<unknown>): Promise<void> {
  const dies = dice(4) === 0;
  const death = deaths[dice(deaths.length)] ?? "after";
  const { crashed } = dies ? crashAt(device.disk, 1 + dice(6), death) : { crashed: () => false };
  await work().catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error;
  });
  repair(device.disk);
  if (crashed()) await device.restart(death);
}

interface Days {
  readonly world: World;
  readonly devices: readonly Device[];
  readonly items: string[];
  readonly backups: MemoryState[];
  readonly saved: Set<string>;
  step: number;
}

async function edit({ world, items, saved, step }: Days, device: Device, dice: Dice): Promise<void> {
  const id = items[dice(items.length)] ?? "";
  const found = await device.client.find(id);
  if (!found.ok || dice(5) === 0) items.push(await device.add({ title: `item ${step}`, [`custom-${step}`]: "new" }));
  else if (dice(8) === 0) await device.client.edit(id, trashEdit(world.time.clock.now()));
  else
    await device.edit(id, {
      [`custom-${dice(3)}-${step % 7}`]: `${device.name} ${step}`,
      ...(step % 3 === 0 ? { password: `${device.name} ${step}` } : {}),
    });
  for (const value of await valuesOf(device)) saved.add(value);
}

async function day(days: Days, dice: Dice): Promise<void> {
  const { world, devices, backups } = days;
  const device = devices[dice(devices.length)] as Device;
  await world.time.advance(dice(1_000));
  const what = dice(20);
  if (what < 7) await edit(days, device, dice);
  else if (what < 13) await mayDie(device, dice, () => device.sync());
  else if (what < 15) backups.push(world.backup());
  else if (what < 17)
    world.restart(structuredClone(dice(6) === 0 ? new MemoryStorage().state : (backups[dice(backups.length)] as MemoryState)));
  else if (what < 18) {
    let left = dice(6);
    device.hooks.answer = (answer) => (left-- > 0 ? answer : { type: "unreachable", why: "timeout" });
    await device.sync();
    device.hooks.answer = undefined;
  } else await mayDie(device, dice, () => device.client.heal());
}

/** Everybody synchronizes until nothing moves, and gives their word where they are asked. How often they were. */
async function inTheEnd(devices: readonly Device[]): Promise<number> {
  let asked = 0;
  for (let round = 0; round < 20; round++) {
    let moved = 0;
    for (const device of devices) {
      const { end, pulled, pushed } = await device.sync();
      moved += pulled + pushed;
      if (end.type === "quiet") continue;
      const healed = await device.client.heal();
      if (healed.end.type !== "quiet") throw new Error(`${device.name}: ${JSON.stringify(end)}, ${JSON.stringify(healed.end)}`);
      asked++;
      moved++;
    }
    if (moved === 0) return asked;
  }
  throw new Error("the devices never come to rest");
}

const seeds = Array.from({ length: 40 }, (_, n) => n);

it.each(seeds)("[H5, H6, H8, H9, H10, H11] days %i: nothing that was ever saved is lost, and all meet", async (seed) => {
  const world = new World({ seed: `days ${seed}` });
  const devices = [await world.device("laptop"), await world.device("phone"), await world.device("tablet")];
  const [laptop] = devices as [Device, ...Device[]];
  const dice = diceOf(laptop);
  const days: Days = { world, devices, items: [], backups: [], saved: new Set(), step: 0 };
  days.items.push(await laptop.add({ title: "first" }));
  for (const device of devices) await device.synced();
  days.backups.push(world.backup());
  for (; days.step < 60; days.step++) await day(days, dice);
  const asked = await inTheEnd(devices);
  expect(asked).toBeLessThanOrEqual(devices.length);
  await expectSame(...devices);
  await expectNothingLost(days.saved, ...devices);
  await expectHealed(...devices);
  for (const device of devices) expect(await device.client.verify()).toMatchObject({ ok: true, server: "agrees" });
});
