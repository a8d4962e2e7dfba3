// Signing out loses nothing: what was saved up to the last moment keeps the device, and only a person's word throws it away.

import { signIn, signUp, unlock } from "@holdfast/core";
import { appTransport } from "@holdfast/core/testing/app-transport";
import { parseSetupCode, type Replica } from "@holdfast/core/testing/inside";
import { memoryHome } from "@holdfast/core/testing/memory-home";
import type { AccountName } from "@holdfast/protocol";
import { describe, expect, test } from "vitest";
import { scene } from "./support/attack.ts";
import { Device, must } from "./support/device.ts";
import { turned } from "./support/keys.ts";
import { password, World } from "./support/world.ts";

const note = (title: string) => ({ kind: "note", edit: new Map([["title", title]]) });

test("[P2] [P5] an edit saved while the device signs out keeps it a device; nothing is lost", async () => {
  const world = new World();
  const laptop = await world.device("laptop");
  const { store } = laptop.home;
  const before = store.read.bind(store);
  let raced = false;
  // Another process saves between the look at the outbox and the clearing.
  const { client } = laptop;
  const original = store.clear;
  store.clear = async (expect_) => {
    if (!raced) {
      raced = true;
      must(await client.add(note("Saved at the last moment")));
    }
    return original(expect_);
  };
  expect(await client.signOut({ discard: false })).toEqual({ ok: false, error: { type: "waiting", waiting: 1 } });
  expect((await before()).waiting).toBe(1);
  expect((await client.find("Saved at the last moment")).ok).toBe(true);
});

test("signing out with changes that can't be sent is refused, unless they are to be discarded", async () => {
  const world = new World();
  const laptop = await world.device("laptop");
  must(await laptop.client.add(note("Unsent")));
  laptop.online = false;
  expect(await laptop.client.signOut({ discard: false })).toEqual({ ok: false, error: { type: "waiting", waiting: 1 } });
  expect(await laptop.client.signOut({ discard: true })).toMatchObject({ ok: true });
  expect((await laptop.home.store.read()).replica).toBeNull();
  expect(await laptop.home.secretKeys.load()).toBeNull();
});

test("[P19] of two sign-ins at once in one folder one becomes the device, and its Secret Key is the one that is kept", async () => {
  const home = memoryHome({ connect: () => appTransport(world.server.origin, (request) => world.server.fetch(request)) });
  const world = new World();
  const laptop = await world.device("laptop");
  const { origin } = world.server;
  const account = "other@example.com" as AccountName;
  const other = memoryHome({ connect: home.connect, seed: "other" });
  must(await signUp(other, { origin, account, password, deviceName: "other" }));
  const keys = [await laptop.home.secretKeys.load(), await other.secretKeys.load()] as const;
  const names = [world.account, account] as const;
  const both = [home, home.another()].map((here, i) => {
    const credentials = { origin, account: names[i] as AccountName, secretKey: keys[i] as Uint8Array };
    return signIn(here, { credentials, password, deviceName: "new" });
  });
  const outcomes = await Promise.all(both);
  const winner = outcomes.findIndex(({ ok }) => ok);
  expect(outcomes[1 - winner]).toMatchObject({ ok: false, error: { type: "already-a-device", account: names[winner] } });
  expect(await home.secretKeys.load()).toEqual(keys[winner]);
  expect((await home.store.read()).replica?.account).toBe(names[winner]);
});

test("[P19] a sign-in that finds its vault wrong takes away only what it made itself", async () => {
  const world = new World();
  const laptop = await world.device("laptop");
  const code = must(await parseSetupCode(laptop.home.environment.crypto, await laptop.client.setupCode()));
  const pinned = { ...code, head: { seq: code.head.seq + 9, hash: code.head.hash } };
  const home = memoryHome({ connect: (origin) => appTransport(origin, (request) => world.server.fetch(request), { answer }) });
  // While the restore runs, somebody else makes the folder the device of another account.
  let second: Promise<unknown> | null = null;
  async function answer<T>(given: T, { path }: { readonly path: string }): Promise<T> {
    if (second !== null || !path.endsWith("/pull")) return given;
    await home.store.clear((await home.store.read()).generation);
    await home.store.create({ ...((await laptop.home.store.read()).replica as Replica), lastSync: 7 });
    await home.secretKeys.save(new Uint8Array(16).fill(7));
    second = Promise.resolve();
    return given;
  }
  const attempt = signIn(home, { credentials: { setupCode: pinned }, password, deviceName: "new" });
  await expect(attempt).rejects.toMatchObject({ kind: "signed-out" });
  expect(second).not.toBeNull();
  expect((await home.store.read()).replica?.lastSync).toBe(7);
  expect(await home.secretKeys.load()).toEqual(new Uint8Array(16).fill(7));
});

