// Healing and trust: a lying server brings about no more than a question, whoever follows has verified all of it, a purge on the other side
// does not empty a vault unasked, and keys that are over win nothing.

import { trashEdit } from "@holdfast/core";
import type { Bytes, Change, PullFrame } from "@holdfast/protocol";
import { expect, it } from "vitest";
import { keysOf, startEpoch, turned } from "./support/keys.ts";
import { alterPulls, answerInstead, changes, type Frames, heads, honest, refusing } from "./support/lying.ts";
import { comeBack, type Putback, putBack, putback, unpinned } from "./support/putback.ts";
import { expectSame, replicaState } from "./support/replica-state.ts";
import { expectHealed, expectNothingLost, valuesOfAll } from "./support/values.ts";
import { settle } from "./support/world.ts";

const day = 24 * 3_600_000;

const branch =
  (alter: (heads: readonly Bytes[]) => readonly Bytes[]) =>
  (frames: Frames): Frames =>
    frames.flatMap((frame): Frames => {
      if (frame.kind !== "branch") return [frame];
      const altered = alter(frame.heads);
      return altered.length === 0 ? [] : [{ ...frame, heads: altered }];
    });

/** The laptop stands in the middle of the branch that the phone has healed. */
async function healed(seed = ""): Promise<Putback> {
  const scene = await putback(seed);
  putBack(scene);
  await comeBack(...scene.all);
  expect(await scene.phone.client.heal()).toMatchObject({ healed: true });
  return scene;
}

it("[H17] [attack 144] heads of branches that were left out, or altered, bring about a question and nothing else", async () => {
  const lies = [() => [], (given: readonly Bytes[]) => given.map((head) => turned(head)), (given: readonly Bytes[]) => given.slice(0, 1)];
  for (const [at, lie] of lies.entries()) {
    const scene = await healed(`${at}`);
    const { laptop, all } = scene;
    alterPulls(laptop, branch(lie));
    const before = await replicaState(laptop.home);
    const end = (await laptop.sync()).end;
    if (at < 2) {
      expect(end).toEqual({ type: "attention", reason: "server-behind" });
      expect(await replicaState(laptop.home)).toEqual(before);
    }
    honest(laptop);
    // The same head is not looked at again in vain by this process; a new one looks.
    await laptop.restart();
    await settle(laptop, ...all);
    await expectSame(...all);
    await expectHealed(...all);
  }
});

it("[H17, H9] [attack 144] heads put among a branch, true ones of other places or none at all, name nothing", async () => {
  const scene = await putback();
  const { laptop, phone, tablet, all, world } = scene;
  const { sealed } = [...world.vault.heads].at(-1) ?? { sealed: new Uint8Array(40) };
  putBack(scene);
  const fresh = await unpinned(scene, "fresh");
  await fresh.synced();
  // Nobody has healed anything; the server says that there was a branch.
  for (const device of [laptop, phone, tablet]) {
    alterPulls(device, (frames) =>
      frames.flatMap((frame): PullFrame[] =>
        frame.kind === "heads" ? [frame, { kind: "branch", heads: [sealed, new Uint8Array(60)] }] : [frame],
      ),
    );
    const before = await replicaState(device.home);
    expect((await device.sync()).end.type).toBe("attention");
    const { inFlight: _, ...after } = (await replicaState(device.home)) as { inFlight: unknown };
    const { inFlight: __, ...held } = before as { inFlight: unknown };
    expect(after).toEqual(held);
    honest(device);
  }
  await laptop.client.heal();
  await settle(...all, fresh);
  await expectSame(...all, fresh);
});

it("[H4, S30, S31] a healed history that does not verify is not followed, whatever of it is wrong", async () => {
  const lies: readonly (readonly [string, (frames: Frames) => Frames])[] = [
    ["head-damaged", heads((given) => ({ heads: given.map((head) => turned(head)) }))],
    ["heads-missing", heads((given) => ({ heads: given.slice(0, -1) }))],
    ["revision-differs", changes((given) => given.map((one): Change => ({ ...one, revision: turned(one.revision) })))],
    ["revision-missing", changes((given) => given.slice(0, -1))],
  ];
  for (const [reason, lie] of lies) {
    const scene = await healed(reason);
    const { laptop, all } = scene;
    const before = await replicaState(laptop.home);
    alterPulls(laptop, lie);
    expect((await laptop.sync()).end).toEqual({ type: "attention", reason });
    expect(await replicaState(laptop.home)).toEqual(before);
    honest(laptop);
    await settle(laptop, ...all);
    await expectSame(...all);
  }
});

