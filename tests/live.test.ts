// Always on: devices that synchronize by themselves over the real server in this process, with time that the test moves. Nothing here
// calls `synchronize`.

import { type ClientEvent, statusText } from "@holdfast/core";
import { beforeEach, describe, expect, it } from "vitest";
import type { Device } from "./support/device.ts";
import { expectSame } from "./support/replica-state.ts";
import { settle, World } from "./support/world.ts";

let world: World;
let laptop: Device;
let phone: Device;

beforeEach(async () => {
  world = new World({ seed: "live" });
  laptop = await world.device("Laptop");
  phone = await world.device("Phone");
  await settle(laptop, phone);
});

/** Starts the loop of each, until it has come to rest. */
async function on(...devices: readonly Device[]): Promise<void> {
  for (const { client } of devices) await client.live.start();
  await world.time.advance(0);
  for (const { client } of devices) expect(client.live.connected).toBe(true);
}

/** What the device tells from now on. */
async function heard(device: Device): Promise<ClientEvent[]> {
  const events: ClientEvent[] = [];
  device.client.watch((event) => events.push(event));
  await world.time.advance(0);
  return events;
}

const phaseOf = async (device: Device) => (await device.status()).current.phase;

describe("an edit while both are there", () => {
  it("[S33] [S36] reaches the other device in one message, with no question asked", async () => {
    await on(laptop, phone);
    const asked = phone.wire.length;
    const id = await laptop.add({ title: "GitHub", password: "first" });
    await world.time.advance(0);
    expect(await phone.shows(id, "password")).toBe("first");
    await laptop.edit(id, { password: "second" });
    await world.time.advance(1_000);
    expect(await phone.shows(id, "password")).toBe("second");
    expect(phone.wire.length).toBe(asked);
    await expectSame(laptop, phone);
  });

  it("[S36] is told with its fields, its device and its time, and stands in the log of both", async () => {
    await on(laptop, phone);
    const id = await laptop.add({ title: "GitHub", password: "first" });
    await world.time.advance(2_000);
    const events = await heard(phone);
    await laptop.edit(id, { password: "second" });
    await world.time.advance(1_000);
    const changes = events.flatMap((event) => (event.type === "changed" ? [event.change] : []));
    expect(changes).toMatchObject([{ id, what: "changed", paths: ["password"], device: laptop.client.device }]);
    expect(changes[0]?.at).toBe(world.time.clock.now() - 1_000);
    expect((await phone.client.activity(1))[0]).toMatchObject({ text: "Password of GitHub changed on Laptop", device: "Laptop" });
    expect((await laptop.client.activity(1))[0]).toMatchObject({ event: "sent", text: "1 change sent: GitHub" });
  });

  it("[S33] of many is gathered: the first goes at once, the rest in one commit within a second", async () => {
    await on(laptop, phone);
    const pushes = laptop.sent("push").length;
    await laptop.add({ title: "first" });
    for (let n = 0; n < 20; n++) await laptop.add({ title: `more ${n}` });
    await world.time.advance(0);
    expect(laptop.sent("push").length).toBeGreaterThan(pushes);
    await world.time.advance(1_000);
    expect(laptop.sent("push").length).toBeLessThanOrEqual(pushes + 3);
    expect((await phone.client.items()).length).toBe(21);
    await expectSame(laptop, phone);
  });

  it("on both at once meets in the same state", async () => {
    await on(laptop, phone);
    const id = await laptop.add({ title: "GitHub", username: "a", password: "p" });
    await world.time.advance(2_000);
    await Promise.all([laptop.edit(id, { username: "b" }), phone.edit(id, { password: "q" })]);
    await world.time.advance(5_000);
    await expectSame(laptop, phone);
    expect(await laptop.shows(id, "password")).toBe("q");
    expect(await phone.shows(id, "username")).toBe("b");
  });

  it("[S36] that is too large for a poke is pulled", async () => {
    await on(laptop, phone);
    for (let n = 0; n < 30; n++) await laptop.add({ title: `${n}`, note: "x".repeat(8_000) });
    await world.time.advance(3_000);
    expect((await phone.client.items()).length).toBe(30);
    await expectSame(laptop, phone);
  });

  it("[S36] whose pokes come twice, late and out of order changes nothing that a pull would not", async () => {
    const kept: (() => void)[] = [];
    phone.liveHooks.message = (bytes, pass) => {
      if (kept.length < 3 && bytes.length > 200) kept.push(() => pass(bytes));
      else pass(bytes);
    };
    await on(laptop, phone);
    for (let n = 0; n < 6; n++) {
      await laptop.add({ title: `${n}` });
      await world.time.advance(1_100);
    }
    expect(kept.length).toBe(3);
    for (const pass of [...kept].reverse()) for (let twice = 0; twice < 2; twice++) pass();
    await world.time.advance(0);
    await expectSame(laptop, phone);
    expect((await phone.status()).attention).toEqual([]);
  });
});