/** The laptop's folder after somebody signed it out and made it the device of another account, while the first client is still open. */
async function anotherAccountHere() {
  const world = new World();
  const laptop = await world.device("laptop");
  const other = laptop.home.another();
  must(await must(await unlock(other, password)).signOut({ discard: true }));
  const options = { origin: world.server.origin, account: "other@example.com" as AccountName, password, deviceName: "other" };
  return { laptop, other, second: must(await signUp(other, options)) };
}

test("[P18] a client left open after its folder became another device saves nothing, and says so", async () => {
  const { laptop, other, second } = await anotherAccountHere();
  const before = await other.store.read();
  await expect(laptop.client.add(note("Of the first account"))).rejects.toMatchObject({ name: "StoreProblem", kind: "signed-out" });
  await expect(laptop.client.edit("0".repeat(32), new Map([["title", "x"]]))).rejects.toMatchObject({ kind: "signed-out" });
  await expect(laptop.client.status()).rejects.toMatchObject({ kind: "signed-out" });
  expect(await laptop.client.items()).toEqual([]);
  expect(await other.store.read()).toEqual(before);
  expect(must({ ok: true, value: await second.synchronize() }).end).toEqual({ type: "quiet" });
});

test("[P18] its runs end at once and ask nobody, and its signing out leaves the other device alone", async () => {
  const { laptop, other, second } = await anotherAccountHere();
  must(await second.add(note("Of the second account")));
  const before = await other.store.read();
  const asked = laptop.wire.length;
  expect((await laptop.client.synchronize()).end).toEqual({ type: "sign-in-needed" });
  expect(laptop.wire.length).toBe(asked);
  expect(await laptop.client.signOut({ discard: true })).toEqual({ ok: true, value: undefined });
  expect(await other.store.read()).toEqual(before);
  expect(await other.secretKeys.load()).not.toBeNull();
  expect((await second.synchronize()).pushed).toBe(1);
});

