// What the server may refuse, and what becomes of it: one item never holds up the others, and the person knows what stands in the way.

import { statusText } from "@holdfast/core";
import { encodeContent, type TransportRequest } from "@holdfast/core/testing/inside";
import { commit, decode, fromHex, type ItemId, type Refusal, toHex } from "@holdfast/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import type { Device } from "./support/device.ts";
import { sealText } from "./support/keys.ts";
import { answerInstead, honest, refusing } from "./support/lying.ts";
import { expectSame, replicaState } from "./support/replica-state.ts";
import { settle, World } from "./support/world.ts";

let world: World;
let laptop: Device;
let phone: Device;

beforeEach(async () => {
  world = new World();
  laptop = await world.device("laptop");
  phone = await world.device("phone");
  await settle(laptop, phone);
});

const text = async (device: Device) => statusText((await device.status()).current, world.time.clock.now());
const idOf = (hex: string) => fromHex(hex) as ItemId;

/** Items that a push carries, in hex. */
function carriedBy(body: Uint8Array | undefined): readonly string[] {
  const decoded = decode(commit, body ?? new Uint8Array());
  return decoded.ok ? decoded.value.changes.map(({ item }) => toHex(item)) : [];
}

/** Refuses every push for which `reason` has one. */
const refusePushes = (reason: (items: readonly string[]) => Refusal | null): void =>
  answerInstead(laptop, ({ path, body }) => {
    const refused = path.endsWith("/push") ? reason(carriedBy(body)) : null;
    return refused === null ? null : refusing(refused);
  });

const titles = async (device: Device) => (await device.client.items()).map(({ item }) => item.fields.get("title")?.[0]?.[0]).sort();

describe("items that the server refuses", () => {
  it("[S9, S14] are set aside and told; the others go on, and go on going", async () => {
    const bad = await laptop.add({ title: "Bad" });
    for (const title of ["A", "B", "C"]) await laptop.add({ title });
    refusePushes((items) => (items.includes(bad) ? { kind: "items-refused", items: [idOf(bad)] } : null));
    expect(await laptop.synced()).toMatchObject({ pushed: 3 });
    expect((await laptop.status()).current).toEqual({ phase: "waiting", waiting: 1, reason: { type: "refused", items: 1 } });
    expect(await text(laptop)).toBe("1 item was refused by the server · 1 change waiting");
    await laptop.add({ title: "D" });
    await laptop.restart();
    expect(await laptop.synced()).toMatchObject({ pushed: 1 });
    await phone.synced();
    expect(await titles(phone)).toEqual(["A", "B", "C", "D"]);
    expect((await laptop.status()).current).toMatchObject({ phase: "waiting", waiting: 1 });
  });

  it("[S14] are sent again once the person has changed them", async () => {
    const bad = await laptop.add({ title: "Bad" });
    refusePushes((items) => (items.includes(bad) ? { kind: "items-refused", items: [idOf(bad)] } : null));
    await laptop.synced();
    honest(laptop);
    expect(await laptop.synced()).toMatchObject({ pushed: 0 });
    await laptop.edit(bad, { title: "Good" });
    expect(await laptop.synced()).toMatchObject({ pushed: 1 });
    await phone.synced();
    expect(await titles(phone)).toEqual(["Good"]);
    await expectSame(laptop, phone);
  });

  it("[S14] are sent again after an hour, and by the next process: also a tombstone, of which nothing can be edited", async () => {
    const bad = await laptop.add({ title: "Bad" });
    await settle(laptop, phone);
    const [held] = await laptop.home.store.itemsById([idOf(bad)]);
    const grave = encodeContent({ v: 1, purged: [world.time.clock.now() * 2 ** 10, laptop.client.device, 0] });
    const waiting = await sealText(laptop, idOf(bad), new TextDecoder().decode(grave));
    await laptop.home.store.write({ expect: null, items: [{ id: idOf(bad), acknowledged: held?.acknowledged ?? null, waiting }] });
    await laptop.restart();
    refusePushes((items) => (items.includes(bad) ? { kind: "items-refused", items: [idOf(bad)] } : null));
    const tried = async () => {
      const before = laptop.sent("push").length + laptop.sent("pull").length;
      await laptop.synced();
      return [laptop.sent("push").length + laptop.sent("pull").length - before, (await laptop.status()).current];
    };
    const refused = { phase: "waiting", waiting: 1, reason: { type: "refused", items: 1 } };
    await laptop.synced();
    expect(await tried()).toEqual([1, refused]);
    honest(laptop);
    expect(await tried()).toEqual([1, refused]);
    world.time.setClock(world.time.clock.now() + 3_600_000);
    expect(await laptop.synced()).toMatchObject({ pushed: 1 });
    await settle(phone, laptop);
    expect(await titles(phone)).toEqual([]);
    const other = await laptop.add({ title: "Other" });
    refusePushes((items) => (items.includes(other) ? { kind: "too-large" } : null));
    await laptop.synced();
    honest(laptop);
    expect(await laptop.synced()).toMatchObject({ pushed: 0 });
    await laptop.restart();
    expect(await laptop.synced()).toMatchObject({ pushed: 1 });
  });

  it("[S9] an answer that refuses what was not sent is a failure, and the run ends", async () => {
    const good = await laptop.add({ title: "Good" });
    refusePushes(() => ({ kind: "items-refused", items: [idOf("ab".repeat(16))] }));
    expect((await laptop.sync()).end).toEqual({ type: "unreachable", why: "other" });
    honest(laptop);
    expect(await laptop.synced()).toMatchObject({ pushed: 1 });
    await phone.synced();
    expect(await phone.shows(good, "title")).toBe("Good");
  });
});

