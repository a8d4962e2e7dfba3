// A server replaced by an empty one: the account is made again from what lies on a device, and everything with it. And what a person is told
// before they give their word.

import { MemoryStorage } from "@holdfast/server/testing/memory";
import { describe, expect, it } from "vitest";
import type { Device } from "./support/device.ts";
import { answerInstead, refusing } from "./support/lying.ts";
import { comeBack, type Putback, putBack, putback, unpinned } from "./support/putback.ts";
import { expectSame, replicaState } from "./support/replica-state.ts";
import { expectHealed, expectNothingLost, valuesOfAll } from "./support/values.ts";
import { settle } from "./support/world.ts";

const emptied = ({ world }: Putback): void => world.restart(new MemoryStorage().state);

describe("an empty server", () => {
  it.each([
    [0, 1, 2],
    [2, 1, 0],
  ])(
    "[H15, H9, H10] gets the account, the same keys and all items back from device %i, and the others sign in by themselves",
    async (...order) => {
      const scene = await putback();
      const { all, world } = scene;
      const [first, ...others] = order.map((at) => all[at] as Device) as [Device, ...Device[]];
      const before = await valuesOfAll(...all);
      const [old] = world.server.storage.state.accounts.values();
      emptied(scene);
      for (const device of all) {
        expect((await device.sync()).end).toEqual({ type: "sign-in-needed" });
        expect((await device.status()).current.phase).toBe("sign-in-needed");
      }
      expect(await first.client.heal()).toMatchObject({ healed: true, end: { type: "quiet" } });
      await settle(...others, first);
      await expectSame(...all);
      await expectNothingLost(before, ...all);
      await expectHealed(...all);
      const [made] = world.server.storage.state.accounts.values();
      expect(made).toEqual({ ...old, request: made?.request });
      const fresh = await unpinned(scene, "fresh");
      await settle(fresh, ...all);
      await expectNothingLost(before, fresh);
    },
  );

  it("[H15] gets it from two at once: the same bytes are one account", async () => {
    const scene = await putback();
    const { laptop, phone, all, world } = scene;
    const before = await valuesOfAll(...all);
    emptied(scene);
    await Promise.all([laptop.client.heal(), phone.client.heal()]);
    await settle(...all);
    await expectSame(...all);
    await expectNothingLost(before, ...all);
    expect(world.server.storage.state.accounts.size).toBe(1);
  });

  it("[H15, H6] goes on where the network was lost, at any request", async () => {
    for (let reached = 1; reached < 12; reached++) {
      const scene = await putback(`${reached}`);
      const { laptop, all } = scene;
      const before = await valuesOfAll(...all);
      emptied(scene);
      let left = reached;
      laptop.hooks.answer = (answer) => (left-- > 0 ? answer : { type: "unreachable", why: "timeout" });
      await laptop.client.heal();
      laptop.hooks.answer = undefined;
      if ((await laptop.sync()).end.type !== "quiet") await laptop.client.heal();
      await settle(...all);
      await expectSame(...all);
      await expectNothingLost(before, ...all);
    }
  });

  it("[H15] that takes no new accounts, or by invitation alone, says so, and nothing has changed", async () => {
    for (const kind of ["signup-closed", "invitation-needed"] as const) {
      const scene = await putback();
      const { laptop } = scene;
      emptied(scene);
      await comeBack(laptop);
      const before = await replicaState(laptop.home);
      answerInstead(laptop, ({ path }) => (path.endsWith("/account/create") ? refusing({ kind }) : null));
      expect(await laptop.client.heal()).toMatchObject({ healed: false, end: { type: "refused", refusal: { kind } } });
      expect(await replicaState(laptop.home)).toEqual(before);
    }
  });

  it("[H15] is none where the server has the account after all: the sign-in is needed as before, and nothing has changed", async () => {
    const scene = await putback();
    const { laptop, world } = scene;
    const [account] = world.server.storage.state.accounts.values();
    // As after a change of the password on another device.
    Object.assign(account ?? {}, { signInKey: new Uint8Array(32).fill(9) });
    world.server.storage.state.sessions.clear();
    await comeBack(laptop);
    const state = structuredClone(world.server.storage.state);
    const before = await replicaState(laptop.home);
    expect(await laptop.client.heal()).toMatchObject({ healed: false, end: { type: "sign-in-needed" } });
    expect(world.server.storage.state).toEqual(state);
    expect(await replicaState(laptop.home)).toEqual(before);
    expect((await laptop.status()).current.phase).toBe("sign-in-needed");
  });
});

