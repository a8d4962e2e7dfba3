// When everything is asked for once more, and what of the answer is news. Whole runs are in tests/sync-repair.test.ts.

import type { Hash } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { memoryStore } from "../store/memory-store.ts";
import type { Sealed, Store, StoredItem, Trouble } from "../store/store.ts";
import { anItem, anItemId, aReplica, aSealed, sha256Of } from "../testing/stored-values.ts";
import { AskAll, asksForAll, newsOf } from "./ask-all.ts";
import { alarm } from "./reasons.ts";
import type { Received, ReceiveFailure } from "./receive.ts";

const noon = 1_772_366_400_000;
const hour = 3_600_000;
const lost: Trouble = { kind: "damaged", reason: "revision-lost", items: [anItemId(1)] };
const unreadable: Trouble = { kind: "damaged", reason: "revision-unreadable", items: [anItemId(2)] };

describe("everything is asked for once more", () => {
  const asks = (troubles: readonly Trouble[], askedAt: number, restored = true) =>
    asksForAll(aReplica({ troubles, restored }), askedAt, noon);

  it("[S39] where the right bytes of an item did not come, and for no other trouble", () => {
    expect(asks([lost], Number.NEGATIVE_INFINITY)).toBe(true);
    expect(asks([unreadable, lost], Number.NEGATIVE_INFINITY)).toBe(true);
    expect(asks([unreadable], Number.NEGATIVE_INFINITY)).toBe(false);
    expect(asks([], Number.NEGATIVE_INFINITY)).toBe(false);
  });

  it("[S39] at most once an hour, by a clock that may have been put back, and never before a first restore is whole", () => {
    expect([asks([lost], noon - hour + 1), asks([lost], noon - hour)]).toEqual([false, true]);
    expect([asks([lost], noon + hour - 1), asks([lost], noon + hour)]).toEqual([false, true]);
    expect(asks([lost], Number.NEGATIVE_INFINITY, false)).toBe(false);
  });
});

describe("[S39] [S42] a process that asks", () => {
  const broken = aReplica({ troubles: [lost], restored: true });
  const came = { all: true, left: true, missed: false };
  const timeout = { type: "unreachable", why: "timeout" } as const;
  const refused = (kind: "session-ended" | "not-found" | "unavailable") => ({ type: "refused", refusal: { kind } }) as const;

  it.each<[string, ReceiveFailure]>([
    ["has no network", { type: "unreachable", why: "offline" }],
    ["has to sign in", refused("session-ended")],
    ["asks in another's name", refused("not-found")],
    ["finds a later epoch", { type: "later-epoch" }],
    ["finds another history", { ...alarm("server-behind"), server: { seq: 1, hash: new Uint8Array(32) as Hash } }],
  ])("that %s does not go on, and has not tried", (_, failure) => {
    const asking = new AskAll();
    expect(asking.failed(failure, noon)).toBe(false);
    asking.ended(null, noon);
    expect(asking.isDue(broken, noon)).toBe(true);
  });

  it("that is asked to wait has tried, and does", () => {
    const asking = new AskAll();
    expect(asking.failed({ type: "refused", refusal: { kind: "too-many-requests", retryMs: 1 } }, noon)).toBe(false);
    expect([asking.isDue(broken, noon + 1), asking.isDue(broken, noon + hour)]).toEqual([false, true]);
  });

  it.each<[string, ReceiveFailure]>([
    ["no answer", timeout],
    ["another's answer", { type: "not-holdfast" }],
    ["a refusal of it", refused("unavailable")],
    ["what does not fit", alarm("root-differs")],
  ])("goes on after %s, which was a try where a lesser question is answered, and none where that is not either", (_, failure) => {
    const asking = new AskAll();
    expect([asking.failed(failure, noon), asking.isDue(broken, noon)]).toEqual([true, false]);
    asking.ended(null, noon);
    expect(asking.isDue(broken, noon)).toBe(true);
    asking.failed(failure, noon);
    asking.ended({ ...came, all: false }, noon);
    expect([asking.isDue(broken, noon + hour - 1), asking.isDue(broken, noon + hour)]).toEqual([false, true]);
    expect(asking.isSettled).toBe(false);
  });

  it("has settled once all came, or nothing is left that could be asked for, until more is damaged or it is wanted anew", () => {
    const asking = new AskAll();
    expect([asking.isWanted, asking.isSettled]).toEqual([false, false]);
    asking.want();
    expect([asking.isWanted, asking.isSettled]).toEqual([true, false]);
    asking.ended(came, noon);
    expect([asking.isWanted, asking.isSettled, asking.isDue(broken, noon)]).toEqual([false, true, false]);
    asking.ended({ ...came, all: false }, noon);
    expect(asking.isSettled).toBe(true);
    asking.ended({ all: false, left: true, missed: true }, noon);
    expect(asking.isSettled).toBe(false);
    asking.want();
    expect(asking.isDue(broken, noon)).toBe(true);
    asking.ended({ all: false, left: false, missed: false }, noon);
    expect([asking.isSettled, asking.isDue(broken, noon)]).toEqual([true, true]);
    asking.want();
    expect(asking.isSettled).toBe(false);
  });
});

describe("what a whole pull brings", () => {
  const [same, rotten, older, fresh, unsent] = [anItemId(1), anItemId(2), anItemId(3), anItemId(4), anItemId(5)] as const;
  const change = (item: typeof same, { revision, hash }: Sealed) => ({ item, revision, hash, opened: { type: "damaged" } as const });
  const changes = [same, rotten, older, fresh, unsent].map((item) => change(item, aSealed(`item ${item[0]}`)));
  const heads = ["second", "third", "fourth"].map((text) => aSealed(text).revision);
  const received: Received = {
    to: { seq: 4, hash: sha256Of(heads[2] as Uint8Array) },
    last: null,
    epoch: 1,
    firstHead: 2,
    sealedHeads: heads,
    branch: [],
    headIds: heads.map(sha256Of),
    changes,
    digest: null,
    whole: true,
  };

  async function at(seq: number, items: readonly StoredItem[] = []): Promise<Store> {
    const store = memoryStore();
    await store.create(aReplica({ head: { seq, hash: new Uint8Array(32).fill(seq) as Hash } }));
    await store.write({ expect: null, items });
    return store;
  }

  it("[S39] is news where it is another state, or the right bytes of one whose bytes are not", async () => {
    const right = aSealed("item 2");
    const items = [
      anItem(same, "item 1", "an edit that waits"),
      { ...anItem(rotten, null, null), acknowledged: { revision: right.revision.with(40, 1), hash: right.hash } },
      anItem(older, "an older state", null),
      anItem(unsent, null, "never sent"),
    ];
    const news = await newsOf(await at(2, items), received);
    expect(news).toEqual({
      ...received,
      whole: false,
      changes: changes.slice(1),
      firstHead: 3,
      sealedHeads: heads.slice(1),
      headIds: received.headIds.slice(1),
    });
  });

  it.each([
    ["before them all", 0, 0],
    ["just before the first", 1, 0],
    ["on the third", 3, 2],
    ["on the last", 4, 3],
    ["beyond them, by a run beside this one", 9, 3],
  ])("[S39] has the heads alone that a replica does not hold: %s", async (_, seq, known) => {
    const { firstHead, sealedHeads, headIds } = await newsOf(await at(seq), received);
    expect([firstHead, sealedHeads, headIds]).toEqual([2 + known, heads.slice(known), received.headIds.slice(known)]);
  });

  it("[S39] is all news to a store that was signed out meanwhile", async () => {
    expect(await newsOf(memoryStore(), received)).toEqual({ ...received, whole: false });
  });
});
