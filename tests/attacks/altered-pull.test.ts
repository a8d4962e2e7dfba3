// A server (or somebody between) that alters what a pull brings: pieces flipped, dropped, mixed and put into another order. Each
// lie is made from the true answer, so that everything before the check it is meant for passes.

import type { AlarmReason } from "@holdfast/core";
import type { Change, Hash, HeadRef, PullFrame } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { expectAlarm, expectFailure, expectHealed, scene } from "../support/attack.ts";
import { turned } from "../support/keys.ts";
import { alterPulls, changes, ends, type Frames, heads, honest } from "../support/lying.ts";
import { expectSame, replicaState } from "../support/replica-state.ts";
import { World } from "../support/world.ts";

const at = <T>(list: readonly T[], index: number): T => list.at(index) as T;
const without = <T>(list: readonly T[], index: number): readonly T[] => list.filter((_, i) => i !== index);
const otherHash = (to: HeadRef): HeadRef => ({ ...to, hash: turned(to.hash) as Hash });

const lies: readonly (readonly [family: string, what: string, reason: AlarmReason, lie: (frames: Frames) => Frames])[] = [
  [
    "flipped",
    "[S27] [attack 25] a bit of a revision",
    "root-differs",
    changes((list) => [{ ...at(list, 0), revision: turned(at(list, 0).revision) }, ...list.slice(1)]),
  ],
  [
    "flipped",
    "[S27] [attack 22] the id of an item",
    "root-differs",
    changes((list) => [{ ...at(list, 0), item: turned(at(list, 0).item) as Change["item"] }, ...list.slice(1)]),
  ],
  ["flipped", "[S22] a bit of the first head", "head-damaged", heads((list) => ({ heads: [turned(at(list, 0)), ...list.slice(1)] }))],
  ["flipped", "[S22] a bit of the last head", "head-damaged", heads((list) => ({ heads: [...list.slice(0, -1), turned(at(list, -1))] }))],
  [
    "flipped",
    "[S22] [attack 28] the suite of a head",
    "head-damaged",
    heads((list) => ({ heads: [turned(at(list, 0), 0), ...list.slice(1)] })),
  ],
  ["flipped", "[S25] the announced end, at both places", "end-differs", ends(["begin", "end"], otherHash)],
  ["flipped", "[S25] the end alone", "end-differs", ends(["end"], otherHash)],
  ["flipped", "[S25] the seq of the end alone", "end-differs", ends(["end"], (to) => ({ ...to, seq: to.seq + 1 }))],
  ["flipped", "[S24] the seq of the end at both places", "heads-missing", ends(["begin", "end"], (to) => ({ ...to, seq: to.seq + 1 }))],
  ["dropped", "[S27] [attack 43] the revision of a changed item", "root-differs", changes((list) => without(list, 0))],
  ["dropped", "[S27] [attack 44] the revision of a new item", "root-differs", changes((list) => without(list, list.length - 1))],
  ["dropped", "[S27] all revisions", "root-differs", (frames) => frames.filter(({ kind }) => kind !== "changes")],
  ["dropped", "[S24] the first head", "heads-missing", heads((list, first) => ({ first: first + 1, heads: list.slice(1) }))],
  [
    "dropped",
    "[S24] [attack 42] a head in the middle, the others in frames of their own",
    "heads-missing",
    (frames) =>
      frames.flatMap(
        (frame): Frames =>
          frame.kind === "heads"
            ? [
                { ...frame, heads: frame.heads.slice(0, 1) },
                { ...frame, first: frame.first + 2, heads: frame.heads.slice(2) },
              ]
            : [frame],
      ),
  ],
  [
    "reordered",
    "[S24] the place that a second frame of heads claims",
    "heads-missing",
    (frames) =>
      frames.flatMap((frame): Frames => {
        if (frame.kind !== "heads") return [frame];
        return [
          { ...frame, heads: frame.heads.slice(0, 1) },
          { ...frame, first: frame.first + 2, heads: frame.heads.slice(1) },
        ];
      }),
  ],
  ["dropped", "[S24] [attack 41] the last head", "heads-missing", heads((list) => ({ heads: list.slice(0, -1) }))],
  ["dropped", "[S24] all heads", "heads-missing", heads(() => ({ heads: [] }))],
  [
    "mixed",
    "[S27] [attack 22] the revisions of two items, exchanged",
    "root-differs",
    changes(([one, two, ...rest]) => [
      { item: one?.item, revision: two?.revision } as Change,
      { item: two?.item, revision: one?.revision } as Change,
      ...rest,
    ]),
  ],
  ["mixed", "[S29] an item that comes twice", "item-repeated", changes((list) => [...list.slice(0, -1), at(list, 0)])],
  [
    "reordered",
    "[S22] [attack 42] two heads",
    "head-damaged",
    heads(([one, two, ...rest]) => ({ heads: [two, one, ...rest] as readonly Uint8Array[] })),
  ],
];

