// What a server says beside the vault: places in the order, counts, clocks, devices, refusals. None of it is believed further than it can
// be checked, and none of it makes a device forget an edit.

import { statusText } from "@holdfast/core";
import { vaultSeal } from "@holdfast/core/testing/inside";
import {
  concat,
  type DeviceId,
  decode,
  deviceSeen,
  encode,
  genesis,
  type Hash,
  type HeadRef,
  type PullFrame,
  pushed,
  type Refusal,
  refusalStatus,
  type SignedIn,
  shape,
  signedIn,
  type VaultId,
} from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { expectAlarm, expectHealed, expectNothingOfIt, type Scene, scene } from "../support/attack.ts";
import { Device, tenYears } from "../support/device.ts";
import { keysOf, turned } from "../support/keys.ts";
import { alterPulls, answerInstead, changes, framesOf, honest, refusing, streamOf } from "../support/lying.ts";
import { expectSame, replicaState } from "../support/replica-state.ts";
import { expectNothingSent, expectOpensOffline, secretsOf } from "../support/unharmed.ts";
import { settle, World } from "../support/world.ts";

const at = <T>(list: readonly T[], index: number): T => list.at(index) as T;

describe("in a pull", () => {
  it("[S27] [attack 132] a revision that says it is of a later epoch, under a head of this one", async () => {
    const all = await scene();
    alterPulls(
      all.laptop,
      changes((list) => list.map((one) => ({ ...one, revision: turned(one.revision, 4) }))),
    );
    await expectAlarm(all, "root-differs");
    await expectHealed(all);
  });

  it("[S10] [attack 134] whatever stands behind the closing frame was never said", async () => {
    const all = await scene();
    all.laptop.hooks.answer = async (answer, { path }) => {
      if (!path.endsWith("/pull") || answer.status !== 200) return answer;
      const frames = await framesOf(answer.body);
      const more = frames.flatMap((frame) => (frame.kind === "changes" ? changes((list) => list.slice(1))([frame]) : [frame]));
      return { ...answer, body: concat(answer.body, streamOf(more), new Uint8Array(300).fill(255)) };
    };
    await all.laptop.synced();
    await expectNothingOfIt(all);
  });

  it("[S11] [attack 135] more announced than comes: what came is judged, and the device does not wait for the rest", async () => {
    const all = await scene();
    alterPulls(all.laptop, (frames) => frames.map((frame) => (frame.kind === "begin" ? { ...frame, changes: 100_000 } : frame)));
    await all.laptop.synced();
    expect((await all.laptop.status()).current.phase).toBe("up-to-date");
    await expectNothingOfIt(all);
  });

  it("[S38] [attack 136] a stream that breaks off after the same change again and again ends a run, and nothing is taken", async () => {
    const all = await scene();
    const { laptop } = all;
    const before = await replicaState(laptop.home);
    let first: readonly PullFrame[] = [];
    laptop.hooks.answer = async (answer, { path }) => {
      if (!path.endsWith("/pull") || answer.status !== 200) return answer;
      const frames = await framesOf(answer.body);
      if (first.length === 0) first = frames;
      const change = first.find((frame) => frame.kind === "changes");
      const begin = { ...at(first, 0), changes: 50 } as PullFrame;
      const again = change?.kind === "changes" ? [begin, { ...change, changes: change.changes.slice(0, 1) }] : [begin];
      const body = streamOf(
        frames.some(({ kind }) => kind === "heads") ? [begin, ...first.filter(({ kind }) => kind === "heads"), ...again.slice(1)] : again,
      );
      return { ...answer, body };
    };
    const asked = laptop.wire.length;
    expect((await laptop.sync()).end).toEqual({ type: "unreachable", why: "other" });
    expect(laptop.wire.length - asked).toBeLessThanOrEqual(51);
    expect(await replicaState(laptop.home)).toEqual(before);
    await expectNothingOfIt(all);
  });

  it("[S22] [attack 137] a head of another account's keys, made for this very vault and place", async () => {
    const all = await scene();
    const { laptop, world } = all;
    const mallory = await new World({ account: "mallory@example.com", seed: "mallory" }).device("mallory");
    const { newest } = await keysOf(mallory);
    const seal = vaultSeal(laptop.home.environment.crypto, world.vault.vault, [newest]);
    const own = await laptop.client.head();
    const root = new Uint8Array(32) as Hash;
    const head = await seal.sealHead({ seq: own.seq + 1, prev: own.hash, root, count: 0, device: new Uint8Array(16) as DeviceId, time: 0 });
    const to: HeadRef = { seq: own.seq + 1, hash: at(await seal.hashMany([head]), 0) };
    alterPulls(laptop, () => [
      { kind: "begin", to, changes: 0 },
      { kind: "heads", first: to.seq, heads: [head] },
      { kind: "end", to },
    ]);
    await expectAlarm(all, "head-damaged");
    await expectHealed(all);
  });
});

