// What the server has damaged comes back: any device that holds the right bytes sends them again by itself, once another has found them
// missing. And where none is left, a person can let what is here take its place, and loses nothing should one return.

import { attentionText, current } from "@holdfast/core";
import { encodeContent } from "@holdfast/core/testing/inside";
import { beforeEach, describe, expect, it } from "vitest";
import { type Scene, scene } from "./support/attack.ts";
import { Device } from "./support/device.ts";
import { sealText, turned } from "./support/keys.ts";
import { expectSame } from "./support/replica-state.ts";
import { expectNothingLost, valuesOf, valuesOfAll } from "./support/values.ts";
import { settle } from "./support/world.ts";

let all: Scene;
beforeEach(async () => {
  all = await scene();
});

/** The server's disk has failed: what it has of these items now is not what was stored. */
function rot({ world }: Scene, ...ids: readonly string[]): void {
  for (const id of ids) {
    const row = world.vault.current.get(id);
    if (row === undefined) throw new Error("the server has no such item");
    Object.assign(row, { revision: turned(row.revision) });
  }
}

const idBytes = (id: string) => Uint8Array.from(Buffer.from(id, "hex"));
const damaged = (...ids: readonly string[]) => [{ kind: "damaged", reason: "revision-lost", items: [...ids].sort().map(idBytes) }];

async function expectPeace(...devices: readonly Device[]): Promise<void> {
  await settle(...devices);
  for (const device of devices) expect([device.name, (await device.status()).attention]).toEqual([device.name, []]);
  await expectSame(...devices);
}