it("[H3] [attack 52] a server that says again and again that its history is another one learns nothing and changes nothing, even with a person's word", async () => {
  const scene = await putback();
  const { laptop, all } = scene;
  await settle(...all);
  const before = await replicaState(laptop.home);
  for (const seq of [0, 3, 2 ** 40]) {
    const head = { seq, hash: new Uint8Array(32).fill(7) as never };
    answerInstead(laptop, ({ path }) => (path.endsWith("/pull") ? refusing({ kind: "history-differs", head }) : null));
    expect((await laptop.sync()).end.type).toBe("attention");
    const asked = laptop.wire.length;
    expect(await laptop.client.heal()).toMatchObject({ healed: false, end: { type: "attention" } });
    expect(laptop.wire.length - asked).toBeLessThan(10);
    expect(await replicaState(laptop.home)).toEqual(before);
  }
  honest(laptop);
  await laptop.synced();
  expect((await laptop.status()).attention.filter(({ kind }) => kind !== "conflict")).toEqual([]);
});

it("[H13] what was purged on the other side takes no tenth of a vault away unasked, and no more than a person was told", async () => {
  const scene = await putback();
  const { laptop, phone, world, all, post } = scene;
  const gone = await phone.add({ title: "Gone", password: "whole" });
  const also = await phone.add({ title: "Gone too" });
  await settle(...all);
  const backup = world.backup();
  await phone.add({ title: "Lost" });
  await settle(...all);
  world.restart(backup);
  // A device that knows nothing of what was lost throws two more away, sees all three in the trash for thirty days, and purges.
  const fresh = await unpinned(scene, "fresh");
  for (const id of [gone, also]) await fresh.client.edit(id, trashEdit(world.time.clock.now()));
  await fresh.synced();
  await world.time.advance(day / 12);
  await fresh.synced();
  await world.time.advance(31 * day);
  await fresh.synced();
  for (const id of [gone, also, post]) expect(await fresh.client.find(id)).toMatchObject({ ok: false });
  const planned = await laptop.client.healPlan();
  const removed = planned.ok ? planned.value.removed : 0;
  expect(removed).toBe(2);
  const before = await replicaState(laptop.home);
  expect((await laptop.client.heal({ removing: 1 })).end.type).toBe("attention");
  expect(await replicaState(laptop.home)).toEqual(before);
  expect(await laptop.client.heal({ removing: removed })).toMatchObject({ healed: true });
  // A person has said so: the others follow. What nobody can tell the purge has seen is in the trash, whole.
  await settle(phone, ...all, fresh);
  for (const id of [gone, also, post])
    for (const device of [...all, fresh]) expect(await device.shows(id, "trashed")).toEqual(expect.any(Number));
  expect(await fresh.shows(gone, "password")).toBe("whole");
  await expectSame(...all, fresh);
});

it("[H14] what the server holds under keys that are over loses, and stands beside ours as a conflict", async () => {
  const scene = await putback();
  const { laptop, phone, tablet, world, all, github, bank } = scene;
  await settle(...all);
  const backup = world.backup();
  const lost = await laptop.add({ title: "Under the first keys, and lost" });
  await laptop.synced();
  await startEpoch(laptop, 2);
  const { writerKey } = world.vault;
  await laptop.edit(github, { password: "under the new keys" });
  await laptop.synced();
  world.restart(backup);
  // The phone was not given the new keys. It goes on under the old ones, later and with a clock that runs ahead.
  world.time.advance(day);
  await phone.edit(github, { password: "under the old keys" });
  await phone.edit(bank, { note: "under the old keys" });
  await phone.synced();
  // The server takes the new keys again: that is the account's own healing.
  Object.assign(world.vault, { writerKey });
  expect(await laptop.client.heal()).toMatchObject({ healed: true });
  for (const [id, path] of [
    [github, "password"],
    [bank, "note"],
  ] as const) {
    expect(await laptop.shows(id, path)).not.toBe("under the old keys");
    expect(await laptop.past(id, path)).toContain("under the old keys");
    expect((await laptop.item(id)).item.conflicts.has(path)).toBe(true);
  }
  // Sealed again, since a commit bears one epoch.
  expect((await laptop.item(lost)).waiting).toBe(false);
  await expectHealed(laptop);
  expect((await keysOf(laptop)).newest.epoch).toBe(2);
  expect((await laptop.home.store.read()).replica?.epoch).toBe(2);
  expect((await tablet.sync()).end).toEqual({ type: "sign-in-needed" });
  const before = await valuesOfAll(laptop);
  await laptop.synced();
  await expectNothingLost(before, laptop);
});