describe("to a push", () => {
  it.each<[string, (head: HeadRef, all: Scene) => HeadRef]>([
    ["a later place", (head) => ({ ...head, seq: head.seq + 1 })],
    ["an earlier place", (head) => ({ ...head, seq: head.seq - 1 })],
    [
      "the head that it stood on",
      (_, { world }) =>
        at(
          world.vault.heads.map(({ hash }, i) => ({ seq: i + 1, hash })),
          -2,
        ),
    ],
    ["no commit at all", () => genesis],
  ])("[S7] [S8] [attack 138] the answer that it has %s: acknowledges nothing, and the commit is found again", async (_, lie) => {
    const all = await scene();
    await all.laptop.synced();
    await all.laptop.edit(all.post, { note: "was it taken?" });
    all.laptop.hooks.answer = (answer, { path }) => {
      const told = path.endsWith("/push") && answer.status === 200 ? decode(pushed, answer.body) : null;
      return told?.ok ? { ...answer, body: encode(pushed, { head: lie(told.value.head, all) }) } : answer;
    };
    expect((await all.laptop.sync()).end).toEqual({ type: "unreachable", why: "other" });
    expect((await all.laptop.status()).waiting).toBe(1);
    await expectNothingOfIt(all);
    expect(await all.phone.shows(all.post, "note")).toBe("was it taken?");
  });

  it("[S9] [attack 133] an earlier answer that it is stale, with what was missing then, whole and in part", async () => {
    const all = await scene();
    const { laptop, phone, post, bank } = all;
    await laptop.edit(post, { note: "first" });
    await laptop.synced();
    const old = laptop.sent("push").find(({ status }) => status === 412);
    expect(old).toBeDefined();
    await phone.synced();
    for (const cut of [0, 40, (old?.answerBody.length ?? 0) - 60]) {
      await phone.edit(bank, { note: `news ${cut}` });
      await phone.synced();
      await laptop.edit(post, { note: `mine ${cut}` });
      let told = 0;
      laptop.hooks.answer = (answer, { path }) =>
        path.endsWith("/push") && answer.status === 412 && told++ === 0
          ? { status: 412, body: cut === 0 ? (old?.answerBody ?? answer.body) : turned(old?.answerBody ?? answer.body, cut) }
          : answer;
      const { end } = await laptop.sync();
      expect(["quiet", "unreachable"]).toContain(end.type);
      honest(laptop);
      await laptop.synced();
      expect(await laptop.shows(bank, "note")).toBe(`news ${cut}`);
    }
    await expectNothingOfIt(all);
    expect((await phone.past(post, "note")).length).toBe(4);
  });
});

