// Offline is a longer gap and no error; off means off; and one run at a time.

import { statusText, unlock } from "@holdfast/core";
import { beforeEach, describe, expect, it } from "vitest";
import { Device, must } from "./support/device.ts";
import { expectSame } from "./support/replica-state.ts";
import { password, settle, World } from "./support/world.ts";

let world: World;
let laptop: Device;
let phone: Device;
let item: string;

beforeEach(async () => {
  world = new World();
  laptop = await world.device("laptop");
  phone = await world.device("phone");
  item = await laptop.add({ title: "GitHub", password: "0" });
  await settle(laptop, phone);
});

const text = async (device: Device) => statusText((await device.status()).current, world.time.clock.now());

describe("offline", () => {
  it("[S5, S18] is no error: edits are saved, wait and are counted, also over a restart, and go when the network is back", async () => {
    laptop.online = false;
    await laptop.edit(item, { password: "1" });
    expect(await text(laptop)).toBe("1 change waiting");
    expect((await laptop.sync()).end).toEqual({ type: "unreachable", why: "offline" });
    expect(await text(laptop)).toBe("Offline · 1 change waiting");
    await laptop.add({ title: "Bank" });
    await laptop.edit(item, { password: "2" });
    await laptop.restart();
    await laptop.sync();
    const { current, waiting, attention, enabled } = await laptop.status();
    expect({ current, waiting, attention, enabled }).toEqual({
      current: { phase: "waiting", waiting: 2, reason: { type: "offline" } },
      waiting: 2,
      attention: [],
      enabled: true,
    });
    expect(await text(laptop)).toBe("Offline · 2 changes waiting");
    laptop.online = true;
    // The commit that was made before the second edit goes first, as it was stored; then what was saved since.
    expect(await laptop.synced()).toMatchObject({ pulled: 0, pushed: 3 });
    expect(await text(laptop)).toBe("Up to date · just now");
    await settle(laptop, phone);
    await expectSame(laptop, phone);
  });

  it("[S18] with nothing waiting shows as offline, and as up to date after the next run", async () => {
    laptop.online = false;
    await laptop.sync();
    expect(await text(laptop)).toBe("Offline");
    laptop.online = true;
    await laptop.synced();
    await world.time.advance(120_000);
    expect(await text(laptop)).toBe("Up to date · 2 min ago");
  });

  it("[S15] an idle run is one request", async () => {
    const before = laptop.wire.length;
    expect(await laptop.synced()).toMatchObject({ pulled: 0, pushed: 0, requests: 1 });
    expect(laptop.wire.length - before).toBe(1);
  });

  it("[S5] a device that was never online since it signed in goes on restoring when the network is back", async () => {
    const tablet = new Device(world, "tablet", { seed: "tablet" });
    tablet.hooks.request = (request) => (request.path.endsWith("/pull") ? { type: "unreachable", why: "timeout" } : request);
    await tablet.signIn(await laptop.client.setupCode());
    expect(await tablet.client.items()).toEqual([]);
    expect(await text(tablet)).toBe("Offline · 1 change waiting");
    tablet.hooks.request = undefined;
    await settle(tablet, laptop, phone);
    expect(await tablet.shows(item, "title")).toBe("GitHub");
    await expectSame(tablet, laptop, phone);
  });
});

