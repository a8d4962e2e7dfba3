// Revisions that do not fit although the list of all does: what fits is taken in, what does not is named, its last good state stays, and
// the device goes on with all the rest.

import { type Change, decode, type Hash, type PullFrame, pullRequest, toHex } from "@holdfast/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { type Scene, scene } from "./support/attack.ts";
import type { Device } from "./support/device.ts";
import { turned } from "./support/keys.ts";
import { framesOf, honest, refusing, streamOf } from "./support/lying.ts";
import { expectSame, replicaState } from "./support/replica-state.ts";
import { settle } from "./support/world.ts";

let all: Scene;
beforeEach(async () => {
  all = await scene();
});

/** Lies about the changes of a pull, and gives the true list where it is asked for: a server some of whose bytes have rotted. */
function rotten(
  device: Device,
  alter: (changes: readonly Change[]) => readonly Change[],
  list = (frames: readonly PullFrame[]) => frames,
): void {
  device.hooks.answer = async (answer, { path, body }) => {
    if (!path.endsWith("/pull") || answer.status !== 200) return answer;
    const asked = decode(pullRequest, body ?? new Uint8Array());
    const frames = await framesOf(answer.body);
    if (asked.ok && asked.value.pairsOnly === true) return { status: 200, body: streamOf(list(frames)) };
    const altered = frames.map((frame): PullFrame => (frame.kind === "changes" ? { ...frame, changes: alter(frame.changes) } : frame));
    return { status: 200, body: streamOf(altered) };
  };
}

function wantsAll(body: Uint8Array): boolean {
  const asked = decode(pullRequest, body);
  return asked.ok && asked.value.whole && asked.value.pairsOnly !== true;
}

const flipping =
  (id: string) =>
  (list: readonly Change[]): readonly Change[] =>
    list.map((change) => (toHex(change.item) === id ? { ...change, revision: turned(change.revision) } : change));
const dropping =
  (id: string) =>
  (list: readonly Change[]): readonly Change[] =>
    list.filter(({ item }) => toHex(item) !== id);

const damaged = (...ids: string[]) => [
  { kind: "damaged", reason: "revision-lost", items: ids.map((id) => Uint8Array.from(Buffer.from(id, "hex"))) },
];

describe("one revision that is not what the list says", () => {
  it.each([
    ["flipped", flipping],
    ["left out", dropping],
  ] as const)("[S39] %s: the others are taken in, it is named, and its last good state stays", async (_, lie) => {
    const { laptop, github, bank } = all;
    rotten(laptop, lie(github));
    const report = await laptop.sync();
    expect(report).toMatchObject({ end: { type: "quiet" }, pulled: 3 });
    expect(await laptop.shows(bank, "password")).toBe("1");
    expect(await laptop.shows(github, "password")).toBe("0");
    const { attention, current } = await laptop.status();
    expect(attention).toEqual(damaged(github));
    expect(current).toEqual({ phase: "attention", kinds: damaged(github) });
    expect((await laptop.client.items()).length).toBe(5);
  });

  it("[S39] leaves the device whole otherwise: it goes on pulling and pushing, and its commits verify on the others", async () => {
    const { laptop, phone, github, bank, post } = all;
    rotten(laptop, flipping(github));
    await laptop.synced();
    await laptop.edit(post, { note: "mine" });
    await laptop.synced();
    expect((await laptop.status()).waiting).toBe(0);
    await phone.synced();
    expect(await phone.shows(post, "note")).toBe("mine");
    await phone.edit(bank, { note: "theirs" });
    await phone.synced();
    await laptop.synced();
    expect(await laptop.shows(bank, "note")).toBe("theirs");
    expect((await laptop.status()).attention).toEqual(damaged(github));
  });

  it("[S39] [S14] an edit of it waits, and meets the right state when that comes: nothing is lost", async () => {
    const { laptop, phone, github } = all;
    rotten(laptop, flipping(github));
    await laptop.synced();
    await laptop.edit(github, { username: "octo" });
    const pushes = laptop.sent("push").length;
    await laptop.synced();
    expect([laptop.sent("push").length, (await laptop.status()).waiting]).toEqual([pushes, 1]);
    honest(laptop);
    await phone.edit(github, { note: "sent again, with an edit" });
    await settle(phone, laptop);
    expect((await laptop.status()).attention).toEqual([]);
    expect(await phone.shows(github, "username")).toBe("octo");
    expect(await laptop.shows(github, "password")).toBe("1");
    await expectSame(laptop, phone);
  });

  it("[S39] of an item that was never here is named and not shown, over a restart too", async () => {
    const { laptop, phone, world } = all;
    const id = await phone.add({ title: "Newest" });
    await phone.synced();
    rotten(laptop, dropping(id));
    await laptop.synced();
    await laptop.restart();
    expect((await laptop.status()).attention).toEqual(damaged(id));
    expect((await laptop.client.find("Newest")).ok).toBe(false);
    expect((await laptop.client.items()).length).toBe(5);
    honest(laptop);
    await phone.edit(id, { note: "again" });
    await settle(phone, laptop);
    expect((await laptop.status()).attention).toEqual([]);
    expect(await laptop.shows(id, "title")).toBe("Newest");
    expect(world.vault.head).toEqual(await laptop.client.head());
  });

  it("[S39] [S29] an item that comes twice, once as it should be, is that one", async () => {
    const { laptop, phone, github } = all;
    rotten(laptop, (list) =>
      list.flatMap((change) => (toHex(change.item) === github ? [change, { ...change, revision: turned(change.revision) }] : [change])),
    );
    // It announces fewer than it sends, so that it is no answer of ours; told truly, it is repaired.
    expect((await laptop.sync()).end).toEqual({ type: "unreachable", why: "other" });
    rotten(laptop, (list) => {
      const good = list.filter(({ item }) => toHex(item) === github);
      return [...list.slice(0, -1), ...good];
    });
    await laptop.synced();
    expect(await laptop.shows(github, "password")).toBe("1");
    expect((await laptop.status()).attention).toMatchObject([{ kind: "damaged", reason: "revision-lost" }]);
    honest(laptop);
    expect(await phone.shows(github, "password")).toBe("1");
  });
});

