// Pins that lie in a lost branch: emergency kits and setup codes from before, and devices that stand where the healer has never been.

import { expect, it } from "vitest";
import { Device } from "./support/device.ts";
import { codeWithPin, comeBack, putBack, putback, unpinned } from "./support/putback.ts";
import { expectSame } from "./support/replica-state.ts";
import { expectHealed, expectNothingLost, valuesOfAll } from "./support/values.ts";
import { settle } from "./support/world.ts";

it("[H12] a setup code whose pin lies in the lost branch leads to the healed history, wherever in it the pin stands", async () => {
  for (const whose of ["laptop", "phone", "tablet"] as const) {
    const scene = await putback(whose);
    const { laptop, phone, all, world } = scene;
    const pin = await scene[whose].client.head();
    const code = await codeWithPin(laptop, pin);
    await settle(...all);
    const before = await valuesOfAll(...all);
    putBack(scene);
    await comeBack(...all);
    expect(await phone.client.heal()).toMatchObject({ healed: true });
    const fresh = new Device(world, "fresh", { seed: "fresh" });
    await fresh.signIn(code);
    await expectNothingLost(before, fresh);
    await settle(...all, fresh);
    await expectSame(...all, fresh);
    await expectHealed(...all, fresh);
  }
});

it("[H12] a pin in a branch that nobody has healed signs in to nothing and keeps nothing", async () => {
  const scene = await putback();
  const { laptop, phone, world } = scene;
  const code = await codeWithPin(laptop, await phone.client.head());
  putBack(scene);
  const fresh = new Device(world, "fresh", { seed: "fresh" });
  await expect(fresh.signIn(code)).rejects.toThrow(/verify.*server-behind/);
  expect((await fresh.home.store.read()).replica).toBeNull();
});

it("[H12] a pin beyond what the healer saw waits until a device that has seen as much has come back", async () => {
  const scene = await putback();
  const { laptop, phone, tablet, world, all } = scene;
  const code = await codeWithPin(laptop, await phone.client.head());
  const before = await valuesOfAll(...all);
  putBack(scene);
  // The tablet has seen the beginning of the branch alone.
  expect(await tablet.client.heal()).toMatchObject({ healed: true });
  await expect(new Device(world, "early", { seed: "early" }).signIn(code)).rejects.toThrow(/verify/);
  await phone.synced();
  const fresh = new Device(world, "fresh", { seed: "fresh" });
  await fresh.signIn(code);
  await settle(...all, fresh);
  await expectSame(...all, fresh);
  await expectNothingLost(before, ...all, fresh);
});

it("[H12, H3] who stands on a head older than all that the healer keeps is asked once", async () => {
  const scene = await putback();
  const { laptop, phone, tablet, world, all } = scene;
  // A device that came late holds heads from its pin on, which lies behind where the tablet stands.
  const late = new Device(world, "late", { seed: "late" });
  await late.signIn(await phone.client.setupCode());
  const before = await valuesOfAll(...all, late);
  putBack(scene);
  await comeBack(...all);
  expect(await late.client.heal()).toMatchObject({ healed: true });
  expect((await tablet.sync()).end).toEqual({ type: "attention", reason: "history-differs" });
  expect(await tablet.client.heal()).toMatchObject({ healed: true });
  await settle(laptop, phone, tablet, late);
  await expectSame(...all, late);
  await expectNothingLost(before, ...all, late);
  await expectHealed(...all, late);
  expect((await unpinned(scene, "fresh")).name).toBe("fresh");
});
