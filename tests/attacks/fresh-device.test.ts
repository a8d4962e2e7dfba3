// A server that lies to a device that is only just signing in. Such a device knows nothing but what the setup code pins, so all of
// a vault is checked against its last head; what does not verify leaves no device behind.

import { type AlarmReason, type Credentials, type SignInFailure, signIn, statusText } from "@holdfast/core";
import { parseSetupCode } from "@holdfast/core/testing/inside";
import { decode, genesis, type Hash, type HeadRef, type Pair, type PullFrame, pullRequest } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { type Scene, scene } from "../support/attack.ts";
import { Device, must } from "../support/device.ts";
import { turned } from "../support/keys.ts";
import { alterPulls, changes, ends, type Frames, heads, honest } from "../support/lying.ts";
import { codeWithPin } from "../support/putback.ts";
import { expectSame } from "../support/replica-state.ts";
import { expectNothingSent, expectOpensOffline, type Secrets, secretsOf } from "../support/unharmed.ts";
import { password, settle } from "../support/world.ts";

const at = <T>(list: readonly T[], index: number): T => list.at(index) as T;
const pairs =
  (alter: (pairs: readonly Pair[]) => readonly Pair[]) =>
  (frames: Frames): Frames =>
    frames.flatMap((frame): Frames => {
      if (frame.kind !== "pairs") return [frame];
      const altered = alter(frame.pairs);
      return altered.length === 0 ? [] : [{ ...frame, pairs: altered }];
    });

async function newcomer(all: Scene, how: "setup code" | "kit"): Promise<{ readonly tablet: Device; readonly credentials: Credentials }> {
  const tablet = new Device(all.world, "tablet", { seed: "tablet" });
  const setupCode = must(await parseSetupCode(tablet.home.environment.crypto, await all.phone.client.setupCode()));
  const { origin, account, secretKey } = setupCode;
  return { tablet, credentials: how === "kit" ? { origin, account, secretKey } : { setupCode } };
}

/** Signing in fails for this reason, and nothing is kept. */
async function expectRefused(tablet: Device, credentials: Credentials, error: SignInFailure, secrets: Secrets): Promise<void> {
  expect(await signIn(tablet.home, { credentials, password, deviceName: "tablet" })).toEqual({ ok: false, error });
  const { store, secretKeys, pending } = tablet.home;
  expect(await store.read()).toMatchObject({ replica: null, inFlight: null, waiting: 0 });
  expect((await store.items()).items).toEqual([]);
  expect(await store.heads(1, 100)).toEqual([]);
  expect([await secretKeys.load(), await pending.load()]).toEqual([null, null]);
  expect(tablet.sent("push")).toEqual([]);
  expectNothingSent(tablet, secrets);
}

