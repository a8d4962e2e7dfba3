// Healings that don't go smoothly: the server is put back again, before a healing is done or after it; two people heal at once; the healer is
// killed at every write, loses its network at every request, or meets a server that is full.

import { decode, type Hash, limits, pullRequest } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import type { Device } from "./support/device.ts";
import { Crash, crashAt, deaths, repair } from "./support/disk.ts";
import { answerInstead, honest, refusing } from "./support/lying.ts";
import { comeBack, type Putback, putBack, putback, unpinned } from "./support/putback.ts";
import { expectSame } from "./support/replica-state.ts";
import { expectHealed, expectNothingLost, valuesOfAll } from "./support/values.ts";
import { settle } from "./support/world.ts";

/** Everybody comes back, is asked nothing, and holds the same and all of it. */
async function expectWell({ all }: Putback, before: ReadonlySet<string>): Promise<void> {
  await settle(...all);
  await expectSame(...all);
  await expectNothingLost(before, ...all);
  await expectHealed(...all);
}

/** The device leaves its chain for the server's and can't send yet; and it has more heads to carry than one commit may. */
async function leaveWithMuchToCarry(device: Device): Promise<void> {
  answerInstead(device, ({ path }) => (path.endsWith("/push") ? refusing({ kind: "unavailable" }) : null));
  await device.client.heal();
  const { randomBytes, sha256 } = device.home.environment.crypto;
  const sealed = Array.from({ length: limits.branchHeads + 500 }, () => randomBytes(100));
  const hashes = await sha256(sealed);
  const lost = sealed.map((head, i) => ({ hash: hashes[i] as Hash, sealed: head, waiting: true }));
  await device.home.store.write({ expect: null, inFlight: null, lost });
  honest(device);
}

const refsOf = async ({ home }: Putback["laptop"]) => (await home.store.read()).replica?.healing ?? [];

describe("the server is put back again", () => {
  it("[H11] after every push it takes: a run leaves its chain a few times and ends", async () => {
    const scene = await putback();
    const { laptop } = scene;
    putBack(scene);
    await comeBack(laptop);
    await leaveWithMuchToCarry(laptop);
    let pushes = 0;
    laptop.hooks.answer = (answer, { path }) => {
      if (!path.endsWith("/push") || answer.status >= 300) return answer;
      pushes++;
      if (pushes > 20) laptop.online = false;
      putBack(scene);
      return answer;
    };
    expect((await laptop.sync()).end).toEqual({ type: "attention", reason: "server-behind" });
    expect(pushes).toBeGreaterThan(1);
    expect(pushes).toBeLessThan(6);
  });

  it("[H9] after a healing: the next healer names both branches, and who stands in the first one follows as well", async () => {
    const scene = await putback();
    const { laptop, phone, tablet, all } = scene;
    const before = await valuesOfAll(...all);
    putBack(scene);
    expect(await laptop.client.heal()).toMatchObject({ healed: true });
    await phone.sync();
    putBack(scene);
    expect((await laptop.sync()).end).toEqual({ type: "attention", reason: "server-behind" });
    expect(await laptop.client.heal()).toMatchObject({ healed: true });
    // The tablet has seen nothing since the first branch, of which it saw the beginning.
    expect((await tablet.sync()).end).toEqual({ type: "quiet" });
    await expectWell(scene, before);
    expect(phone.sent("push").length).toBeGreaterThan(0);
  });

  it("[H9] after a healing: one that had followed heals the second time, and knows the first branch from what it heard", async () => {
    const scene = await putback();
    const { laptop, phone, all } = scene;
    const before = await valuesOfAll(...all);
    putBack(scene);
    await laptop.client.heal();
    await settle(laptop, phone);
    putBack(scene);
    await comeBack(phone, laptop);
    expect(await phone.client.heal()).toMatchObject({ healed: true });
    await expectWell(scene, before);
  });

  it("[H11] before a healing is done: it goes on without a further word, and names both branches", async () => {
    const scene = await putback();
    const { laptop, all, world } = scene;
    const before = await valuesOfAll(...all);
    putBack(scene);
    await comeBack(...all);
    await leaveWithMuchToCarry(laptop);
    // The first commit of the healing has its place; the next ones don't reach the server.
    let pushes = 0;
    laptop.hooks.request = (request) =>
      request.path.endsWith("/push") && pushes++ > 0 ? { type: "unreachable", why: "offline" } : request;
    expect((await laptop.sync()).end.type).toBe("unreachable");
    laptop.hooks.request = undefined;
    expect(world.vault.head).toEqual(await laptop.client.head());
    expect(await refsOf(laptop)).toHaveLength(1);
    putBack(scene);
    expect((await laptop.sync()).end).toEqual({ type: "quiet" });
    await expectWell(scene, before);
  });

  it("[H11] many times, at every moment of a healing, with somebody's word only once", async () => {
    const scene = await putback();
    const { laptop, all } = scene;
    const before = await valuesOfAll(...all);
    putBack(scene);
    let told = 0;
    for (let cut = 1; cut < 8; cut++) {
      let left = cut;
      laptop.hooks.request = (request) => (left-- > 0 ? request : { type: "unreachable", why: "offline" });
      const { healed } = cut === 1 ? await laptop.client.heal() : { healed: false };
      if (cut > 1 && (await laptop.sync()).end.type === "attention") told++;
      laptop.hooks.request = undefined;
      if (!healed) putBack(scene);
    }
    if ((await laptop.sync()).end.type === "attention") await laptop.client.heal();
    expect(told).toBeLessThan(7);
    await expectWell(scene, before);
  });

  it("[H9] the state before the backup was put back returns after the healing: it is one more history to heal", async () => {
    const scene = await putback();
    const { laptop, phone, world, all } = scene;
    const original = world.backup();
    const before = await valuesOfAll(...all);
    putBack(scene);
    await laptop.client.heal();
    world.restart(original);
    await comeBack(...all);
    expect((await laptop.status()).attention.map(({ kind }) => kind)).toContain("diverged");
    expect((await phone.status()).attention.map(({ kind }) => kind)).not.toContain("diverged");
    expect(await laptop.client.heal()).toMatchObject({ healed: true });
    await expectWell(scene, before);
  });
});

