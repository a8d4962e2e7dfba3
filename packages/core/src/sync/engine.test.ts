// The loop of steps against a server that says what a test has written down: what a run comes to, what it leaves to be told, and what it
// asks for on the way. Whole devices are in tests/sync-*.test.ts.

import { type ItemId, toHex } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { memoryStore } from "../store/memory-store.ts";
import type { Store } from "../store/store.ts";
import { a, b, c, device, id, later, note, vault } from "../testing/engine-scene.ts";
import { madeHead } from "../testing/made-heads.ts";
import { streamed } from "../testing/made-vault.ts";
import { offline, refused } from "../testing/scripted-server.ts";
import { anItemId } from "../testing/stored-values.ts";
import { by, created, phone } from "../testing/vault-histories.ts";
import { deviceKind } from "../vault/kinds.ts";
import type { HealWord } from "./run-report.ts";

const word: HealWord = { removing: 0, replacing: 0, withoutAll: false, invitation: null };
const quiet = { type: "quiet" };
const other = { type: "unreachable", why: "other" };

/** Gives `odd` when it is asked for the third time, and `usual` otherwise. */
const theThird = <T>(odd: T, usual: T): (() => T) => {
  let asked = 0;
  return () => (++asked === 3 ? odd : usual);
};

describe("a run", () => {
  it("[S8, S12] receives, sends, and ends where nothing is left to move", async () => {
    const { engine, asks, sent, told, store } = await device({ seq: 1, waiting: [b] });
    const steps: unknown[] = [];
    expect(await engine.run((step) => steps.push(step))).toEqual({ end: quiet, pulled: 0, pushed: 1 });
    expect([asks(), sent()]).toEqual([["push"], [["02"]]]);
    expect(told).toMatchObject({ changed: 0, acknowledged: 1 });
    expect(steps).toEqual([{ step: "push", done: 1, total: 1 }]);
    expect((await store.read()).waiting).toBe(0);
    const behind = await device({ seq: 1 });
    const pulls: unknown[] = [];
    expect(await behind.engine.run((step) => pulls.push(step))).toEqual({ end: quiet, pulled: 1, pushed: 0 });
    expect([behind.asks(), behind.told.changed, pulls.at(-1)]).toEqual([["pull"], 1, { step: "pull", done: 1, total: 1 }]);
  });

  it("[S15] is none where another one is under way", async () => {
    const { engine, asks } = await device({ options: { runLock: { exclusive: async () => null } } });
    const busy = { end: { type: "busy" }, pulled: 0, pushed: 0 };
    expect(await engine.run()).toEqual(busy);
    expect(await engine.heal(word)).toEqual({ ...busy, healed: false, merged: 0 });
    expect(await engine.plan()).toEqual({ ok: false, error: { type: "busy" } });
    expect(await engine.take({ kind: "poke", vault: id, head: vault.refOf(2) })).toBe("busy");
    expect(asks()).toEqual([]);
  });

  it("[P18] ends where the device was signed out, before or meanwhile, and tells what it had done", async () => {
    const gone = { type: "sign-in-needed" };
    const before = await device({ store: memoryStore() });
    expect(await before.engine.run()).toEqual({ end: gone, pulled: 0, pushed: 0 });
    expect(await before.engine.heal(word)).toEqual({ end: gone, pulled: 0, pushed: 0, healed: false, merged: 0 });
    const { engine, store } = await device({
      waiting: [b],
      session: { token: () => "token" },
      answer: (_, kind) => (kind === "pull" ? offline : null),
    });
    let cleared: Promise<unknown> = Promise.resolve();
    const meanwhile = await device({
      store,
      options: {
        acknowledged: () => {
          cleared = store.read().then(({ generation }) => store.clear(generation));
        },
      },
    });
    expect(await meanwhile.engine.run()).toEqual({ end: gone, pulled: 0, pushed: 1 });
    await cleared;
    expect(await engine.run()).toMatchObject({ end: gone });
  });

  it("[S19] counts the failures in a row, and forgets them at the first that is none", async () => {
    let online = false;
    const { engine, troubles } = await device({ answer: () => (online ? null : offline) });
    const counted: number[] = [engine.failures];
    for (const now of [false, false, true, false]) {
      online = now;
      expect((await engine.run()).end).toEqual(now ? quiet : offline);
      counted.push(engine.failures);
    }
    expect(counted).toEqual([0, 1, 2, 0, 1]);
    expect(await troubles()).toEqual([{ kind: "unreachable", reason: "offline", items: [] }]);
  });

  it("says of what is no answer of ours that nothing was reached", async () => {
    const { engine, troubles } = await device({ answer: () => ({ status: 200, body: new Uint8Array(3) }) });
    expect((await engine.run()).end).toEqual(other);
    expect(await troubles()).toMatchObject([{ kind: "unreachable" }]);
    const portal = await device({ answer: () => ({ status: 302, body: new Uint8Array(3) }) });
    expect((await portal.engine.run()).end).toEqual(other);
    expect(await portal.troubles()).toEqual([{ kind: "unreachable", reason: "not-holdfast", items: [] }]);
  });

  it("signs in where there is no session, wherever that is noticed", async () => {
    for (const waiting of [[], [b]]) {
      for (const missing of [1, 2]) {
        let asked = 0;
        const { engine, told } = await device({ waiting, session: { token: () => (++asked === missing ? null : "token") } });
        expect((await engine.run()).end).toEqual(quiet);
        expect(told.signIns).toBe(1);
      }
    }
    const lost = await device({ there: vault.fork(1), session: { token: theThird(null, "token") } });
    expect((await lost.engine.run()).end).toEqual({ type: "attention", reason: "server-behind" });
    expect(lost.told.signIns).toBe(1);
    const { engine, told } = await device({ answer: (_, __, asked) => (asked === 1 ? refused({ kind: "session-ended" }) : null) });
    expect((await engine.run()).end).toEqual(quiet);
    expect(told).toMatchObject({ forgotten: 1, signIns: 1 });
  });

  it("[P18, S15] comes to its end wherever somebody else writes in between", async () => {
    for (const { waiting, there, ends } of [
      { waiting: [], there: vault, ends: ["quiet", "sign-in-needed"] },
      { waiting: [b], there: vault, ends: ["quiet", "sign-in-needed"] },
      { waiting: [], there: vault.fork(0), ends: ["attention", "sign-in-needed"] },
    ]) {
      for (let at = 1; at <= 20; at++) {
        const store = await vault.replica(1);
        let reads = 0;
        const read: Store["read"] = async () => (++reads === at ? { ...(await store.read()), replica: null } : store.read());
        const { engine } = await device({ store: { ...store, read }, waiting, there });
        expect(ends, `read ${at}`).toContain((await engine.run()).end.type);
      }
    }
    const store = await vault.replica(2);
    const { engine, asks } = await device({ store: { ...store, waiting: async () => [] }, waiting: [b] });
    expect([await engine.run(), asks()]).toEqual([{ end: quiet, pulled: 0, pushed: 0 }, []]);
  });

  it("[S7] sends a commit in flight again, be nothing waiting any more", async () => {
    const { engine, store } = await device({ waiting: [b], answer: (_, kind) => (kind === "push" ? offline : null) });
    await engine.run();
    const [state = null] = (await store.itemsById([b])) ?? [];
    await store.write({ expect: null, items: [{ id: b, acknowledged: state?.acknowledged ?? null, waiting: null }] });
    const again = await device({ store });
    expect(await again.engine.run()).toMatchObject({ end: quiet, pushed: 1 });
    expect(again.asks()).toEqual(["push"]);
  });

  it("[S10] of a device that knows nothing asks for everything, with the newest head alone", async () => {
    const { engine, store } = await device({ seq: 0, replica: { restored: false } });
    expect(await engine.run()).toMatchObject({ end: quiet, pulled: 2 });
    expect([await store.heads(1, 9), (await store.heads(2, 9)).length]).toEqual([[], 1]);
    const pinned = await device({ seq: 0, replica: { restored: false, head: vault.refOf(1) } });
    expect(await pinned.engine.run()).toMatchObject({ end: quiet, pulled: 2 });
    expect((await pinned.store.heads(1, 9)).length).toBe(2);
  });

  it("gives up where every session ends at once, or signing in fails", async () => {
    const { engine, told } = await device({ answer: () => refused({ kind: "session-ended" }) });
    expect((await engine.run()).end).toEqual(other);
    expect(told).toMatchObject({ signIns: 3, forgotten: 4 });
    const failing = await device({ session: { token: () => null, signIn: async () => offline } });
    expect((await failing.engine.run()).end).toEqual(offline);
    const wrong = await device({ session: { token: () => null, signIn: async () => "refused" } });
    expect((await wrong.engine.run()).end).toEqual({ type: "sign-in-needed" });
    expect(await wrong.troubles()).toEqual([{ kind: "sign-in", reason: "sign-in-refused", items: [] }]);
    expect(wrong.told.signUps).toBe(0);
  });

  it("[S16] sends nothing after an alarm, until a pull verifies again", async () => {
    const lost = vault.fork(1);
    const { engine, troubles, asks } = await device({
      waiting: [b],
      there: lost,
      replica: { troubles: [{ kind: "diverged", reason: "chain-broken", items: [] }] },
    });
    expect((await engine.run()).end).toEqual({ type: "attention", reason: "server-behind" });
    expect(await troubles()).toContainEqual({ kind: "behind", reason: "server-behind", items: [] });
    expect(asks()).toEqual(["pull"]);
    const again = await device({ waiting: [b], replica: { troubles: [{ kind: "diverged", reason: "chain-broken", items: [] }] } });
    expect(await again.engine.run()).toMatchObject({ end: quiet, pushed: 1 });
    expect(again.asks()).toEqual(["pull", "push"]);
    expect(await again.troubles()).toEqual([]);
  });

  it("[H3] asks about another history once, and again as soon as that is another one", async () => {
    const beside = vault.fork(1);
    await beside.commit([note(c, "beside")]);
    const { engine, asks } = await device({ there: beside });
    const asked = async () => {
      const before = asks().length;
      expect((await engine.run()).end).toEqual({ type: "attention", reason: "history-differs" });
      return asks().length - before;
    };
    const [first, second] = [await asked(), await asked()];
    expect([first > 1, second]).toEqual([true, 1]);
    await beside.commit([note(c, "further")]);
    expect(await asked()).toBe(first);
  });

  it("needs a sign-in where a head is of keys that this device has not been given", async () => {
    const moved = await madeHead(later, vault.refOf(2));
    const stream = streamed([
      { kind: "begin", to: moved.ref, changes: 0 },
      { kind: "heads", first: 3, heads: [moved.sealed] },
      { kind: "end", to: moved.ref },
    ]);
    const { engine, troubles } = await device({ answer: () => stream });
    expect((await engine.run()).end).toEqual({ type: "sign-in-needed" });
    expect(await troubles()).toEqual([{ kind: "sign-in", reason: "later-epoch", items: [] }]);
  });

  it("[S14] sends what is not set aside, and ends where all of it is", async () => {
    const aside = (...items: readonly ItemId[]) => ({ troubles: [{ kind: "damaged", reason: "revision-unreadable", items }] as const });
    const all = await device({ waiting: [a, b], replica: aside(a, b) });
    expect(await all.engine.run()).toEqual({ end: quiet, pulled: 0, pushed: 0 });
    expect(all.asks()).toEqual(["pull"]);
    const some = await device({ waiting: [a, b], replica: aside(a) });
    expect(await some.engine.run()).toMatchObject({ end: quiet, pushed: 1 });
    expect(some.sent()).toEqual([["02"]]);
    for (const [kind, reason] of [
      ["update-needed", "item-not-understood"],
      ["damaged", "revision-lost"],
    ] as const) {
      const kept = await device({ waiting: [a, b], replica: { troubles: [{ kind, reason, items: [a] }] } });
      await kept.engine.run();
      expect(kept.sent()).toEqual([["02"]]);
    }
    const none = await device({ waiting: [b], replica: aside(a, c) });
    expect(await none.engine.run()).toMatchObject({ pushed: 1 });
  });

  it("[S18] a server that was full is told no longer when nothing waits for it", async () => {
    const full = { kind: "server-full", reason: "vault-full", items: [] } as const;
    const { engine, troubles } = await device({
      waiting: [a],
      answer: (_, kind) => (kind === "push" ? refused({ kind: "vault-full" }) : null),
    });
    expect((await engine.run()).end).toEqual({ type: "refused", refusal: { kind: "vault-full" } });
    expect(await troubles()).toEqual([full]);
    const still = await device({
      seq: 1,
      waiting: [a],
      replica: { troubles: [full] },
      answer: (_, kind, asked) => (kind === "pull" ? null : asked === 1 ? refused({ kind: "stale", head: vault.refOf(2) }) : offline),
    });
    await still.engine.run();
    expect(await still.troubles()).toEqual([full, { kind: "unreachable", reason: "offline", items: [] }]);
    const empty = await device({ replica: { troubles: [full] } });
    await empty.engine.run();
    expect(await empty.troubles()).toEqual([]);
    const sent = await device({ waiting: [a], replica: { troubles: [full, { kind: "sign-in", reason: "sign-in-refused", items: [] }] } });
    await sent.engine.run();
    expect(await sent.troubles()).toEqual([]);
  });
});