describe("a pull that was altered on its way", () => {
  it.each(lies)("%s: %s → %s", async (_, __, reason, lie) => {
    const all = await scene();
    alterPulls(all.laptop, lie);
    await expectAlarm(all, reason);
    await expectHealed(all);
  });

  it("[S27, S29] [attack 26] mixed: an older state of one item, and both states of it", async () => {
    for (const both of [false, true]) {
      const all = await scene();
      const rows = all.world.vault.revisions.filter(({ item }) => item.join() === all.world.vault.current.get(all.github)?.item.join());
      const [older, newest] = rows;
      expect(rows).toHaveLength(2);
      alterPulls(
        all.laptop,
        changes((list) => {
          const old = { item: older?.item, revision: older?.revision } as Change;
          const others = list.filter(({ item }) => item.join() !== newest?.item.join());
          return both ? [...others.slice(1), old, { item: newest?.item, revision: newest?.revision } as Change] : [...others, old];
        }),
      );
      await expectAlarm(all, both ? "item-repeated" : "root-differs");
      await expectHealed(all);
    }
  });

  it("[S22, S20] [attack 45, 46] mixed: what another account's vault holds, whole and consistent in itself", async () => {
    const all = await scene();
    const other = new World({ account: "mallory@example.com", seed: "mallory" });
    const mallory = await other.device("mallory");
    const frames: Frames[] = [];
    alterPulls(mallory, (true_) => {
      frames.push(true_);
      return true_;
    });
    const seq = (await all.laptop.client.head()).seq;
    while ((await mallory.client.head()).seq < seq) {
      await mallory.add({ title: "Trojan" });
      await mallory.synced();
    }
    const otherMallory = await other.device("other");
    await otherMallory.add({ title: "Trojan" });
    await otherMallory.synced();
    await mallory.synced();
    alterPulls(all.laptop, () => at(frames, -1));
    await expectAlarm(all, "head-damaged");
    honest(all.laptop);
    alterPulls(all.laptop, () => [
      { kind: "begin", to: { seq: 1, hash: at(other.vault.heads, 0).hash }, changes: 0 },
      { kind: "end", to: { seq: 1, hash: at(other.vault.heads, 0).hash } },
    ]);
    expect((await all.laptop.sync()).end).toEqual({ type: "attention", reason: "server-behind" });
    await expectHealed(all);
  });

  it("reordered: revisions within and across frames are a set, so their order changes nothing", async () => {
    const { laptop, phone } = await scene();
    alterPulls(laptop, (frames) =>
      frames.flatMap(
        (frame): Frames =>
          frame.kind === "changes" ? [...frame.changes].reverse().map((change) => ({ ...frame, changes: [change] })) : [frame],
      ),
    );
    await laptop.synced();
    await expectSame(laptop, phone);
  });

  it.each([
    ["changes before heads", (frames: Frames) => [...frames].sort((a, b) => order(a) - order(b))],
    ["a second begin", (frames: Frames) => [...frames.slice(0, 1), ...frames]],
    ["no begin", (frames: Frames) => frames.slice(1)],
    [
      "a list of pairs nobody asked for",
      (frames: Frames) => [...frames.slice(0, 2), { kind: "pairs", pairs: [] } as const, ...frames.slice(2)],
    ],
    [
      "frames that bring nothing",
      (frames: Frames) => [
        ...frames.slice(0, -1),
        ...Array.from({ length: 50 }, () => ({ kind: "changes", seq: 1, changes: [] }) as const),
        ...frames.slice(-1),
      ],
    ],
    [
      "more changes than it announced",
      (frames: Frames) => frames.map((frame) => (frame.kind === "begin" ? { ...frame, changes: 1 } : frame)),
    ],
  ])("[S10] reordered: %s: no answer of ours, a failure and no alarm", async (_, lie) => {
    const all = await scene();
    alterPulls(all.laptop, lie);
    await expectFailure(all);
  });

  it("flipped: a head that claims an epoch this device was never given means sign-in-needed, and nothing is applied", async () => {
    const { laptop, phone } = await scene();
    const before = await replicaState(laptop.home);
    alterPulls(
      laptop,
      heads((list) => ({ heads: [turned(at(list, 0), 1), ...list.slice(1)] })),
    );
    expect((await laptop.sync()).end).toEqual({ type: "sign-in-needed" });
    expect(await replicaState(laptop.home)).toEqual(before);
    honest(laptop);
    await laptop.synced();
    expect((await laptop.status()).current.phase).toBe("up-to-date");
    await expectSame(laptop, phone);
  });
});