const lies: readonly (readonly [
  what: string,
  reason: AlarmReason,
  how: readonly ("setup code" | "kit")[],
  lie: (frames: Frames) => Frames,
])[] = [
  [
    "[S30] an item that is in no list",
    "revision-differs",
    ["setup code", "kit"],
    changes((list) => [{ ...at(list, 0), item: turned(at(list, 0).item) as never }, ...list.slice(1)]),
  ],
  [
    "[S27] [attack 44] an item is left out of list and revisions",
    "root-differs",
    ["setup code", "kit"],
    (frames) => {
      const item = frames.flatMap((frame) => (frame.kind === "pairs" ? frame.pairs : []))[0]?.item;
      const others = <T extends { readonly item: unknown }>(list: readonly T[]) => list.filter((one) => String(one.item) !== String(item));
      return changes(others)(pairs(others)(frames));
    },
  ],
  [
    "[S27] a hash of the list is flipped and its revision left out",
    "root-differs",
    ["setup code", "kit"],
    (frames) => {
      const first = frames.flatMap((frame) => (frame.kind === "pairs" ? frame.pairs : []))[0] as Pair;
      const flipped = pairs((list) => [{ ...first, hash: turned(first.hash) as Hash }, ...list.slice(1)])(frames);
      return changes((list) => list.filter(({ item }) => String(item) !== String(first.item)))(flipped);
    },
  ],
  [
    "[S27] the vault is said to be empty, under its true head",
    "root-differs",
    ["setup code", "kit"],
    (frames) => frames.filter(({ kind }) => kind !== "changes" && kind !== "pairs"),
  ],
  ["[S29] an item stands twice in the list", "item-repeated", ["setup code", "kit"], pairs((list) => [at(list, 0), ...list])],
  ["[S29] the list is out of order", "item-repeated", ["setup code", "kit"], pairs((list) => [...list].reverse())],
  [
    "[S27] the vault is said to be new, and yet items come",
    "root-differs",
    ["kit"],
    (frames) => ends(["begin", "end"], () => genesis)(frames.filter(({ kind }) => kind !== "heads")),
  ],
  [
    "[S29] one revision comes twice, in place of another",
    "item-repeated",
    ["setup code", "kit"],
    changes((list) => [at(list, 0), at(list, 0), ...list.slice(2)]),
  ],
  ["[S22] the newest head is flipped", "head-damaged", ["kit"], heads((list) => ({ heads: [...list.slice(0, -1), turned(at(list, -1))] }))],
  ["[S24] no head comes", "heads-missing", ["setup code", "kit"], heads(() => ({ heads: [] }))],
  [
    "[S24] another number of heads than asked for",
    "heads-missing",
    ["setup code", "kit"],
    heads((list, first) => ({ first: first - 1, heads: [at(list, 0), ...list] })),
  ],
  [
    "[S25] the announced end is another",
    "end-differs",
    ["kit"],
    ends(["begin", "end"], (to) => ({ ...to, hash: turned(to.hash) as Hash })),
  ],
  [
    "[S20] [attack 59] the vault is said to be new",
    "server-behind",
    ["setup code"],
    (frames) =>
      [at(frames, 0), at(frames, -1)].map((frame) => ({ ...frame, changes: 0, to: { seq: 0, hash: new Uint8Array(32) } }) as PullFrame),
  ],
  [
    "[S21] [attack 62] the pinned head is another",
    "history-differs",
    ["setup code"],
    heads((list) => ({ heads: [turned(at(list, 0)), ...list.slice(1)] })),
  ],
];

const damages: readonly (readonly [what: string, count: number, lie: (frames: Frames) => Frames])[] = [
  [
    "[S39] a bit of a revision is flipped",
    1,
    changes((list) => [...list.slice(1), { ...at(list, 0), revision: turned(at(list, 0).revision) }]),
  ],
  [
    "[S39] [attack 22] two revisions are exchanged",
    2,
    changes(([one, two, ...rest]) => [
      { ...at([one], 0), revision: two?.revision } as never,
      { ...at([two], 0), revision: one?.revision } as never,
      ...rest,
    ]),
  ],
  ["[S39] [attack 43] a revision is left out", 1, changes((list) => list.slice(1))],
  ["[S39] all revisions are left out", 7, (frames) => frames.filter(({ kind }) => kind !== "changes")],
];

describe("a device that signs in, and whose list of the vault fits", () => {
  const cases = damages.flatMap(([what, count, lie]) => (["setup code", "kit"] as const).map((way) => ({ what, count, way, lie })));

  it.each(cases)("with a $way: $what: it has all that fits, and is told what does not, until it comes", async ({ count, way, lie }) => {
    const all = await scene();
    await settle(all.laptop, all.phone);
    const { tablet } = await newcomer(all, way);
    alterPulls(tablet, lie);
    await tablet.signIn(way === "kit" ? await codeWithPin(all.phone, genesis) : await all.phone.client.setupCode());
    const { attention, current } = await tablet.status();
    expect(attention.map(({ kind, reason, items }) => [kind, reason, items?.length])).toEqual([["damaged", "revision-lost", count]]);
    expect(statusText(current, 0)).toBe(count === 1 ? "1 item is damaged on the server" : `${count} items are damaged on the server`);
    // What did not fit is nowhere, in the place of nothing.
    const shown = new Set((await tablet.client.items()).map(({ id }) => id));
    for (const { id, item } of await all.laptop.client.items()) {
      if (shown.has(id)) expect((await tablet.item(id)).item).toEqual(item);
    }
    expectNothingSent(tablet, await secretsOf(all.phone));
    if (shown.size > 0) await expectOpensOffline(tablet);
    honest(tablet);
    await settle(tablet, all.laptop, all.phone);
    await settle(tablet, all.laptop, all.phone);
    expect((await tablet.status()).attention).toEqual([]);
    await expectSame(tablet, all.laptop, all.phone);
  });
});