describe("what was wrong on the way alone", () => {
  it("[S39] is asked for once more with everything, and mended with no other device and nobody asked", async () => {
    const { laptop, phone, github, bank } = all;
    rotten(laptop, (list) => flipping(github)(dropping(bank)(list)));
    await laptop.synced();
    await laptop.edit(github, { username: "octo" });
    expect((await laptop.status()).attention).toHaveLength(1);
    honest(laptop);
    const asked = laptop.sent("pull").length;
    await laptop.synced();
    expect((await laptop.status()).attention).toEqual([]);
    expect([await laptop.shows(github, "password"), await laptop.shows(bank, "password")]).toEqual(["1", "1"]);
    await laptop.synced();
    expect(await laptop.shows(github, "username")).toBe("octo");
    expect(laptop.sent("pull").length - asked).toBeLessThan(4);
    await settle(phone, laptop);
    await expectSame(laptop, phone);
  });

  it("[S39] is asked for so once an hour at most, where it stays wrong", async () => {
    const { laptop, github, world } = all;
    rotten(laptop, flipping(github));
    const whole = () => laptop.sent("pull").filter(({ requestBody }) => wantsAll(requestBody)).length;
    await laptop.synced();
    const before = whole();
    for (let run = 0; run < 5; run++) await laptop.synced();
    expect(whole() - before).toBe(1);
    world.time.setClock(world.time.clock.now() + 3_600_000);
    await laptop.synced();
    await laptop.synced();
    expect(whole() - before).toBe(2);
    expect((await laptop.status()).attention).toEqual(damaged(github));
  });

  it("[S42] takes the place of nothing: a person's word asks for everything first, and replaces nothing where that can't be had", async () => {
    const { laptop, phone, github } = all;
    rotten(laptop, flipping(github));
    for (let run = 0; run < 3; run++) await laptop.synced();
    expect(await laptop.client.healPlan()).toMatchObject({ ok: true, value: { seen: "damaged", damaged: 1 } });
    laptop.online = false;
    expect(await laptop.client.heal({ replacing: 1 })).toMatchObject({ healed: false, end: { type: "unreachable" } });
    expect((await laptop.status()).attention).toMatchObject(damaged(github));
    laptop.online = true;
    honest(laptop);
    await laptop.edit(all.post, { note: "goes first" });
    expect(await laptop.client.heal({ replacing: 1 })).toMatchObject({ healed: true, merged: 1, end: { type: "quiet" } });
    expect((await laptop.status()).attention).toEqual([]);
    expect(await laptop.shows(github, "password")).toBe("1");
    await settle(phone, laptop);
    expect(await phone.shows(github, "password")).toBe("1");
    await expectSame(laptop, phone);
  });

  it("[S42] takes the place of nothing either where another edit is saved at the end of each run", async () => {
    const { laptop, phone, world, github, post } = all;
    rotten(laptop, flipping(github));
    for (let run = 0; run < 3; run++) await laptop.synced();
    honest(laptop);
    await laptop.edit(post, { note: "0" });
    const { store } = laptop.home;
    const write = store.write.bind(store);
    let edits = 0;
    // The log is written last of all.
    store.write = async (change) => {
      const result = await write(change);
      if (change.log !== undefined && edits < 3) await laptop.edit(post, { note: `${++edits}` });
      return result;
    };
    expect(await laptop.client.heal({ replacing: 1 })).toMatchObject({ healed: true, merged: 1 });
    store.write = write;
    expect(edits).toBeGreaterThan(0);
    expect(await laptop.shows(github, "password")).toBe("1");
    // A device that comes later has nothing else to learn it from than the server.
    await laptop.synced();
    const tablet = await world.device("tablet");
    await tablet.synced();
    expect(await tablet.shows(github, "password")).toBe("1");
    await settle(phone, laptop);
    await expectSame(laptop, phone);
  });
});

