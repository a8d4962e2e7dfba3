// The client dies at every write it makes, before the write is done and after it is durable: what it said was saved is there, and
// everybody meets again. Signing up and signing in are cut off the same way.

import { toHex } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { Device } from "./support/device.ts";
import { Crash, crashAt, deaths, repair } from "./support/disk.ts";
import { expectSame } from "./support/replica-state.ts";
import { settle, World } from "./support/world.ts";

/** Runs `work` and swallows the death of the process, nothing else. */
async function untilDeath(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  }
}

/** What a person did on the laptop and was told is saved, while the phone edits too. */
async function aDay(laptop: Device, phone: Device, item: string, saved: Map<string, string>): Promise<void> {
  const edit = async (value: string, path: string) => {
    await laptop.edit(item, { [path]: value });
    saved.set(path, value);
  };
  await edit("laptop 1", "password");
  await laptop.synced();
  await phone.edit(item, { username: "phone 1" });
  await phone.synced();
  await edit("laptop 2", "password");
  await edit("laptop 2", "note");
  const added = await laptop.add({ title: "Bank" });
  saved.set(`title of ${added}`, "Bank");
  await laptop.synced();
  await phone.synced();
}

describe.each(deaths)("the laptop dies %s a write", (when) => {
  it("[S5, S7, S8, S11, S15, P1, P20] [attack 56] at any of them: nothing that was reported as saved is lost, and all meet again", async () => {
    let died = 0;
    for (let count = 1; ; count++) {
      const world = new World({ seed: `${when} ${count}` });
      const laptop = await world.device("laptop");
      const phone = await world.device("phone");
      const item = await laptop.add({ title: "GitHub", password: "0" });
      await settle(laptop, phone);
      const saved = new Map<string, string>();
      const { crashed } = crashAt(laptop.disk, count, when);
      await untilDeath(() => aDay(laptop, phone, item, saved));
      if (!crashed()) break;
      died++;
      repair(laptop.disk);
      await laptop.restart(when);
      await settle(laptop, phone);
      for (const device of [laptop, phone]) {
        for (const [path, value] of saved) {
          if (path.startsWith("title of ")) expect(await device.shows(path.slice("title of ".length), "title")).toBe(value);
          else expect(await device.past(item, path)).toContain(value);
        }
      }
      await expectSame(laptop, phone);
    }
    expect(died).toBeGreaterThan(10);
  });

  it("[A5] at any of them while it signs up: it goes on with the account it asked for, or nothing is left", async () => {
    let died = 0;
    for (let count = 1; ; count++) {
      const world = new World({ seed: `${when} ${count}` });
      const laptop = new Device(world, "laptop", { seed: "laptop" });
      const { crashed } = crashAt(laptop.disk, count, when);
      await untilDeath(() => laptop.signUp());
      if (!crashed()) break;
      died++;
      repair(laptop.disk);
      const isDevice = (await laptop.home.store.read()).replica !== null;
      if (isDevice) await laptop.restart(when);
      else await laptop.signUp();
      world.devices.push(laptop);
      const item = await laptop.add({ title: "GitHub" });
      await laptop.synced();
      expect(world.server.storage.state.accounts.size).toBe(1);
      const requests = new Set(
        laptop.sent("create").flatMap(({ path, requestBody }) => (path.includes("account") ? [toHex(requestBody)] : [])),
      );
      expect(requests.size).toBe(1);
      const phone = await world.device("phone");
      expect(await phone.shows(item, "title")).toBe("GitHub");
    }
    expect(died).toBeGreaterThan(4);
  });

  it("[A5] at any of them while it signs in: it goes on, or can sign in afresh", async () => {
    let died = 0;
    for (let count = 1; ; count++) {
      const world = new World({ seed: `${when} ${count}` });
      const laptop = await world.device("laptop");
      const item = await laptop.add({ title: "GitHub" });
      await laptop.synced();
      const phone = new Device(world, "phone", { seed: "phone" });
      const code = await laptop.client.setupCode();
      const { crashed } = crashAt(phone.disk, count, when);
      await untilDeath(() => phone.signIn(code));
      if (!crashed()) break;
      died++;
      repair(phone.disk);
      if ((await phone.home.store.read()).replica === null) await phone.signIn(code);
      else await phone.restart(when);
      await settle(phone, laptop);
      expect(await phone.shows(item, "title")).toBe("GitHub");
      await expectSame(phone, laptop);
    }
    expect(died).toBeGreaterThan(4);
  });
});

it("[S5, S19] server and network come and go while devices die at random: nothing saved is lost", async () => {
  const world = new World();
  const laptop = await world.device("laptop");
  const phone = await world.device("phone");
  const item = await laptop.add({ title: "GitHub", password: "start" });
  await settle(laptop, phone);
  const { randomBytes } = laptop.home.environment.crypto;
  const dice = (sides: number): number => ((randomBytes(1)[0] ?? 0) * sides) >> 8;
  const saved: string[] = [];
  for (let round = 0; round < 60; round++) {
    const device = dice(2) === 0 ? laptop : phone;
    const death = deaths[dice(deaths.length)] ?? "after";
    const { crashed } = crashAt(device.disk, 1 + dice(12), death);
    device.hooks.answer = (answer) => (dice(4) === 0 ? { type: "unreachable", why: "timeout" } : answer);
    const value = `round ${round}`;
    await untilDeath(async () => {
      await device.edit(item, { [`custom-${round}`]: value });
      saved.push(value);
      await device.sync();
    });
    device.hooks.answer = undefined;
    repair(device.disk);
    if (crashed()) await device.restart(death);
    if (dice(5) === 0) world.restart();
  }
  await settle(laptop, phone);
  const { fields } = (await laptop.item(item)).item;
  const values = [...fields.values()].flat().map(([value]) => value);
  expect(saved.length).toBeGreaterThan(20);
  for (const value of saved) expect(values).toContain(value);
  await expectSame(laptop, phone);
});
