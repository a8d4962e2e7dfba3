// What a run makes of a push that is refused: what goes on without it, what is made smaller, and what is told.

import { type Bytes, commit, decode, type Hash, type HeadRef, type ItemId, limits, pushed, type Refusal } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import type { Replica, Store } from "../store/store.ts";
import { a, b, c, device, note, seal, vault } from "../testing/engine-scene.ts";
import { madeChain } from "../testing/made-heads.ts";
import { streamed } from "../testing/made-vault.ts";
import { answered, offline, refused } from "../testing/scripted-server.ts";
import { anItemId } from "../testing/stored-values.ts";
import type { TransportRequest } from "./transport.ts";

const refusing = (refusal: Refusal) => (_: TransportRequest, kind: string) => (kind === "push" ? refused(refusal) : null);
const quiet = { type: "quiet" };
const other = { type: "unreachable", why: "other" };

describe("a push that is refused", () => {
  const many = [a, b, c] as const;

  it("[S9] for items that were sent, goes on without them; for others, is no answer", async () => {
    const { engine, sent, troubles, store } = await device({
      waiting: many,
      answer: (_, kind, asked) => (kind === "push" && asked === 1 ? refused({ kind: "items-refused", items: [b, anItemId(9)] }) : null),
    });
    expect(await engine.run()).toMatchObject({ end: quiet, pushed: 2 });
    expect(sent()).toEqual([
      ["01", "02", "03"],
      ["01", "03"],
    ]);
    expect(await troubles()).toEqual([{ kind: "refused", reason: "items-refused", items: [b] }]);
    expect((await store.read()).waiting).toBe(1);
    const strange = await device({ waiting: many, answer: refusing({ kind: "items-refused", items: [anItemId(9)] }) });
    expect((await strange.engine.run()).end).toEqual(other);
    expect((await strange.store.read()).inFlight).not.toBeNull();
  });

  it.each(["too-large", "malformed"] as const)("[S9] as %s is halved, item by item if need be, and grows again", async (kind) => {
    const { engine, sent } = await device({
      waiting: many,
      answer: (_, to, asked) => (to === "push" && asked === 1 ? refused({ kind }) : null),
    });
    expect(await engine.run()).toMatchObject({ end: quiet, pushed: 3 });
    expect(sent()).toEqual([["01", "02", "03"], ["01"], ["02", "03"]]);
    const never = await device({ waiting: many, answer: refusing({ kind }) });
    expect(await never.engine.run()).toMatchObject({ end: quiet, pushed: 0 });
    expect(await never.troubles()).toEqual([{ kind: "refused", reason: kind, items: many }]);
    const healing = await device({ replica: { healing: [vault.refOf(1)] }, answer: refusing({ kind }) });
    expect((await healing.engine.run()).end).toEqual({ type: "refused", refusal: { kind } });
    expect((await healing.store.read()).inFlight).not.toBeNull();
  });

  it("[S9] as stale takes what it lacks from the answer, or asks where that is no use", async () => {
    const stale = (missing?: Uint8Array) => refused({ kind: "stale", head: vault.refOf(2), ...(missing === undefined ? {} : { missing }) });
    const stream = streamed(vault.pull(1)).body;
    for (const [missing, asks] of [
      [stream, ["push", "push"]],
      [stream.slice(0, -1), ["push", "pull", "push"]],
      [undefined, ["push", "pull", "push"]],
    ] as const) {
      const to = await device({
        seq: 1,
        waiting: [b],
        answer: (_, kind, asked) => (kind === "push" && asked === 1 ? stale(missing) : null),
      });
      expect(await to.engine.run()).toEqual({ end: quiet, pulled: 1, pushed: 1 });
      expect(to.asks()).toEqual(asks);
    }
  });

  it("[S9] as stale comes back smaller, as often as the vault has moved on", async () => {
    const there = vault.fork(2);
    const { engine, sent } = await device({
      there,
      waiting: many,
      answer: async (_, kind, asked) => {
        if (kind === "pull" || asked > 9) return null;
        const { ref } = await there.commit([]);
        return refused({ kind: "stale", head: ref });
      },
    });
    expect(await engine.run()).toMatchObject({ end: quiet, pushed: 3 });
    expect(sent().map((items) => items?.length)).toEqual([3, 3, 3, 3, 3, 3, 3, 3, 3, 1, 2]);
  });

  it("[S9] that has become small doubles with each that is taken, and tells how far it is", async () => {
    const seven = Array.from({ length: 7 }, (_, n) => anItemId(n + 1));
    const { engine, sent } = await device({
      waiting: seven,
      answer: (_, kind, asked) => (kind === "push" && asked <= 2 ? refused({ kind: "too-large" }) : null),
    });
    const steps: unknown[] = [];
    expect(await engine.run((step) => steps.push(step))).toMatchObject({ end: quiet, pushed: 7 });
    expect(sent().map((items) => items?.length)).toEqual([7, 3, 1, 2, 4]);
    expect(steps).toEqual([1, 3, 7].map((done) => ({ step: "push", done, total: 7 })));
  });

  it("[S8] is acknowledged by its own head alone, and by nobody who was signed out meanwhile", async () => {
    const others = [(head: HeadRef) => ({ ...head, seq: head.seq + 1 }), (head: HeadRef) => ({ ...head, hash: vault.refOf(2).hash })];
    for (const otherThan of others) {
      const lied = await device({
        waiting: [a],
        answer: async (_, kind) => {
          const { inFlight } = await lied.store.read();
          return kind === "push" && inFlight !== null ? answered(pushed, { head: otherThan(inFlight.head) }) : null;
        },
      });
      expect((await lied.engine.run()).end).toEqual(other);
      expect((await lied.store.read()).waiting).toBe(1);
    }
    const to = await device({
      waiting: [a],
      answer: async (_, kind) => {
        const { inFlight, generation } = await to.store.read();
        if (kind === "push") await to.store.clear(generation);
        return kind === "push" && inFlight !== null ? answered(pushed, { head: inFlight.head }) : null;
      },
    });
    expect(await to.engine.run()).toEqual({ end: { type: "sign-in-needed" }, pulled: 0, pushed: 0 });
  });

  it("[H8] of a healing says what it heals when everything has gone, and not before", async () => {
    const left: (number | undefined)[] = [];
    const to = await device({
      waiting: many,
      replica: { healing: [vault.refOf(1)] },
      answer: async (_, kind, asked) => {
        if (kind === "push") left.push((await to.store.read()).replica?.healing?.length);
        return kind === "push" && asked === 1 ? refused({ kind: "too-large" }) : null;
      },
    });
    expect(await to.engine.run()).toMatchObject({ end: quiet, pushed: 3 });
    expect([left, (await to.store.read()).replica?.healing]).toEqual([[1, 1, 1], []]);
  });

  it("[P20] is written lightly, before it goes and when it has", async () => {
    const store = await vault.replica(2);
    const light: unknown[] = [];
    const write: Store["write"] = (change) => {
      if (change.inFlight !== undefined) light.push(change.light);
      return store.write(change);
    };
    await (await device({ store: { ...store, write }, waiting: [a] })).engine.run();
    expect(light).toEqual([true, true]);
  });

  it("[S6] bears a time since 1970, whatever the clock says", async () => {
    const timeAt = async (now: number) => {
      const { engine, store } = await device({ waiting: [a], options: { now: () => now } });
      await engine.run();
      const [sealed] = await store.heads(3, 1);
      const opened = await seal.openHead(3, sealed ?? new Uint8Array());
      return opened.type === "opened" ? opened.head.time : opened.type;
    };
    expect([await timeAt(-1), await timeAt(7)]).toEqual([0, 7]);
  });

  it("[H7] of a healing carries the heads of the lost branch, and any other none", async () => {
    const [lost] = await madeChain(seal, vault.refOf(1), 1);
    const branchOf = async (replica: Partial<Replica>) => {
      const store = await vault.replica(2, replica);
      await store.write({ expect: null, lost: [{ hash: lost?.ref.hash as Hash, sealed: lost?.sealed as Bytes, waiting: true }] });
      const branches: unknown[] = [];
      const { engine } = await device({
        store,
        waiting: [a],
        answer: (request, kind) => {
          const sent = decode(commit, request.body ?? new Uint8Array());
          if (kind === "push" && sent.ok) branches.push(sent.value.branch);
          return null;
        },
      });
      await engine.run();
      return branches;
    };
    expect(await branchOf({ healing: [vault.refOf(1)] })).toEqual([[lost?.sealed]]);
    expect(await branchOf({})).toEqual([undefined]);
  });

  it("[S9] holds as many items as fit, and one at least", async () => {
    const large = Array.from({ length: limits.commitBytes / limits.revisionBytes - 1 }, () => limits.revisionBytes);
    const items = Array.from({ length: 20 }, (_, n) => anItemId(n + 1));
    const lengths = async (...sizes: readonly number[]) => {
      const store = await vault.replica(2);
      const waiting = (length: number) => ({ revision: new Uint8Array(length), hash: vault.states(2)[0]?.hash as Hash });
      await store.write({
        expect: null,
        items: sizes.map((length, n) => ({ id: items[n] as ItemId, acknowledged: null, waiting: waiting(length) })),
      });
      const { engine, sent } = await device({ store });
      await engine.run();
      return sent().map((changes) => changes?.length);
    };
    const left = limits.revisionBytes - 100;
    expect(await lengths(...large, left, 100)).toEqual([large.length + 2]);
    expect(await lengths(...large, left, 101)).toEqual([large.length + 1, 1]);
    expect(await lengths(...large, left, 101, 64)).toEqual([large.length + 1, 2]);
  });

  it("[S8] is acknowledged beside an edit that is saved in that moment, which waits on", async () => {
    const store = await vault.replica(2);
    const [waiting = null] = await seal.seal([note(a, "saved meanwhile")]);
    let saved = false;
    const write: Store["write"] = async (change) => {
      if (change.inFlight === null && !saved) {
        saved = true;
        await store.write({ expect: null, items: [{ id: a, acknowledged: null, waiting }] });
      }
      return store.write(change);
    };
    const { engine, sent } = await device({
      store: { ...store, write },
      waiting: [a],
      answer: (_, __, asked) => (asked > 1 ? offline : null),
    });
    expect((await engine.run()).end).toEqual(offline);
    expect(sent()).toHaveLength(2);
    const held = await store.item(a);
    expect([held?.waiting, held?.acknowledged === null]).toEqual([waiting, false]);
  });
});
