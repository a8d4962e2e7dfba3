// Always on, where sessions end, are refused, or are taken once and no more.

import { routes } from "@holdfast/protocol";
import { beforeEach, expect, it } from "vitest";
import type { Device } from "./support/device.ts";
import { refusing } from "./support/lying.ts";
import { settle, World } from "./support/world.ts";

let world: World;
let laptop: Device;
let phone: Device;

beforeEach(async () => {
  world = new World({ seed: "sessions" });
  laptop = await world.device("Laptop");
  phone = await world.device("Phone");
  await settle(laptop, phone);
});

it("[S34, S35] a server that takes each session once and no more is asked less and less often", async () => {
  await laptop.client.live.start();
  await world.time.advance(0);
  const taken = new Set<string>();
  laptop.hooks.answer = (answer, { path, token }) => {
    if (!path.endsWith("/pull") || token === null) return answer;
    const again = taken.has(token);
    taken.add(token);
    return again ? refusing({ kind: "session-ended" }) : answer;
  };
  for (const _ of ["takes", "ends"]) {
    void laptop.client.live.now();
    await world.time.advance(1_000);
  }
  await world.time.advance(60_000);
  expect(taken.size).toBeLessThan(15);
  laptop.hooks.answer = undefined;
  await world.time.advance(10 * 60_000);
  expect(laptop.client.live.connected).toBe(true);
});

it("[S35] a loop that stood still for a refused sign-in goes on once another process of this device has signed in", async () => {
  await phone.client.live.start();
  await world.time.advance(0);
  phone.hooks.answer = (answer, { path }) => (path.endsWith(routes.signIn) ? refusing({ kind: "sign-in-refused" }) : answer);
  world.server.storage.state.sessions.clear();
  world.server.stopLive();
  await world.time.advance(60_000);
  expect((await phone.status()).current.phase).toBe("sign-in-needed");
  phone.hooks.answer = undefined;
  await world.time.advance(10 * 60_000);
  expect((await phone.status()).current.phase).toBe("sign-in-needed");
  await phone.home.store.write({ expect: null, replica: { troubles: [] } });
  await world.time.advance(2 * 60_000);
  expect(phone.client.live.connected).toBe(true);
  const id = await laptop.add({ title: "went on" });
  await laptop.sync();
  await world.time.advance(1_000);
  expect(await phone.shows(id, "title")).toBe("went on");
});
