// Healing while devices synchronize by themselves: an alarmed device hears of the healing and follows at once, also where the new history
// has not come as far as its own.

import { expect, it } from "vitest";
import { comeBack, putBack, putback } from "./support/putback.ts";
import { expectSame } from "./support/replica-state.ts";
import { expectHealed, expectNothingLost, valuesOfAll } from "./support/values.ts";
import { settle } from "./support/world.ts";

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