describe("a commit of our own", () => {
  it("[S8] [S36] that comes by a poke before its answer was lost is acknowledged by it", async () => {
    await on(laptop, phone);
    const pokes: Uint8Array[] = [];
    phone.liveHooks.message = (bytes, pass) => {
      pokes.push(bytes);
      pass(bytes);
    };
    let passOn: (bytes: Uint8Array) => void = () => {};
    laptop.liveHooks.message = (_, pass) => {
      passOn = pass;
    };
    // Its own session is not poked, so the laptop is handed what the phone got.
    laptop.line.cut();
    await world.time.advance(2_000);
    laptop.liveHooks.message = undefined;
    laptop.line.cut();
    laptop.liveHooks.message = (bytes, pass) => {
      passOn = pass;
      pass(bytes);
    };
    await world.time.advance(10_000);
    expect(laptop.client.live.connected).toBe(true);
    laptop.hooks.answer = (answer, { path }) => (path.endsWith("/push") ? { type: "unreachable", why: "other" } : answer);
    const id = await laptop.add({ title: "GitHub" });
    await world.time.advance(0);
    expect((await laptop.status()).waiting).toBe(1);
    const pushes = laptop.sent("push").length;
    passOn(pokes.at(-1) as Uint8Array);
    await world.time.advance(0);
    expect((await laptop.status()).waiting).toBe(0);
    expect(laptop.sent("push").length).toBe(pushes);
    laptop.hooks.answer = undefined;
    await world.time.advance(10_000);
    expect((await laptop.item(id)).waiting).toBe(false);
    await expectSame(laptop, phone);
  });
});

describe("what comes in between", () => {
  it("[S37] a server that is started anew: both are back by themselves, with what was saved meanwhile", async () => {
    await on(laptop, phone);
    laptop.online = false;
    phone.online = false;
    world.server.stopLive();
    world.restart();
    const id = await laptop.add({ title: "while it was away" });
    await world.time.advance(60_000);
    expect(await phaseOf(laptop)).toBe("waiting");
    laptop.online = true;
    phone.online = true;
    await world.time.advance(10 * 60_000);
    expect(phone.client.live.connected).toBe(true);
    expect(await phone.shows(id, "title")).toBe("while it was away");
    expect(await phaseOf(laptop)).toBe("up-to-date");
    await expectSame(laptop, phone);
  });

  it("[S37] a network that goes without a word is noticed by the silence, and used at once when it is said to be back", async () => {
    await on(laptop, phone);
    phone.online = false;
    const id = await laptop.add({ title: "unheard" });
    // The poke is lost on the way.
    phone.line.cut(false);
    await world.time.advance(3 * 60_000);
    expect(phone.client.live.connected).toBe(false);
    phone.online = true;
    phone.client.live.online();
    await world.time.advance(0);
    expect(await phone.shows(id, "title")).toBe("unheard");
    expect(phone.client.live.connected).toBe(true);
  });

  it("[S37] a night of sleep, after which timers are late and the connection is dead", async () => {
    await on(laptop, phone);
    phone.line.cut(false);
    const id = await laptop.add({ title: "at night" });
    await world.time.advance(0);
    world.time.setClock(world.time.clock.now() + 8 * 3_600_000);
    await world.time.advance(50_000);
    expect(await phone.shows(id, "title")).toBe("at night");
    expect(phone.client.live.connected).toBe(true);
    await world.time.advance(60_000);
    await expectSame(laptop, phone);
  });

  it("[S35] a session that has ended is begun anew without a word to anybody", async () => {
    await on(laptop, phone);
    world.server.storage.state.sessions.clear();
    world.server.stopLive();
    await world.time.advance(60_000);
    expect(phone.client.live.connected).toBe(true);
    const id = await laptop.add({ title: "signed in again" });
    await world.time.advance(1_000);
    expect(await phone.shows(id, "title")).toBe("signed in again");
    expect(phone.sent("challenge").length).toBeGreaterThan(1);
  });

  it("a clock that is far off is told once in the log, whatever it says", async () => {
    phone.hooks.date = () => world.time.clock.now() + 42 * 60_000;
    await on(phone);
    await world.time.advance(20 * 60_000);
    const told = (await phone.client.activity(100)).filter(({ event }) => event === "clock-off");
    expect(told.map(({ text }) => text)).toEqual(["This device's clock and the server's differ by 42 minutes"]);
    expect(phone.client.clockOff()).toBe(42);
    expect(laptop.client.clockOff()).toBeNull();
  });

  it("a certificate that is not trusted is told in words, once, and gone when it is", async () => {
    await on(laptop);
    laptop.line.cut();
    laptop.liveHooks.reachable = () => false;
    laptop.hooks.request = () => ({ type: "unreachable", why: "certificate" });
    await laptop.add({ title: "waits" });
    await world.time.advance(30 * 60_000);
    const { current } = await laptop.status();
    expect(statusText(current, 0)).toBe("The server's certificate is not trusted · 1 change waiting");
    const told = (await laptop.client.activity(100)).filter(({ event }) => event === "failed");
    expect(told.map(({ text }) => text)).toEqual(["The server's certificate is not trusted"]);
    laptop.hooks.request = undefined;
    laptop.liveHooks.reachable = undefined;
    await world.time.advance(6 * 60_000);
    expect(await phaseOf(laptop)).toBe("up-to-date");
  });

  it("[S34] a server that asks to wait is left alone for so long, whatever happens meanwhile", async () => {
    await on(laptop);
    const { encode, refusal } = await import("@holdfast/protocol");
    const body = encode(refusal, { kind: "too-many-requests", retryMs: 120_000 });
    laptop.hooks.answer = () => ({ status: 429, body });
    await laptop.add({ title: "one" });
    await world.time.advance(0);
    laptop.hooks.answer = undefined;
    const asked = laptop.wire.length;
    const { current } = await laptop.status();
    expect(current).toMatchObject({ phase: "waiting", reason: { type: "retry", at: world.time.clock.now() + 120_000 } });
    await laptop.add({ title: "two" });
    laptop.client.live.focus();
    await world.time.advance(119_000);
    expect(laptop.wire.length).toBe(asked);
    await world.time.advance(2_000);
    expect((await laptop.status()).waiting).toBe(0);
  });
});