describe("a device that signs in", () => {
  const cases = lies.flatMap(([what, reason, how, lie]) => how.map((way) => ({ what, reason, way, lie })));

  it.each(cases)("with a $way: $what → $reason, and nothing is kept", async ({ reason, way, lie }) => {
    const all = await scene();
    await all.laptop.synced();
    const { tablet, credentials } = await newcomer(all, way);
    // Something newer than the pin, so that the chain has two heads to be checked.
    await all.laptop.edit(all.post, { note: "newer than the pin" });
    await all.laptop.synced();
    alterPulls(tablet, lie);
    await expectRefused(tablet, credentials, { type: "verify", reason }, await secretsOf(all.phone));
    await expectOpensOffline(all.laptop);
    honest(tablet);
    await tablet.signIn(await all.laptop.client.setupCode());
    await settle(tablet, all.laptop, all.phone);
    await expectSame(tablet, all.laptop, all.phone);
  });

  it("[S20] [attack 58] with a setup code that is newer than what the server serves: the server was rolled back", async () => {
    const all = await scene();
    const before = all.world.backup();
    await all.phone.edit(all.github, { note: "after the backup" });
    await all.phone.synced();
    const { tablet, credentials } = await newcomer(all, "setup code");
    const now = all.world.backup();
    all.world.restart(before);
    await expectRefused(tablet, credentials, { type: "verify", reason: "server-behind" }, await secretsOf(all.phone));
    all.world.restart(now);
    await tablet.signIn(await all.phone.client.setupCode());
    await settle(tablet, all.phone, all.laptop);
    await expectSame(tablet, all.phone, all.laptop);
  });

  it("[S21] [attack 58] that pins nothing takes an old state for the newest, shows how far it goes, and says so once it meets more", async () => {
    const all = await scene();
    const { world, phone, laptop, github } = all;
    await settle(laptop, phone);
    const before = world.backup();
    await phone.edit(github, { note: "after the backup" });
    await phone.synced();
    const now = world.backup();
    world.restart(before);
    const tablet = new Device(world, "tablet", { seed: "tablet" });
    await tablet.signIn(await codeWithPin(phone, genesis));
    const { seq, items, attention } = await tablet.status();
    expect({ seq, items, attention }).toEqual({ seq: world.vault.head.seq, items: 5, attention: [] });
    expect(await tablet.shows(github, "note")).toBeNull();
    world.restart(now);
    expect((await tablet.sync()).end).toEqual({ type: "attention", reason: "history-differs" });
    expectNothingSent(tablet, await secretsOf(phone));
    await expectOpensOffline(tablet);
  });

  it("[S21] with a setup code that pins a head of another branch", async () => {
    const all = await scene();
    await settle(all.laptop, all.phone);
    const before = all.world.backup();
    await all.phone.edit(all.github, { note: "on this branch" });
    await all.phone.synced();
    const { tablet, credentials } = await newcomer(all, "setup code");
    all.world.restart(before);
    for (const note of ["on", "another", "branch"]) {
      await all.laptop.edit(all.github, { note });
      await all.laptop.synced();
    }
    await expectRefused(tablet, credentials, { type: "verify", reason: "history-differs" }, await secretsOf(all.phone));
  });

  it("asks for everything after its pin, so that what the pin saw can't be taken back", async () => {
    const all = await scene();
    const { tablet, credentials } = await newcomer(all, "setup code");
    const pin: HeadRef = await all.phone.client.head();
    must(await signIn(tablet.home, { credentials, password, deviceName: "tablet" }));
    const asked = decode(pullRequest, tablet.sent("pull")[0]?.requestBody ?? new Uint8Array());
    expect(asked).toEqual({ ok: true, value: { after: pin, whole: true } });
  });
});