describe("a device that lacks what another holds", () => {
  it("[S40] [S41] says so, and has it as soon as the other has synchronized: nobody is asked, no value is lost", async () => {
    const { laptop, phone, github, bank } = all;
    const before = await valuesOfAll(laptop, phone);
    rot(all, github, bank);
    await laptop.synced();
    const { attention, current } = await laptop.status();
    expect(attention).toEqual(damaged(github, bank));
    expect(current.phase).toBe("attention");
    expect(attentionText(attention)).toBe("2 items are damaged on the server");
    const pushes = phone.sent("push").length;
    await phone.synced();
    expect(phone.sent("push").length).toBe(pushes + 1);
    await expectPeace(laptop, phone);
    expect(await laptop.shows(github, "password")).toBe("1");
    await expectNothingLost(before, laptop, phone);
  });

  it("[S40] [S41] takes the damaged item's edits along, made on either device meanwhile", async () => {
    const { laptop, phone, github } = all;
    rot(all, github);
    await laptop.synced();
    await laptop.edit(github, { note: "on the laptop, over the last good state" });
    await laptop.synced();
    await phone.edit(github, { username: "on the phone, over the right one" });
    const before = await valuesOfAll(laptop, phone);
    await phone.synced();
    await expectPeace(laptop, phone);
    await expectNothingLost(before, laptop, phone);
    expect(await phone.shows(github, "note")).toBe("on the laptop, over the last good state");
  });

  it("[S39] [S40] [S41] may be new: it has all the rest at once, and what was damaged when another has been there", async () => {
    const { laptop, phone, world, github } = all;
    const gone = await phone.add({ title: "Never seen elsewhere" });
    await settle(laptop, phone);
    rot(all, github, gone);
    for (const device of [laptop, phone]) expect((await device.status()).attention).toEqual([]);
    const tablet = new Device(world, "tablet", { seed: "tablet" });
    await tablet.signIn(await laptop.client.setupCode());
    expect((await tablet.status()).attention).toEqual(damaged(github, gone));
    expect((await tablet.client.items()).length).toBe(4);
    await phone.synced();
    await expectPeace(tablet, phone, laptop);
    expect(await tablet.shows(gone, "title")).toBe("Never seen elsewhere");
    expect(await tablet.shows(github, "password")).toBe("1");
  });

  it("[S41] hears it by a poke as well: both are at peace without a further word", async () => {
    const { laptop, phone, world, github } = all;
    await phone.client.live.start();
    await laptop.client.live.start();
    await world.time.advance(0);
    rot(all, github);
    await world.time.advance(0);
    await laptop.client.live.stop();
    await laptop.restart();
    await settle(laptop);
    for (let turn = 0; turn < 4; turn++) await world.time.advance(2_000);
    await laptop.synced();
    expect((await laptop.status()).attention).toEqual([]);
    expect(await laptop.shows(github, "password")).toBe("1");
    await phone.client.live.stop();
    await expectPeace(laptop, phone);
  });

  it("[S41] is the sender itself: whose own commit the server has damaged before its answer came sends it again", async () => {
    const { laptop, phone, world, post } = all;
    await laptop.synced();
    await laptop.edit(post, { note: "sent, and then damaged" });
    laptop.hooks.answer = (answer, { path }) => (path.endsWith("/push") ? { type: "unreachable", why: "timeout" } : answer);
    await laptop.sync();
    laptop.hooks.answer = undefined;
    // What it saved since makes it ask: the commit is found in the chain, and its bytes are not.
    rot(all, post);
    await phone.edit(all.bank, { note: "moves on" });
    const pushed = phone.synced();
    await pushed;
    await settle(laptop, phone);
    expect((await laptop.status()).attention).toEqual([]);
    expect(await phone.shows(post, "note")).toBe("sent, and then damaged");
    await expectSame(laptop, phone);
    expect(world.vault.head).toEqual(await laptop.client.head());
  });

  it("[S40] says no longer what it lacks once that came under the hash it already had, also in the first run of a process", async () => {
    const { laptop, phone, world, github } = all;
    phone.online = false;
    const right = world.vault.current.get(github)?.revision;
    rot(all, github);
    await settle(laptop);
    const lacks = async () => {
      const own = (await laptop.client.exportItems()).items.find(({ id }) => id === laptop.client.device);
      return own === undefined ? "gone" : current(own.content, "lacks");
    };
    expect(await lacks()).toHaveLength(1);
    Object.assign(world.vault.current.get(github) ?? {}, { revision: right });
    await laptop.restart();
    await laptop.synced();
    expect((await laptop.status()).attention).toEqual([]);
    expect(await lacks()).toBeNull();
  });

  it("[S40] [S41] [attack 146] damaged again and again costs a few commits a minute, and ends when the server does", async () => {
    const { laptop, phone, world, github } = all;
    await laptop.client.live.start();
    await phone.client.live.start();
    await world.time.advance(0);
    const start = world.vault.head.seq;
    for (let turn = 0; turn < 60; turn++) {
      rot(all, github);
      await phone.sync();
      await laptop.sync();
      await world.time.advance(1_000);
    }
    expect(world.vault.head.seq - start).toBeLessThan(10);
    await laptop.client.live.stop();
    await phone.client.live.stop();
    await world.time.advance(120_000);
    await expectPeace(laptop, phone);
    expect(await laptop.shows(github, "password")).toBe("1");
  });
});