describe("the plan", () => {
  const plan = async (device: Device) => {
    const planned = await device.client.healPlan();
    return planned.ok ? planned.value : planned.error;
  };
  const none = { onlyHere: 0, onlyThere: 0, differing: 0, removed: 0, damaged: 0, unheld: 0, requests: 0 };

  it("[H16] tells nothing where nothing is wrong, and changes nothing", async () => {
    const { laptop, all } = await putback();
    await settle(...all);
    const before = await replicaState(laptop.home);
    expect(await plan(laptop)).toEqual({ seen: "nothing", ...none });
    expect(await laptop.client.heal()).toMatchObject({ healed: false, merged: 0, end: { type: "quiet" } });
    expect(await replicaState(laptop.home)).toEqual(before);
  });

  it("[H16] tells what is only here, only there and different, and what it costs; and then it is so", async () => {
    const scene = await putback();
    const { phone, world } = scene;
    putBack(scene);
    expect(await plan(phone)).toMatchObject({ seen: "behind", onlyHere: 1, onlyThere: 0, differing: 3 });
    const fresh = await unpinned(scene, "fresh");
    await fresh.add({ title: "Only there" });
    await fresh.synced();
    await phone.sync();
    const before = await replicaState(phone.home);
    const requests = phone.wire.length;
    // Only here: New. Only there: "Only there"; the fresh device's name is no item. Different: GitHub, Bank, Post.
    const told = await plan(phone);
    expect(told).toMatchObject({ seen: "diverged", onlyHere: 1, onlyThere: 1, differing: 3, removed: 0 });
    expect(phone.wire.length - requests).toBeLessThan(6);
    expect(await replicaState(phone.home)).toEqual(before);
    const asked = phone.wire.length;
    expect(await phone.client.heal()).toMatchObject({ healed: true, merged: 5, pushed: 4 });
    expect(world.vault.items).toBe((await phone.home.store.items()).items.length);
    expect(phone.wire.length - asked).toBeLessThanOrEqual(("requests" in told ? told.requests : 0) + 4);
  });

  it("[H16] tells of histories that went apart, of an account that is not known, and of a healing that is not done", async () => {
    const scene = await putback();
    const { laptop, github } = scene;
    putBack(scene);
    const fresh = await unpinned(scene, "fresh");
    for (let n = 0; n < 6; n++) {
      await fresh.edit(github, { note: `${n}` });
      await fresh.synced();
    }
    expect(await plan(laptop)).toMatchObject({ seen: "diverged" });
    await comeBack(laptop);
    answerInstead(laptop, ({ path }) => (path.endsWith("/push") ? refusing({ kind: "unavailable" }) : null));
    await laptop.client.heal();
    expect(await plan(laptop)).toMatchObject({ seen: "unfinished" });
    const other = await putback("other");
    emptied(other);
    expect(await plan(other.laptop)).toMatchObject({ seen: "account-unknown", onlyHere: 3 });
    // And sends as many, beside the names of the devices that had one here.
    expect(await other.laptop.client.heal()).toMatchObject({ healed: true, pushed: 3 });
    expect((await other.laptop.home.store.items()).items.length).toBe(6);
  });

  it("[H16, S17] asks nothing while synchronization is off, and says where the server can't be reached", async () => {
    const { laptop } = await putback();
    laptop.online = false;
    expect(await plan(laptop)).toEqual({ type: "unreachable", why: "offline" });
    laptop.online = true;
    await laptop.turn(false);
    const requests = laptop.wire.length;
    expect(await plan(laptop)).toEqual({ type: "off" });
    expect(await laptop.client.heal()).toMatchObject({ healed: false, end: { type: "off" } });
    expect(laptop.wire.length).toBe(requests);
  });
});