describe("the switch", () => {
  it("[S17] [S32] off closes the live connection and leaves no timer that would ask; on catches up", async () => {
    await on(laptop, phone);
    await phone.turn(false);
    await phone.client.live.switched();
    await world.time.advance(0);
    expect(phone.client.live.connected).toBe(false);
    expect(phone.line.open).toBe(0);
    const asked = phone.wire.length;
    const id = await laptop.add({ title: "unseen" });
    await phone.add({ title: "unsent" });
    phone.client.live.focus();
    phone.client.live.online();
    await world.time.advance(3_600_000);
    expect(phone.wire.length).toBe(asked);
    expect(phone.line.open).toBe(0);
    expect(await phaseOf(phone)).toBe("off");
    await phone.turn(true);
    await phone.client.live.switched();
    await world.time.advance(1_000);
    expect(await phone.shows(id, "title")).toBe("unseen");
    await expectSame(laptop, phone);
  });

  it("[S17] turned by another process is noticed by itself", async () => {
    await on(phone);
    await phone.turn(false);
    await world.time.advance(60_000);
    expect(phone.line.open).toBe(0);
    await phone.turn(true);
    await world.time.advance(60_000);
    expect(phone.client.live.connected).toBe(true);
  });
});

describe("stopping", () => {
  it("[S32] sends what waits before it ends", async () => {
    await on(laptop);
    await laptop.add({ title: "one" });
    await laptop.add({ title: "two" });
    const stopped = laptop.client.live.stop();
    await world.time.advance(0);
    await stopped;
    expect((await laptop.status()).waiting).toBe(0);
    expect(laptop.line.open).toBe(0);
    const asked = laptop.wire.length;
    await laptop.add({ title: "three" });
    await world.time.advance(3_600_000);
    expect(laptop.wire.length).toBe(asked);
  });

  it("[S32] waits for a server that does not answer at most three seconds", async () => {
    await on(laptop);
    laptop.hooks.request = () => new Promise(() => {});
    await laptop.add({ title: "one" });
    let ended = false;
    const stopped = laptop.client.live.stop().then(() => {
      ended = true;
    });
    await world.time.advance(0);
    await world.time.advance(2_900);
    expect(ended).toBe(false);
    await world.time.advance(200);
    await stopped;
    expect(ended).toBe(true);
  });

  it("[S32] with nothing to send ends at once", async () => {
    await on(laptop);
    await laptop.client.live.stop();
    expect(laptop.line.open).toBe(0);
  });
});

describe("a run that somebody waits for", () => {
  it("answers with its report, also where it is off or fails", async () => {
    await on(laptop);
    await laptop.add({ title: "one" });
    const now = laptop.client.synchronize();
    await world.time.advance(0);
    expect((await now).end).toEqual({ type: "quiet" });
    laptop.online = false;
    const failed = laptop.client.synchronize();
    await world.time.advance(0);
    expect((await failed).end).toEqual({ type: "unreachable", why: "offline" });
    await laptop.turn(false);
    await laptop.client.live.switched();
    expect((await laptop.client.synchronize()).end).toEqual({ type: "off" });
  });
});

describe("the first restore", () => {
  it("is one line of the log and no change of an item, with its progress as a phase", async () => {
    for (let n = 0; n < 40; n++) await laptop.add({ title: `item ${n}` });
    await laptop.synced();
    const tablet = await world.device("Tablet");
    expect((await tablet.client.activity(10)).map(({ text }) => text)).toContain("Vault restored: 40 items");
    const events = await heard(tablet);
    expect(events.filter(({ type }) => type === "changed")).toEqual([]);
  });
});