describe("when nothing has changed", () => {
  it("[S27] a revision that comes without a new head is compared with the head that is held", async () => {
    const all = await scene();
    await all.laptop.synced();
    const row = all.world.vault.revisions[0];
    alterPulls(all.laptop, (frames) => [
      { ...at(frames, 0), changes: 1 } as PullFrame,
      { kind: "changes", seq: 1, changes: [{ item: row?.item, revision: turned(row?.revision ?? new Uint8Array()) } as Change] },
      at(frames, -1),
    ]);
    await expectAlarm(all, "root-differs");
    await expectHealed(all);
  });
});

describe("when nothing has changed and yet something comes", () => {
  it("[S11] that is what is held already: it fits the head that is held, and changes nothing", async () => {
    const { laptop, phone, world } = await scene();
    await laptop.synced();
    const { item, revision } = at([...world.vault.current.values()], 0);
    alterPulls(laptop, (frames) => [
      { ...at(frames, 0), changes: 1 } as PullFrame,
      { kind: "changes", seq: 1, changes: [{ item, revision }] },
      at(frames, -1),
    ]);
    await laptop.synced();
    expect((await laptop.status()).attention).toEqual([]);
    await expectSame(laptop, phone);
  });
});

describe("flipped: one bit anywhere", () => {
  it("[attack 25] of a pull's answer: nothing of it is applied, or it made no difference", async () => {
    const { laptop, phone, bank } = await scene();
    let length = 1;
    let applied = 0;
    const reasons = new Set<string>();
    for (let place = 0; place < length; place += 11) {
      const before = await replicaState(laptop.home);
      let pulls = 0;
      laptop.hooks.answer = (answer, { path }) => {
        if (!path.endsWith("/pull")) return answer;
        // Whoever is on the way does not let the list through that would repair it (S39).
        if (pulls++ > 0) return { type: "unreachable", why: "other" };
        length = answer.body.length;
        const body = answer.body.slice();
        body[place] = (body[place] ?? 0) ^ (1 << (place % 8));
        return { ...answer, body };
      };
      const { end } = await laptop.sync();
      if (end.type === "attention") reasons.add(end.reason);
      if (end.type === "quiet") {
        applied++;
        await expectSame(laptop, phone);
        await phone.edit(bank, { note: String(place) });
        await phone.synced();
      } else expect(await replicaState(laptop.home)).toEqual(before);
    }
    expect(length).toBeGreaterThan(2_000);
    // Only how many changes are announced, and of which commit they are, is read by nobody.
    expect(applied).toBeLessThan(5);
    expect([...reasons].sort()).toContain("root-differs");
    expect([...reasons].sort()).toContain("head-damaged");
    honest(laptop);
    await laptop.synced();
    await expectSame(laptop, phone);
  });

  it("[S8] [attack 53] of a push's answer: it acknowledges nothing, and the commit is found again", async () => {
    const { laptop, phone, github } = await scene();
    await laptop.synced();
    let length = 1;
    for (let place = 0; place < length; place++) {
      await laptop.edit(github, { note: String(place) });
      laptop.hooks.answer = (answer, { path }) => {
        if (!path.endsWith("/push")) return answer;
        length = answer.body.length;
        return { ...answer, body: turned(answer.body, place) };
      };
      expect((await laptop.sync()).end).toEqual({ type: "unreachable", why: "other" });
      expect((await laptop.status()).waiting).toBe(1);
      honest(laptop);
      await laptop.synced();
    }
    expect(length).toBeGreaterThan(40);
    await phone.synced();
    expect((await phone.past(github, "note")).slice(0, 2)).toEqual([String(length - 1), String(length - 2)]);
    await expectSame(laptop, phone);
  });

  it("[S9] of what comes beside a refused push: it is no use, and the whole question is asked", async () => {
    const { laptop, phone, post } = await scene();
    await laptop.edit(post, { note: "mine" });
    laptop.hooks.answer = (answer, { path }) =>
      path.endsWith("/push") && answer.status === 412 ? { ...answer, body: turned(answer.body, -20) } : answer;
    const pulls = laptop.sent("pull").length;
    await laptop.synced();
    expect(laptop.sent("pull").length).toBe(pulls + 1);
    await phone.synced();
    await expectSame(laptop, phone);
  });
});

const order = ({ kind }: PullFrame): number => ["begin", "changes", "heads", "pairs", "end"].indexOf(kind);