describe("everything, of a server that can't give it any more", () => {
  /** What becomes of each question for everything; the others are answered. */
  function whole(device: Device, become: NonNullable<Device["hooks"]["answer"]>): void {
    device.hooks.answer = (answer, request) => {
      const asked = request.path.endsWith("/pull") ? decode(pullRequest, request.body ?? new Uint8Array()) : null;
      return asked?.ok && asked.value.whole && "status" in answer ? become(answer, request) : answer;
    };
  }
  const wholes = (device: Device) => device.sent("pull").filter(({ requestBody }) => wantsAll(requestBody)).length;

  it.each<[string, NonNullable<Device["hooks"]["answer"]>]>([
    ["is refused by a server whose disk has failed", () => refusing({ kind: "unavailable" })],
    ["never comes", () => ({ type: "unreachable", why: "timeout" })],
    ["is none that Holdfast gives", () => ({ status: 500, body: new Uint8Array() })],
    [
      "does not fit, nor does its list",
      async (answer) => {
        const alter = (frame: PullFrame): PullFrame =>
          frame.kind === "pairs"
            ? { ...frame, pairs: frame.pairs.map((pair, i) => (i === 0 ? { ...pair, hash: turned(pair.hash) as Hash } : pair)) }
            : frame;
        return { status: 200, body: streamOf((await framesOf(answer.body)).map(alter)) };
      },
    ],
  ])("[S39] [S16] %s: what is new goes and comes all the same, and it is tried once an hour", async (_, become) => {
    const { laptop, phone, github, bank, post, world } = all;
    rotten(laptop, flipping(github));
    laptop.hooks.request = (request) => (request.path.endsWith("/push") ? { type: "unreachable", why: "other" } : request);
    // What it lacks it can't tell anybody yet.
    await laptop.sync();
    laptop.hooks.request = undefined;
    whole(laptop, become);
    await phone.edit(bank, { note: "new from the phone" });
    await phone.synced();
    await laptop.edit(post, { note: "new from the laptop" });
    const before = wholes(laptop);
    for (let run = 0; run < 5; run++) await laptop.synced();
    expect(await laptop.shows(bank, "note")).toBe("new from the phone");
    expect((await laptop.status()).attention).toEqual(damaged(github));
    expect(wholes(laptop) - before).toBe(1);
    world.time.setClock(world.time.clock.now() + 3_600_000);
    honest(laptop);
    await laptop.synced();
    expect((await laptop.status()).attention).toEqual([]);
    expect(await laptop.shows(github, "password")).toBe("1");
    await phone.synced();
    expect(await phone.shows(post, "note")).toBe("new from the laptop");
  });

  it("[S42] replaces nothing, and says so; a further word, which knows of that, does", async () => {
    const { laptop, phone, github } = all;
    rotten(laptop, flipping(github));
    for (let run = 0; run < 3; run++) await laptop.synced();
    whole(laptop, () => ({ type: "unreachable", why: "timeout" }));
    expect(await laptop.client.heal({ replacing: 1 })).toMatchObject({ healed: false, missed: true, end: { type: "quiet" } });
    expect((await laptop.status()).attention).toEqual(damaged(github));
    expect(await phone.sync()).toMatchObject({ end: { type: "quiet" } });
    expect(await phone.shows(github, "password")).toBe("1");
    expect(await laptop.client.heal({ replacing: 1, withoutAll: true })).toMatchObject({ healed: true, merged: 1 });
    expect((await laptop.status()).attention).toEqual([]);
    await settle(phone, laptop);
    await expectSame(laptop, phone);
    expect(await laptop.past(github, "password")).toEqual(expect.arrayContaining(["1", "0"]));
  });

  it("[S39] is no try while there is no network, or the session has ended: the first answer is one to everything", async () => {
    const { laptop, github, world } = all;
    rotten(laptop, flipping(github));
    await laptop.synced();
    honest(laptop);
    laptop.online = false;
    await laptop.sync();
    laptop.online = true;
    world.restart();
    await laptop.synced();
    expect((await laptop.status()).attention).toEqual([]);
    expect(await laptop.shows(github, "password")).toBe("1");
  });
});