describe("two people heal at once", () => {
  it("[H8, H11] both leave, both push, and all meet", async () => {
    for (const turn of [0, 1]) {
      const scene = await putback(`${turn}`);
      const { laptop, phone, all } = scene;
      const before = await valuesOfAll(...all);
      putBack(scene);
      await comeBack(...all);
      const both = turn === 0 ? [laptop, phone] : [phone, laptop];
      await Promise.all(both.map((device) => device.client.heal()));
      await expectWell(scene, before);
    }
  });

  it("[H11] what the other has named meanwhile is not named again", async () => {
    const scene = await putback();
    const { laptop, phone, all } = scene;
    await settle(...all);
    putBack(scene);
    let pushes = 0;
    laptop.hooks.request = (request) => {
      if (request.path.endsWith("/push") && pushes++ === 0) return { type: "unreachable", why: "offline" };
      return request;
    };
    expect(await laptop.client.heal()).toMatchObject({ healed: false });
    expect(await phone.client.heal()).toMatchObject({ healed: true });
    const { seq } = scene.world.vault.head;
    await laptop.synced();
    expect(await refsOf(laptop)).toEqual([]);
    expect(scene.world.vault.head.seq).toBe(seq);
    await expectSame(...all.slice(0, 2));
  });
});

describe.each(deaths)("the healer dies %s a write", (when) => {
  it("[H1, H6] at any of them: it has done nothing or goes on, and nothing is lost", async () => {
    let died = 0;
    for (let count = 1; ; count++) {
      const scene = await putback(`${when} ${count}`);
      const { laptop, all } = scene;
      const before = await valuesOfAll(...all);
      putBack(scene);
      await comeBack(...all);
      const { crashed } = crashAt(laptop.disk, count, when);
      await laptop.client.heal().catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error;
      });
      if (!crashed()) break;
      died++;
      repair(laptop.disk);
      await laptop.restart(when);
      if ((await laptop.sync()).end.type === "attention") await laptop.client.heal();
      await expectWell(scene, before);
    }
    expect(died).toBeGreaterThan(3);
  });

  it("[H6, H9, H10] and so does one that follows or goes on", async () => {
    for (const healer of ["laptop", "tablet"] as const) {
      let died = 0;
      for (let count = 1; ; count++) {
        const scene = await putback(`${when} ${count} ${healer}`);
        const { phone, all } = scene;
        const before = await valuesOfAll(...all);
        putBack(scene);
        await scene[healer].client.heal();
        const { crashed } = crashAt(phone.disk, count, when);
        await phone.sync().catch((error: unknown) => {
          if (!(error instanceof Crash)) throw error;
        });
        if (!crashed()) break;
        died++;
        repair(phone.disk);
        await phone.restart(when);
        await expectWell(scene, before);
      }
      expect(died).toBeGreaterThan(4);
    }
  });
});