describe.each(["too-large", "malformed"] as const)("a commit that is %s", (kind) => {
  it("[S9] is halved until it passes, and one item that never passes is set aside", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 40; i++) ids.push(await laptop.add({ title: `Item ${i}` }));
    const bad = ids[17] as string;
    const sizes: number[] = [];
    refusePushes((items) => {
      sizes.push(items.length);
      return items.length > 10 || items.includes(bad) ? { kind } : null;
    });
    expect(await laptop.synced()).toMatchObject({ pushed: 39 });
    expect(sizes.slice(0, 3)).toEqual([40, 20, 10]);
    expect(sizes.length).toBeLessThan(30);
    expect(await text(laptop)).toBe("1 item was refused by the server · 1 change waiting");
    await phone.synced();
    expect((await phone.status()).items).toBe(39);
  });
});

describe("a full server", () => {
  it.each(["quota-full", "vault-full"] as const)("[S9] %s: changes wait and say why; changes of others still come in", async (kind) => {
    const mine = await laptop.add({ title: "Mine" });
    refusePushes(() => ({ kind }));
    expect((await laptop.sync()).end).toEqual({ type: "refused", refusal: { kind } });
    expect((await laptop.status()).current).toEqual({ phase: "waiting", waiting: 1, reason: { type: "server-full" } });
    expect(await text(laptop)).toBe("The server is full · 1 change waiting");
    honest(laptop);
    await phone.add({ title: "Other" });
    await phone.synced();
    answerInstead(laptop, ({ path, ifMatch }) =>
      path.endsWith("/push") && ifMatch === toHex(world.vault.head.hash) ? refusing({ kind }) : null,
    );
    expect((await laptop.sync()).pulled).toBe(1);
    expect(await titles(laptop)).toEqual(["Mine", "Other"]);
    expect((await laptop.status()).current).toMatchObject({ phase: "waiting", reason: { type: "server-full" } });
    honest(laptop);
    await settle(laptop, phone);
    expect(await phone.shows(mine, "title")).toBe("Mine");
    expect(await text(laptop)).toBe("Up to date · just now");
    await expectSame(laptop, phone);
  });

  it("[S18] is told of no more once what waited has come to the server by a try that was long given up", async () => {
    const mine = await laptop.add({ title: "Mine" });
    const tries: TransportRequest[] = [];
    laptop.hooks.request = (request) => {
      if (!request.path.endsWith("/push")) return request;
      tries.push(request);
      return { type: "unreachable", why: "timeout" };
    };
    await laptop.sync();
    laptop.hooks.request = undefined;
    refusePushes(() => ({ kind: "quota-full" }));
    await laptop.sync();
    expect(await text(laptop)).toBe("The server is full · 1 change waiting");
    honest(laptop);
    for (const late of tries) await phone.home.connect(world.server.origin).send(late);
    await laptop.synced();
    expect(await text(laptop)).toBe("Up to date · just now");
    await phone.synced();
    expect(await phone.shows(mine, "title")).toBe("Mine");
  });

  it("[S9] for real: an account out of room keeps saving on the device", async () => {
    const small = new World({ accountBytes: 20_000 });
    const device = await small.device("laptop");
    for (let i = 0; i < 20; i++) {
      await device.add({ title: `Item ${i}`, note: "x".repeat(2_000) });
      await device.sync();
    }
    const { current, waiting, items } = await device.status();
    expect(items).toBe(20);
    expect(waiting).toBeGreaterThan(5);
    expect(current).toMatchObject({ phase: "waiting", reason: { type: "server-full" } });
  });
});