describe("[S36] a poke", () => {
  const poke = { kind: "poke", vault: id, head: vault.refOf(2) } as const;
  const made = vault.commits[1];
  const commit = {
    prev: vault.refOf(1).hash,
    head: made?.sealed ?? new Uint8Array(),
    changes: made?.changes ?? [],
    signature: new Uint8Array(64),
  };

  it("is taken in, or is old, or asks for a run", async () => {
    const { engine, told, asks } = await device({ seq: 1 });
    expect(await engine.take(poke)).toBe("ask");
    expect(told.changed).toBe(0);
    expect(await engine.take({ ...poke, commit })).toBe("taken");
    expect(told.changed).toBe(1);
    expect(await engine.take({ ...poke, commit })).toBe("old");
    expect([told.changed, asks()]).toEqual([1, []]);
  });

  it("[S41] that says what another device lacks asks for the run that sends it", async () => {
    const asking = vault.fork(2);
    const held = vault.states(2).find(({ item }) => item.join() === b.join());
    const lacks = [[toHex(b), toHex(held?.hash ?? new Uint8Array())]];
    const named = await asking.commit([{ item: anItemId(7), content: created(deviceKind, { title: "Phone", lacks }, by(phone)) }]);
    const { engine, store, told } = await device({ seq: 2 });
    const brought = { ...commit, prev: vault.refOf(2).hash, head: named.sealed, changes: named.changes };
    expect(await engine.take({ ...poke, head: named.ref, commit: brought })).toBe("ask");
    expect([told.changed, (await store.read()).waiting]).toEqual([1, 1]);
  });
});