it("[H2, H6] the healer loses its network at any request: nothing is lost, and the healing takes a bounded number of them", async () => {
  for (let reached = 0; ; reached++) {
    const scene = await putback(`${reached}`);
    const { laptop, all } = scene;
    const before = await valuesOfAll(...all);
    putBack(scene);
    await comeBack(...all);
    let left = reached;
    let asked = 0;
    laptop.hooks.request = (request) => {
      asked++;
      return left-- > 0 ? request : { type: "unreachable", why: "offline" };
    };
    const { healed } = await laptop.client.heal();
    laptop.hooks.request = undefined;
    if (!healed && (await laptop.sync()).end.type === "attention") await laptop.client.heal();
    await expectWell(scene, before);
    if (healed && left > 0) {
      // A pull, the whole state, and two commits: what waits and the branch, in one where nothing came between.
      expect(asked).toBeLessThanOrEqual(5);
      break;
    }
  }
});

it("[H6] a full server stops a healing, which goes on once there is room", async () => {
  const scene = await putback();
  const { laptop, all } = scene;
  const before = await valuesOfAll(...all);
  putBack(scene);
  await comeBack(...all);
  answerInstead(laptop, ({ path }) => (path.endsWith("/push") ? refusing({ kind: "quota-full" }) : null));
  expect(await laptop.client.heal()).toMatchObject({ healed: false, end: { type: "refused", refusal: { kind: "quota-full" } } });
  expect((await laptop.status()).current).toMatchObject({ phase: "waiting", reason: { type: "server-full" } });
  expect(await refsOf(laptop)).toHaveLength(1);
  honest(laptop);
  await expectWell(scene, before);
});

it("[H2] where histories part is found in few requests, however much is lost on either side", async () => {
  const scene = await putback();
  const { laptop, phone, github, bank } = scene;
  for (let n = 0; n < 60; n++) {
    await phone.edit(github, { note: `${n}` });
    await phone.synced();
  }
  await laptop.synced();
  putBack(scene);
  const fresh = await unpinned(scene, "fresh");
  for (let n = 0; n < 70; n++) {
    await fresh.edit(bank, { note: `${n}` });
    await fresh.synced();
  }
  const asked = laptop.wire.length;
  expect((await laptop.sync()).end.type).toBe("attention");
  expect(laptop.wire.length - asked).toBeLessThanOrEqual(Math.ceil(Math.log2(65)) + 4);
  // Nothing but heads was asked for: nobody has healed anything yet.
  const requests = laptop.wire
    .slice(asked)
    .flatMap(({ path, requestBody }) => (path.endsWith("/pull") ? [decode(pullRequest, requestBody)] : []));
  expect(requests.map((request) => request.ok && request.value.whole)).toEqual(requests.map(() => false));
  const again = laptop.wire.length;
  expect((await laptop.sync()).end.type).toBe("attention");
  // Looked at in vain once: the same head is not looked at again. // H3
  expect(laptop.wire.length - again).toBe(1);
  expect(await laptop.client.heal()).toMatchObject({ healed: true });
});

it("[H7, H8] a branch of more heads than one commit may carry goes in several, and is named by the last", async () => {
  const scene = await putback();
  const { laptop, world, all } = scene;
  const before = await valuesOfAll(...all);
  putBack(scene);
  await comeBack(...all);
  await leaveWithMuchToCarry(laptop);
  const from = world.vault.heads.length;
  await laptop.synced();
  const carried = world.vault.heads.slice(from).map(({ branch }) => branch.length);
  expect(carried).toHaveLength(2);
  expect(carried[0]).toBe(limits.branchHeads);
  expect(await laptop.home.store.lostWaiting(1)).toEqual([]);
  await expectWell(scene, before);
});