describe("about devices, clocks and vaults", () => {
  it("[attack 139] devices that are none, times that are none, places that are none: shown without a name, believed by nobody", async () => {
    const all = await scene();
    const { laptop } = all;
    await laptop.synced();
    const before = await replicaState(laptop.home);
    const stranger = new Uint8Array(16).fill(0xee) as DeviceId;
    const lie = { devices: [{ device: stranger, lastSync: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER }] };
    const list = shape.record({ devices: shape.list(deviceSeen, 10) });
    answerInstead(laptop, ({ path }) => (path.endsWith("/devices") ? { status: 200, body: encode(list, lie) } : null));
    await laptop.client.refreshDevices();
    const { devices, current } = await laptop.status();
    expect(devices.map(({ name, lastSync }) => [name, lastSync === null])).toEqual([
      ["laptop", false],
      [null, true],
      ["phone", true],
    ]);
    expect(statusText(current, all.world.time.clock.now())).toBe("Up to date · just now");
    expect(await replicaState(laptop.home)).toMatchObject({ items: (before as { items: unknown }).items });
    await expectNothingOfIt(all);
  });

  it("[attack 159] devices that it leaves out: those that the vault knows are shown all the same, with no time that it made up", async () => {
    const all = await scene();
    const { laptop } = all;
    await laptop.synced();
    const list = shape.record({ devices: shape.list(deviceSeen, 10) });
    answerInstead(laptop, ({ path }) => (path.endsWith("/devices") ? { status: 200, body: encode(list, { devices: [] }) } : null));
    await laptop.client.refreshDevices();
    expect((await laptop.status()).devices.map(({ name, current, lastSync }) => [name, current, lastSync === null])).toEqual([
      ["laptop", true, false],
      ["phone", false, true],
    ]);
    await expectNothingOfIt(all);
  });

  it("[attack 51, 140] a clock of ten years ago or ahead orders nothing, ages nothing and is told to the person", async () => {
    for (const off of [-tenYears, tenYears]) {
      const all = await scene();
      const { laptop, world, post } = all;
      laptop.hooks.date = () => world.time.clock.now() + off;
      await laptop.synced();
      await laptop.edit(post, { note: "by its own clock" });
      await laptop.synced();
      const [register] = (await laptop.item(post)).item.fields.get("note") ?? [];
      const [theirs] = (await all.phone.item(all.bank)).item.fields.get("password") ?? [];
      expect(Math.abs((register?.[1] ?? 0) - (theirs?.[1] ?? 0))).toBeLessThan(4096 * 60_000);
      expect(laptop.client.clockOff()).toBe(Math.round(tenYears / 60_000));
      await expectNothingOfIt(all);
    }
  });

  it("[attack 145] other vaults, heads and times in the answer to a sign-in: the keyring says which vault, the pin where it stands", async () => {
    const all = await scene();
    await all.laptop.synced();
    const tablet = new Device(all.world, "tablet", { seed: "tablet" });
    tablet.hooks.answer = (answer, { path }) => {
      const told = path.endsWith("/session/create") && answer.status === 200 ? decode(signedIn, answer.body) : null;
      if (!told?.ok) return answer;
      const vaults = [{ vault: new Uint8Array(16).fill(7) as VaultId, head: { seq: 900, hash: new Uint8Array(32) as Hash } }];
      return { ...answer, body: encode(signedIn, { ...told.value, vaults, time: 0 } satisfies SignedIn) };
    };
    await tablet.signIn(await all.phone.client.setupCode());
    await settle(tablet, all.laptop, all.phone);
    await expectSame(tablet, all.laptop, all.phone);
    expectNothingSent(tablet, await secretsOf(all.phone));
    await expectNothingOfIt(all);
  });
});

describe("a refusal that is a lie", () => {
  const kinds = Object.keys(refusalStatus) as Refusal["kind"][];
  const lieOf = (kind: Refusal["kind"], { world }: Scene): Refusal => {
    const items = [...world.vault.current.values()].map(({ item }) => item);
    const head = { seq: 0, hash: genesis.hash };
    const told = { stale: { kind, head }, "history-differs": { kind, head }, "items-refused": { kind, items } };
    if (Object.hasOwn(told, kind)) return told[kind as keyof typeof told] as Refusal;
    if (kind === "too-many-requests") return { kind, retryMs: Number.MAX_SAFE_INTEGER };
    if (kind === "update-needed") return { kind, version: 999 };
    return { kind } as Refusal;
  };

  it.each(kinds)(
    "[S5] [S19] [attack 141] %s, to any request: the edit is kept, the person is told, and all is well once it ends",
    async (kind) => {
      for (const route of ["/challenge", "/session/create", "/pull", "/push"]) {
        const all = await scene();
        const { laptop, phone, post, world } = all;
        await laptop.synced();
        await laptop.edit(post, { note: `kept through ${kind}` });
        const requests = laptop.wire.length;
        answerInstead(laptop, ({ path }) => (path.endsWith(route) ? refusing(lieOf(kind, all)) : null));
        world.server.storage.state.sessions.clear();
        await laptop.sync();
        expect(laptop.wire.length - requests).toBeLessThan(100);
        expect(await laptop.shows(post, "note")).toBe(`kept through ${kind}`);
        const { waiting, current } = await laptop.status();
        if (waiting > 0) expect([route, kind, statusText(current, 0)]).not.toEqual([route, kind, "Up to date"]);
        expectNothingSent(laptop, await secretsOf(laptop));
        await expectOpensOffline(laptop);
        honest(laptop);
        // What was said to be refused is sent again once it is edited. // S14
        if (kind === "items-refused" || kind === "malformed" || kind === "too-large") await laptop.edit(post, { note: "and edited again" });
        await settle(laptop, phone);
        expect((await laptop.status()).current.phase).toBe("up-to-date");
        expect(await phone.past(post, "note")).toContain(`kept through ${kind}`);
        await expectSame(laptop, phone);
      }
    },
  );
});