describe("a server that can't or won't just now", () => {
  it.each([{ kind: "unavailable" }, { kind: "too-many-requests", retryMs: 5_000 }] as const)(
    "[S19] $kind: the changes wait, the run says it, and the next one sends the same bytes",
    async (reason) => {
      await laptop.add({ title: "Mine" });
      refusePushes(() => reason);
      expect((await laptop.sync()).end).toEqual({ type: "refused", refusal: reason });
      expect((await laptop.status()).current).toMatchObject({ phase: "waiting", waiting: 1 });
      const { inFlight } = await laptop.home.store.read();
      honest(laptop);
      expect(await laptop.synced()).toMatchObject({ pushed: 1 });
      expect(toHex(laptop.sent("push").at(-1)?.requestBody ?? new Uint8Array())).toBe(toHex(inFlight?.request ?? new Uint8Array(1)));
      expect(await text(laptop)).toBe("Up to date · just now");
    },
  );

  it("[S18, S19] is of a later protocol: the person is told to update, edits are saved, and an updated pair goes on", async () => {
    await laptop.add({ title: "Mine" });
    answerInstead(laptop, () => refusing({ kind: "update-needed", version: 2 }));
    expect((await laptop.sync()).end).toEqual({ type: "refused", refusal: { kind: "update-needed", version: 2 } });
    const { attention, waiting } = await laptop.status();
    expect(attention).toEqual([{ kind: "update-needed", reason: "protocol-version" }]);
    expect(waiting).toBe(1);
    await laptop.add({ title: "More" });
    honest(laptop);
    expect(await laptop.synced()).toMatchObject({ pushed: 2 });
    await laptop.synced();
    expect((await laptop.status()).attention).toEqual([]);
  });

  it("[S18] does not take our signature: sign-in-needed, and nothing is lost", async () => {
    await laptop.add({ title: "Mine" });
    const { writerKey } = world.vault;
    Object.assign(world.vault, { writerKey: new Uint8Array(32).fill(1) });
    expect((await laptop.sync()).end).toEqual({ type: "refused", refusal: { kind: "signature-refused" } });
    expect(await text(laptop)).toBe("Sign in to synchronize · 1 change waiting");
    Object.assign(world.vault, { writerKey });
    expect(await laptop.synced()).toMatchObject({ pushed: 1 });
    expect(await text(laptop)).toBe("Up to date · just now");
  });
});

describe("what is no answer of ours", () => {
  const portal = new TextEncoder().encode("<!doctype html><title>Sign in to the hotel</title>");
  it.each([
    ["a page", { status: 200, body: portal }],
    ["a page as an error", { status: 502, body: portal }],
    ["a redirect", { status: 302, body: new Uint8Array() }],
    ["nothing", { status: 200, body: new Uint8Array() }],
    ["a refusal under another status", { ...refusing({ kind: "quota-full" }), status: 400 }],
    ["more than an answer may have", { status: 200, body: new Uint8Array(3 * 1024 * 1024).fill(0x5a) }],
    ["a longer error than an answer may have", { status: 500, body: new Uint8Array(3 * 1024 * 1024) }],
  ])("[S10] %s is a failure and no alarm, for pull, push and sign-in alike", async (_, answer) => {
    for (const what of ["/pull", "/push", "/challenge", "/create"]) {
      if (what === "/push") await laptop.add({ title: "Mine" });
      if (what === "/challenge" || what === "/create") world.server.storage.state.sessions.clear();
      const before = await replicaState(laptop.home);
      answerInstead(laptop, ({ path }) => (path.endsWith(what) ? answer : null));
      expect((await laptop.sync()).end).toEqual({ type: "unreachable", why: "other" });
      expect((await laptop.status()).attention).toEqual([]);
      expect((await laptop.status()).current).toMatchObject({ phase: "waiting", reason: { type: "offline" } });
      if (what !== "/push") expect(await replicaState(laptop.home)).toEqual(before);
      honest(laptop);
      await laptop.synced();
      expect(await text(laptop)).toBe("Up to date · just now");
    }
  });
});