describe("switched off", () => {
  it("[S17] not one request is made, edits wait and are counted, and everything goes when it is on again", async () => {
    await laptop.turn(false);
    await phone.edit(item, { username: "octo" });
    await phone.synced();
    const before = laptop.wire.length;
    await laptop.edit(item, { password: "1" });
    await laptop.add({ title: "Bank" });
    expect(await laptop.sync()).toMatchObject({ end: { type: "off" }, requests: 0, pulled: 0, pushed: 0 });
    await laptop.client.refreshDevices();
    await laptop.restart();
    await laptop.sync();
    expect(laptop.wire.length).toBe(before);
    expect(await text(laptop)).toBe("Synchronization is off · 2 changes waiting");
    expect((await laptop.status()).enabled).toBe(false);

    await laptop.turn(true);
    expect(await laptop.synced()).toMatchObject({ pulled: 1, pushed: 2 });
    await settle(laptop, phone);
    expect(await laptop.shows(item, "username")).toBe("octo");
    await expectSame(laptop, phone);
  });

  it.each(["pull", "push", "challenge"] as const)("[S17] while a %s is under way: that request was the last", async (kind) => {
    await phone.edit(item, { username: "octo" });
    await phone.synced();
    if (kind !== "pull") await laptop.edit(item, { password: "1" });
    if (kind === "challenge") world.server.storage.state.sessions.clear();
    let later = 0;
    laptop.hooks.answer = async (answer, { path }) => {
      if (!path.endsWith(`/${kind}`)) return answer;
      await laptop.edit(item, { note: "while it is under way" });
      await laptop.turn(false);
      return answer;
    };
    laptop.hooks.request = async (request) => {
      const { replica } = await laptop.home.store.read();
      if (replica?.enabled === false && !request.path.includes("/session/")) later++;
      return request;
    };
    expect((await laptop.sync()).end).toEqual({ type: "off" });
    expect(later).toBe(0);
    laptop.hooks.answer = undefined;
    await laptop.turn(true);
    await settle(laptop, phone);
    await expectSame(laptop, phone);
  });
});

describe("one run at a time", () => {
  it("[S15] a second run waits for the first, and says busy after two seconds; both edits arrive", async () => {
    await laptop.edit(item, { password: "1" });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    laptop.hooks.answer = async (answer) => {
      await held;
      return answer;
    };
    const first = laptop.sync();
    const second = laptop.sync();
    await world.time.advance(0);
    await world.time.advance(2_000);
    expect((await second).end).toEqual({ type: "busy" });
    release();
    expect((await first).end).toEqual({ type: "quiet" });
    expect(laptop.sent("push").at(-1)?.status).toBe(200);
    await settle(laptop, phone);
    await expectSame(laptop, phone);
  });

  it("[S15] two clients over one replica, as two processes, each saving and synchronizing: nothing is lost", async () => {
    const other = must(await unlock(laptop.home, password));
    const bank = must(await other.add({ kind: "login", edit: new Map([["title", "Bank"]]) })).id;
    await Promise.all([laptop.edit(item, { password: "1" }), other.edit(item, new Map([["username", "octo"]]))]);
    const ends = await Promise.all([laptop.sync(), other.synchronize()]);
    expect(ends.map(({ end }) => end.type)).toEqual(["quiet", "quiet"]);
    await settle(laptop, phone);
    expect([await phone.shows(item, "password"), await phone.shows(item, "username")]).toEqual(["1", "octo"]);
    expect(await laptop.shows(bank, "title")).toBe("Bank");
    expect((await other.items()).length).toBe(2);
    await expectSame(laptop, phone);
  });

  it("[S15] a run that takes longer than it may wait goes on behind", async () => {
    await laptop.edit(item, { password: "1" });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    laptop.hooks.request = async (request) => {
      await held;
      return request;
    };
    const report = laptop.client.synchronize({ waitMs: 3_000 });
    await world.time.advance(0);
    await world.time.advance(3_000);
    expect((await report).end).toEqual({ type: "unreachable", why: "timeout" });
    expect((await laptop.status()).waiting).toBe(1);
    release();
    await laptop.synced();
    expect((await laptop.status()).waiting).toBe(0);
  });
});

describe("signed out by the server", () => {
  it("[S18] a removed or changed sign-in key means sign-in-needed: edits are saved and wait, and nobody is asked twice in a run", async () => {
    const account = [...world.server.storage.state.accounts.values()][0];
    const { sessions, accounts } = world.server.storage.state;
    sessions.clear();
    accounts.set(world.account, { ...(account as NonNullable<typeof account>), signInKey: new Uint8Array(32).fill(1) });
    await laptop.edit(item, { password: "1" });
    const before = laptop.wire.length;
    expect((await laptop.sync()).end).toEqual({ type: "sign-in-needed" });
    // The push that found the session ended, a challenge, and a sign-in.
    expect(laptop.wire.length - before).toBe(3);
    expect(await text(laptop)).toBe("Sign in to synchronize · 1 change waiting");
    accounts.set(world.account, account as NonNullable<typeof account>);
    await laptop.synced();
    expect(await text(laptop)).toBe("Up to date · just now");
  });
});
