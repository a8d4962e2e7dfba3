// Healing while devices synchronize by themselves: an alarmed device hears of the healing and follows at once, also where the new history
// has not come as far as its own.

import { MemoryStorage } from "@holdfast/server/testing/memory";
import { expect, it } from "vitest";
import { comeBack, putBack, putback } from "./support/putback.ts";
import { expectSame } from "./support/replica-state.ts";
import { expectHealed, expectNothingLost, valuesOfAll } from "./support/values.ts";
import { settle, World } from "./support/world.ts";

it("[S36, H9] a device whose alarm stands follows with the poke of the healing's last commit", async () => {
  const scene = await putback();
  const { laptop, phone, world, all } = scene;
  await settle(...all);
  // More is lost than a healing takes commits.
  for (let n = 0; n < 5; n++) {
    await phone.add({ title: `later ${n}` });
    await settle(phone, laptop);
  }
  const before = await valuesOfAll(laptop, phone);
  putBack(scene);
  await comeBack(...all);
  await phone.client.live.start();
  await world.time.advance(0);
  expect(phone.client.live.connected).toBe(true);
  expect((await phone.status()).current.phase).toBe("attention");
  expect(await laptop.client.heal()).toMatchObject({ healed: true });
  expect(world.vault.head.seq).toBeLessThan((await phone.client.head()).seq);
  await world.time.advance(1_000);
  await expectHealed(laptop, phone);
  await expectSame(laptop, phone);
  await expectNothingLost(before, laptop, phone);
  await phone.client.live.stop();
});

it("[S32, H11] a healing that a person has begun and the network has cut off goes on by itself, also where the loop stood still", async () => {
  const world = new World();
  const laptop = await world.device("laptop");
  await laptop.client.live.start();
  await world.time.advance(1_000);
  world.restart(new MemoryStorage().state);
  laptop.line.cut();
  await world.time.advance(10 * 60_000);
  expect((await laptop.status()).current.phase).toBe("sign-in-needed");
  laptop.hooks.request = (request) => (request.path.endsWith("/push") ? { type: "unreachable", why: "timeout" } : request);
  expect(await laptop.client.heal()).toMatchObject({ healed: false, end: { type: "unreachable" } });
  laptop.hooks.request = undefined;
  await world.time.advance(10_000);
  expect((await laptop.status()).current).toMatchObject({ phase: "up-to-date" });
  expect((await laptop.status()).waiting).toBe(0);
});

it("[S32, H15] a device whose person has healed an empty server goes on by itself: what is saved then is sent", async () => {
  const world = new World();
  const laptop = await world.device("laptop");
  await laptop.client.live.start();
  await world.time.advance(1_000);
  world.restart(new MemoryStorage().state);
  laptop.line.cut();
  await world.time.advance(10 * 60_000);
  expect((await laptop.status()).current.phase).toBe("sign-in-needed");
  expect(await laptop.client.heal()).toMatchObject({ healed: true });
  await laptop.add({ title: "After" });
  await world.time.advance(10_000);
  expect((await laptop.status()).current).toMatchObject({ phase: "up-to-date" });
  expect((await laptop.status()).waiting).toBe(0);
  expect(laptop.client.live.connected).toBe(true);
});