describe("[S43] signing out with nothing waiting", () => {
  /** A laptop that alone holds what the server has been put back from; nothing waits there, as it was acknowledged. */
  async function alone() {
    const world = new World();
    const laptop = await world.device("laptop");
    await laptop.synced();
    const early = world.backup();
    const id = await laptop.add({ title: "Only here" });
    await laptop.synced();
    expect((await laptop.status()).waiting).toBe(0);
    return { world, laptop, early, id };
  }
  type Alone = Awaited<ReturnType<typeof alone>>;

  async function expectUnsure({ laptop, id }: Alone, end: unknown): Promise<void> {
    const before = (await laptop.home.store.read()).replica;
    expect(await laptop.client.signOutDoubt()).toEqual({ type: "unsure", end });
    expect(await laptop.client.signOut({ discard: false })).toEqual({ ok: false, error: { type: "unsure", end } });
    expect((await laptop.home.store.read()).replica?.head).toEqual(before?.head);
    expect(await laptop.home.secretKeys.load()).not.toBeNull();
    await laptop.restart();
    expect(await laptop.shows(id, "title")).toBe("Only here");
  }

  test("is done where the server has just shown that it holds everything, and another device has it all", async () => {
    const { world, laptop, id } = await alone();
    const code = await laptop.client.setupCode();
    expect(await laptop.client.signOutDoubt()).toBeNull();
    expect(await laptop.client.signOut({ discard: false })).toEqual({ ok: true, value: undefined });
    expect((await laptop.home.store.read()).replica).toBeNull();
    const phone = new Device(world, "phone", { seed: "phone" });
    await phone.signIn(code);
    expect(await phone.shows(id, "title")).toBe("Only here");
  });

  test("sends what waits first, and is done then", async () => {
    const { world, laptop } = await alone();
    const phone = await world.device("phone");
    const late = await laptop.add({ title: "Late" });
    expect(await laptop.client.signOut({ discard: false })).toEqual({ ok: true, value: undefined });
    await phone.synced();
    expect(await phone.shows(late, "title")).toBe("Late");
  });

  test("is refused where the server was put back, and done once it is healed", async () => {
    const scene = await alone();
    scene.world.restart(scene.early);
    await expectUnsure(scene, { type: "attention", reason: "server-behind" });
    expect(await scene.laptop.client.heal()).toMatchObject({ healed: true });
    expect(await scene.laptop.client.signOut({ discard: false })).toEqual({ ok: true, value: undefined });
  });

  test("is refused where the server has lost the account", async () => {
    const scene = await alone();
    scene.world.restart(new World().backup());
    await expectUnsure(scene, { type: "sign-in-needed" });
  });

  test("[S42] is refused where the server has damaged an item of which the last good state is here, and done once it has taken its place", async () => {
    const { world, laptop, phone, github } = await scene();
    const row = world.vault.current.get(github);
    Object.assign(row ?? {}, { revision: turned(row?.revision ?? new Uint8Array(1)) });
    await laptop.synced();
    const unsure = { type: "unsure", end: { type: "attention", reason: "revision-lost" } };
    expect(await laptop.client.signOut({ discard: false })).toEqual({ ok: false, error: unsure });
    expect(await laptop.shows(github, "password")).toBe("0");
    await laptop.client.heal({ replacing: 1 });
    expect(await laptop.client.signOut({ discard: false })).toEqual({ ok: true, value: undefined });
    await phone.synced();
    expect(await phone.past(github, "password")).toEqual(expect.arrayContaining(["0", "1"]));
  });

  test("is refused without a network", async () => {
    const scene = await alone();
    scene.laptop.hooks.request = () => ({ type: "unreachable", why: "offline" });
    await expectUnsure(scene, { type: "unreachable", why: "offline" });
  });

  test("is refused while synchronization is off, and asks nothing then", async () => {
    const scene = await alone();
    await scene.laptop.turn(false);
    const asked = scene.laptop.wire.length;
    await expectUnsure(scene, { type: "off" });
    expect(scene.laptop.wire.length).toBe(asked);
  });

  test("waits ten seconds for a server that takes the question and never answers", async () => {
    const { world, laptop } = await alone();
    const asked = laptop.wire.length;
    laptop.hooks.answer = () => new Promise(() => {});
    let left: unknown = null;
    const attempt = laptop.client.signOut({ discard: false }).then((answer) => {
      left = answer;
    });
    // Until the question is asked and the ten seconds are counted.
    await expect.poll(() => laptop.wire.length > asked).toBe(true);
    await world.time.advance(0);
    await world.time.advance(9_999);
    expect(left).toBeNull();
    await world.time.advance(1);
    await attempt;
    expect(left).toEqual({ ok: false, error: { type: "unsure", end: { type: "unreachable", why: "timeout" } } });
  });

  test("leaves the device synchronizing by itself where it is refused", async () => {
    const { world, laptop } = await alone();
    const phone = await world.device("phone");
    await laptop.client.live.start();
    await world.time.advance(10_000);
    laptop.online = false;
    await world.time.advance(60_000);
    const attempt = laptop.client.signOut({ discard: false });
    await world.time.advance(10_000);
    expect(await attempt).toMatchObject({ ok: false, error: { type: "unsure" } });
    laptop.online = true;
    await world.time.advance(10 * 60_000);
    const id = await phone.add({ title: "From the phone" });
    await phone.synced();
    await world.time.advance(10_000);
    expect(await laptop.shows(id, "title")).toBe("From the phone");
  });

  test("is done on a person's word, whatever stands in the way", async () => {
    const scene = await alone();
    scene.world.restart(scene.early);
    await expectUnsure(scene, { type: "attention", reason: "server-behind" });
    expect(await scene.laptop.client.signOut({ discard: true })).toEqual({ ok: true, value: undefined });
    expect((await scene.laptop.home.store.read()).replica).toBeNull();
  });
});
