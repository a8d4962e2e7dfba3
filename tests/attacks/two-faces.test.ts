// A server that is another one for each device, or for each question: two branches, two states, two accounts, two sessions. Whatever each
// face says is true in itself; that they are two is the lie.

import { alarms } from "@holdfast/core";
import type { MemoryState } from "@holdfast/server/testing/memory";
import { describe, expect, it } from "vitest";
import { expectAlarm, expectHealed, expectNothingOfIt, type Scene, scene } from "../support/attack.ts";
import type { Device } from "../support/device.ts";
import { answerInstead, honest } from "../support/lying.ts";
import { expectSame, replicaState } from "../support/replica-state.ts";
import { expectNothingSent, expectOpensOffline, secretsOf } from "../support/unharmed.ts";
import { expectHealed as expectNothingLeft, expectNothingLost, valuesOfAll } from "../support/values.ts";
import { settle, World } from "../support/world.ts";

interface Fork extends Scene {
  /** Turns the face of the laptop (0), or of the phone (1), to whoever asks next. */
  readonly show: (face: 0 | 1) => void;
}

/** Each of two servers goes on from where it was when the other one was shown. */
function turning({ world }: Scene, faces: [MemoryState, MemoryState]): (face: 0 | 1) => void {
  let shown: 0 | 1 | null = null;
  return (face) => {
    if (shown !== null) faces[shown] = world.server.storage.state;
    shown = face;
    world.restart(faces[face]);
  };
}

/** Both have met; from then on each of them writes on a branch of its own, and each push is acknowledged. */
async function fork(): Promise<Fork> {
  const all = await scene();
  const { world, laptop, phone, github, bank } = all;
  await settle(laptop, phone);
  const show = turning(all, [world.backup(), world.backup()]);
  show(0);
  await laptop.edit(github, { password: "the laptop's", note: "of the laptop" });
  await laptop.add({ title: "Seen by the laptop alone" });
  await laptop.synced();
  show(1);
  await phone.edit(github, { password: "the phone's" });
  await phone.edit(bank, { note: "of the phone" });
  await phone.synced();
  await phone.add({ title: "Seen by the phone alone" });
  await phone.synced();
  return { ...all, show };
}

describe("two branches, one for each device, all of it acknowledged", () => {
  it("[S21] [H5] [H9] [attack 147] joined, healed, and turned back to the other branch again: a person is asked, and nothing anybody saved is lost", async () => {
    const { laptop, phone, show } = await fork();
    const saved = await valuesOfAll(laptop, phone);
    // Apart, nobody can know.
    for (const device of [laptop, phone]) expect((await device.status()).current.phase).toBe("up-to-date");
    for (const [face, healer, reason] of [
      [1, laptop, "history-differs"],
      [0, phone, "server-behind"],
    ] as const) {
      show(face);
      const before = await replicaState(healer.home);
      expect((await healer.sync()).end).toEqual({ type: "attention", reason });
      expect(await replicaState(healer.home)).toEqual(before);
      expect((await healer.status()).attention).toContainEqual({ kind: alarms[reason], reason });
      await expectOpensOffline(healer);
      expect(await healer.client.heal()).toMatchObject({ healed: true });
      await settle(laptop, phone);
      await expectNothingLost(saved, laptop, phone);
    }
    // This branch bears a healing of the other one already: a device goes on there by itself, and loses nothing by it. // H10
    show(1);
    const asked = phone.wire.length;
    await settle(phone, laptop);
    expect(phone.wire.length - asked).toBeLessThan(30);
    await expectSame(laptop, phone);
    await expectNothingLeft(laptop, phone);
    await expectNothingLost(saved, laptop, phone);
    for (const device of [laptop, phone]) expectNothingSent(device, await secretsOf(device));
  });
});