describe("where no other device has it", () => {
  /** The phone, which alone held the newest states, is away; the laptop's last good ones are older, and of one item it has nothing. */
  async function alone(): Promise<{ readonly gone: string }> {
    const { laptop, phone, github } = all;
    const gone = await phone.add({ title: "Only on the phone" });
    await phone.synced();
    rot(all, github, gone);
    await laptop.synced();
    expect((await laptop.status()).attention).toEqual(damaged(github, gone));
    return { gone };
  }

  it("[S42] [H16] a person is told what would take its place, and then it is so; other edits of it go along", async () => {
    const { laptop, github } = all;
    const { gone } = await alone();
    await laptop.edit(github, { username: "made while it was damaged" });
    const plan = await laptop.client.healPlan();
    expect(plan).toMatchObject({ ok: true, value: { seen: "damaged", damaged: 2, unheld: 1 } });
    const before = await valuesOf(laptop);
    expect(await laptop.client.heal({ replacing: 2 })).toMatchObject({ healed: true, end: { type: "quiet" } });
    expect((await laptop.status()).attention).toEqual([]);
    expect((await laptop.status()).waiting).toBe(0);
    await expectNothingLost(before, laptop);
    const tablet = await all.world.device("tablet");
    expect((await tablet.status()).attention).toEqual([]);
    expect(await tablet.shows(github, "username")).toBe("made while it was damaged");
    expect((await tablet.client.find(gone)).ok).toBe(false);
    expect(await laptop.client.healPlan()).toMatchObject({ ok: true, value: { seen: "nothing" } });
  });

  it("[S42] no more than they were told", async () => {
    const { laptop, github } = all;
    const { gone } = await alone();
    for (const replacing of [0, 1]) {
      await laptop.client.heal({ replacing });
      expect((await laptop.status()).attention).toEqual(damaged(github, gone));
    }
  });

  it("[S41] [S42] [M11] and the device that has it after all brings back every value, whatever took its place and was edited since", async () => {
    const { laptop, phone, github } = all;
    const { gone } = await alone();
    const before = await valuesOfAll(laptop, phone);
    await laptop.client.heal({ replacing: 2 });
    await laptop.edit(github, { password: "after the replacement" });
    await laptop.synced();
    await phone.edit(github, { note: "unsent on the phone" });
    await phone.synced();
    await settle(laptop, phone);
    await expectNothingLost(before, laptop, phone);
    expect(await laptop.shows(gone, "title")).toBe("Only on the phone");
    expect(await laptop.past(github, "password")).toEqual(expect.arrayContaining(["after the replacement", "1", "0"]));
    expect((await laptop.status()).attention.map(({ kind }) => kind)).toEqual((await phone.status()).attention.map(({ kind }) => kind));
    await expectSame(laptop, phone);
  });

  it("[S41] [S42] also where it had synchronized between, and where it was away all along", async () => {
    for (const between of [true, false]) {
      all = await scene();
      const { laptop, phone, github } = all;
      const { gone } = await alone();
      const before = await valuesOfAll(laptop, phone);
      phone.online = between;
      // It has heard that something is lacking, and died before it could send it.
      phone.hooks.request = (request) => (request.path.endsWith("/push") ? { type: "unreachable", why: "timeout" } : request);
      await phone.sync();
      phone.hooks.request = undefined;
      phone.online = true;
      await laptop.client.heal({ replacing: 2 });
      await phone.restart();
      await settle(phone, laptop);
      await expectNothingLost(before, laptop, phone);
      expect(await laptop.shows(gone, "title")).toBe("Only on the phone");
      expect(await laptop.past(github, "password")).toContain("1");
      await expectSame(laptop, phone);
    }
  });

  it("[S42] a state that nobody can open is replaced by the last good one in the same way", async () => {
    const { laptop, phone, github } = all;
    await laptop.synced();
    const [held] = await phone.home.store.itemsById([idBytes(github) as never]);
    const other = await sealText(
      phone,
      idBytes(all.bank) as never,
      new TextDecoder().decode(encodeContent((await phone.item(github)).item)),
    );
    await phone.home.store.write({
      expect: null,
      items: [{ id: held?.id as never, acknowledged: held?.acknowledged ?? null, waiting: other }],
    });
    await phone.restart();
    await phone.synced();
    await laptop.synced();
    expect((await laptop.status()).attention).toMatchObject([{ kind: "damaged", reason: "revision-unreadable" }]);
    expect(await laptop.client.healPlan()).toMatchObject({ ok: true, value: { seen: "damaged", damaged: 1, unheld: 0 } });
    await laptop.client.heal({ replacing: 1 });
    await phone.synced();
    expect(await phone.shows(github, "password")).toBe("1");
    expect((await laptop.status()).attention).toEqual([]);
  });
});