describe("a list that does not fit either", () => {
  const pairs = (alter: (frame: Extract<PullFrame, { kind: "pairs" }>) => PullFrame) => (frames: readonly PullFrame[]) =>
    frames.map((frame) => (frame.kind === "pairs" ? alter(frame) : frame));

  it.each<[string, (frames: readonly PullFrame[]) => readonly PullFrame[]]>([
    [
      "with another hash",
      pairs((frame) => ({
        ...frame,
        pairs: frame.pairs.map((pair, i) => (i === 0 ? { ...pair, hash: turned(pair.hash) as Hash } : pair)),
      })),
    ],
    ["without an item", pairs((frame) => ({ ...frame, pairs: frame.pairs.slice(1) }))],
    ["out of order", pairs((frame) => ({ ...frame, pairs: [...frame.pairs].reverse() }))],
    ["that is none", (frames) => frames.filter(({ kind }) => kind !== "pairs")],
    [
      "with revisions nobody asked for",
      (frames) => [...frames.slice(0, -1), { kind: "changes", seq: 1, changes: [] } as const, ...frames.slice(-1)],
    ],
    [
      "with another end",
      (frames) => frames.map((frame) => (frame.kind === "end" ? { ...frame, to: { ...frame.to, seq: frame.to.seq + 1 } } : frame)),
    ],
  ])("[S39] [S27] %s: the finding stands, and nothing has changed", async (_, list) => {
    const { laptop, github } = all;
    rotten(laptop, flipping(github), list);
    const before = await replicaState(laptop.home);
    expect((await laptop.sync()).end).toEqual({ type: "attention", reason: "root-differs" });
    expect(await replicaState(laptop.home)).toEqual(before);
  });

  it("[S39] or can't be had: the finding stands, and the next run tries again", async () => {
    const { laptop, phone, github } = all;
    rotten(laptop, flipping(github));
    const lie = laptop.hooks.answer;
    let pulls = 0;
    laptop.hooks.answer = (answer, request) => {
      if (request.path.endsWith("/pull") && ++pulls === 2) return { type: "unreachable", why: "offline" };
      return lie?.(answer, request) ?? answer;
    };
    expect((await laptop.sync()).end).toEqual({ type: "attention", reason: "root-differs" });
    await laptop.synced();
    expect((await laptop.status()).attention).toEqual(damaged(github));
    honest(laptop);
    await phone.edit(github, { note: "again" });
    await settle(phone, laptop);
    await expectSame(laptop, phone);
  });
});

describe("a vault that moves on meanwhile", () => {
  it("[S39] the changes are asked for again as of the list's end, so that what came later is not taken for damaged", async () => {
    const { laptop, phone, github, bank } = all;
    rotten(laptop, flipping(github));
    const lie = laptop.hooks.answer;
    let pulls = 0;
    laptop.hooks.answer = async (answer, request) => {
      const given = (await lie?.(answer, request)) ?? answer;
      if (request.path.endsWith("/pull") && ++pulls === 1) {
        await phone.edit(bank, { note: "meanwhile" });
        await phone.synced();
      }
      return given;
    };
    await laptop.synced();
    expect(await laptop.shows(bank, "note")).toBe("meanwhile");
    expect((await laptop.status()).attention).toEqual(damaged(github));
  });

  it("[S39] at every turn ends the run, and the finding stands until it rests", async () => {
    const { laptop, phone, github, bank } = all;
    rotten(laptop, flipping(github));
    const lie = laptop.hooks.answer;
    let note = 0;
    laptop.hooks.answer = async (answer, request) => {
      const given = (await lie?.(answer, request)) ?? answer;
      if (!request.path.endsWith("/pull")) return given;
      await phone.edit(bank, { note: `${note++}` });
      await phone.synced();
      return given;
    };
    expect((await laptop.sync()).end).toEqual({ type: "attention", reason: "root-differs" });
    expect(note).toBeLessThan(10);
    laptop.hooks.answer = lie;
    await laptop.synced();
    expect((await laptop.status()).attention).toEqual(damaged(github));
  });
});