describe("two states by turns, one for each question", () => {
  it("[S11] [S20] [attack 148] never make a mixture: a device stands on what it has verified, and its edit waits until it is taken", async () => {
    const all = await scene();
    const { world, laptop, phone, bank, post } = all;
    const old = world.backup();
    await phone.edit(bank, { note: "since then" });
    await settle(phone, laptop);
    const show = turning(all, [old, world.backup()]);
    const own = await laptop.client.head();
    await laptop.edit(post, { note: "by turns" });
    const turns = [0, 1, 0, 0, 1, 0, 0, 0] as const;
    let turn = 0;
    laptop.hooks.request = (request) => {
      if (/\/(?:pull|push)$/.test(request.path)) show(turns[turn++ % turns.length] ?? 0);
      return request;
    };
    const ends: unknown[] = [];
    for (let run = 0; run < 4; run++) {
      ends.push((await laptop.sync()).end);
      expect((await laptop.client.head()).seq).toBeGreaterThanOrEqual(own.seq);
      expect(await laptop.shows(post, "note")).toBe("by turns");
    }
    expect(ends).toContainEqual({ type: "attention", reason: "server-behind" });
    expectNothingSent(laptop, await secretsOf(laptop));
    await expectOpensOffline(laptop);
    honest(laptop);
    show(1);
    await settle(laptop, phone);
    expect((await laptop.status()).attention).toEqual([]);
    expect(await phone.shows(post, "note")).toBe("by turns");
    await expectSame(laptop, phone);
  });

  it("[S38] [attack 149] a long pull cut in the middle, and gone on with as of an earlier, shorter history: that one, or nothing", async () => {
    const all = await scene();
    const { world, laptop, phone } = all;
    const shorter = world.backup();
    for (let i = 0; i < 40; i++) await phone.add({ title: `Later ${i}`, note: "x".repeat(9_000) });
    await phone.synced();
    const longer = world.backup();
    let cut = false;
    laptop.hooks.answer = (answer, { path }) => {
      if (cut || !path.endsWith("/pull") || answer.status !== 200) return answer;
      cut = true;
      world.restart(shorter);
      return { ...answer, cutAfter: Math.floor(answer.body.length / 2) };
    };
    await laptop.sync();
    expect(cut).toBe(true);
    const titles = async () => new Set((await laptop.client.items()).map(({ item }) => item.fields.get("title")?.[0]?.[0]));
    expect([...(await titles())].filter((title) => String(title).startsWith("Later"))).toEqual([]);
    expect((await laptop.status()).attention).toEqual([]);
    world.restart(longer);
    await expectNothingOfIt(all);
    expect((await titles()).has("Later 39")).toBe(true);
  });
});

/** Another account with the same items of the same sizes, on the same server. */
async function twin({ world }: Scene): Promise<{ readonly other: World; readonly device: Device }> {
  const other = new World({ account: "twin@example.com", seed: "twin" });
  other.restart(world.server.storage.state);
  const device = await other.device("laptop");
  world.restart(other.server.storage.state);
  for (const title of ["GitHub", "Bank", "Post", "New", "Newer", "Last"]) {
    await device.add({ title, password: "0" });
    await device.synced();
  }
  return { other, device };
}

describe("two accounts of one server", () => {
  it("[S22] [attack 150] whose vaults are exchanged, each whole and of the same sizes: no device of either takes anything of the other", async () => {
    const all = await scene();
    const { world, laptop } = all;
    const theirs = await twin(all);
    const honestState = world.backup();
    const [mine, their] = [...world.server.storage.state.vaults.values()];
    if (mine === undefined || their === undefined) throw new Error("there are two vaults");
    const { heads, head, current } = structuredClone(mine);
    Object.assign(mine, { heads: their.heads, head: their.head, current: their.current });
    Object.assign(their, { heads, head, current });
    const before = await replicaState(theirs.device.home);
    expect((await theirs.device.sync()).end.type).toBe("attention");
    expect(await replicaState(theirs.device.home)).toEqual(before);
    const { end } = await laptop.sync();
    expect(end).toMatchObject({ type: "attention" });
    await expectAlarm(all, (end.type === "attention" ? end.reason : "") as "history-differs");
    world.restart(honestState);
    await expectHealed(all);
  });

  it("[attack 151] a sign-in answered with a session of the other account: nothing is taken, nothing is written there, and edits wait", async () => {
    const all = await scene();
    const { world, laptop, post } = all;
    const { device } = await twin(all);
    world.server.storage.state.sessions.clear();
    await device.synced();
    const theirs = device.sent("create").at(-1);
    if (theirs === undefined) throw new Error("the other account signed in");
    const vaults = structuredClone(world.server.storage.state.vaults);
    answerInstead(laptop, ({ path }) => (path.endsWith("/session/create") ? { status: 200, body: theirs.answerBody } : null));
    await laptop.edit(post, { note: "for my own account" });
    const before = await replicaState(laptop.home);
    await laptop.sync();
    await laptop.sync();
    expect(world.server.storage.state.vaults).toEqual(vaults);
    // The push that was never taken is kept, to be sent again; nothing else is another. // S7
    expect({ ...((await replicaState(laptop.home)) as object), inFlight: null }).toEqual(before);
    const { waiting, current, attention } = await laptop.status();
    expect(waiting).toBe(1);
    expect([current.phase, attention.map(({ reason }) => reason)]).toEqual(["attention", ["vault-gone"]]);
    honest(laptop);
    // The session of the other account lives on: a device that is not found there signs in anew by itself.
    await laptop.synced();
    await expectNothingOfIt(all);
    expect(await all.phone.shows(post, "note")).toBe("for my own account");
  });
});
