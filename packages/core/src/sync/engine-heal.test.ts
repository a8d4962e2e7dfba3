// What a run makes of another history and of damage, and what a person's word changes of that. What healing comes to is in tests/heal*.test.ts.

import { genesis, type ItemId, type PullFrame, type Refusal } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { a, b, c, device, note, seal, vault } from "../testing/engine-scene.ts";
import { type MadeVault, streamed } from "../testing/made-vault.ts";
import { offline, refused } from "../testing/scripted-server.ts";
import { anItemId } from "../testing/stored-values.ts";
import type { HealWord } from "./run-report.ts";

const word: HealWord = { removing: 0, replacing: 0, withoutAll: false, invitation: null };
const quiet = { type: "quiet" };

describe("a healing", () => {
  const beside = vault.fork(1);

  it("[H5] is done when a run by a person's word has sent it", async () => {
    await beside.commit([note(c, "beside")]);
    const { engine, store, told, sent } = await device({ there: beside });
    expect(await engine.heal(word)).toMatchObject({ end: quiet, healed: true, merged: 2, pulled: 2, pushed: 1 });
    expect([told.changed, sent(), (await store.read()).replica?.healing]).toEqual([1, [["01"]], []]);
  });

  it("[H11] that was begun is done by any further run, and none where nothing was wrong", async () => {
    const begun = { healing: [vault.refOf(1)] };
    const { engine, sent } = await device({ replica: begun });
    expect(await engine.heal(word)).toMatchObject({ end: quiet, healed: true, merged: 0, pushed: 0 });
    expect(sent()).toEqual([[]]);
    const fine = await device({});
    expect(await fine.engine.heal(word)).toMatchObject({ end: quiet, healed: false, merged: 0 });
    const away = await device({ replica: begun, answer: () => offline });
    expect(await away.engine.heal(word)).toMatchObject({ end: offline, healed: false });
  });

  it("[H11] is not told as done where its run did not end well, be the rest of it sent", async () => {
    const store = await vault.replica(2, { healing: [vault.refOf(1)] });
    const [acknowledged = null] = vault.states(2);
    const [waiting = null] = await seal.seal([note(a, "saved meanwhile")]);
    const { engine } = await device({
      store,
      answer: (_, kind, asked) => (kind === "push" && asked > 1 ? offline : null),
      options: { acknowledged: () => void store.write({ expect: null, items: [{ id: a, acknowledged, waiting }] }) },
    });
    expect(await engine.heal(word)).toMatchObject({ end: offline, healed: false });
    expect((await store.read()).replica?.healing).toEqual([]);
  });

  it("[H3, H15] takes a person's word for its own run alone, and makes the account again once", async () => {
    const { engine, told, troubles } = await device({ session: { token: () => null, signIn: async () => "refused" } });
    expect(await engine.heal(word)).toMatchObject({ end: { type: "sign-in-needed" }, healed: false });
    expect(told.signUps).toBe(1);
    await engine.run();
    expect(told.signUps).toBe(1);
    await engine.heal(word);
    expect(told.signUps).toBe(2);
    expect(await troubles()).toEqual([{ kind: "sign-in", reason: "sign-in-refused", items: [] }]);
  });

  it("[H15] says why the account can't be made again, and signs in where it is there after all", async () => {
    const making = async (refusal: Refusal) => {
      const outcome = { type: "refused", refusal } as const;
      const { engine, told } = await device({ session: { token: () => null, signIn, signUpAgain: async () => outcome } });
      let signIns = 0;
      async function signIn(): Promise<"refused"> {
        signIns++;
        return "refused";
      }
      return { end: (await engine.heal(word)).end, signIns, told };
    };
    const closed = { kind: "signup-closed" } as const;
    expect(await making(closed)).toMatchObject({ end: { type: "refused", refusal: closed }, signIns: 1 });
    expect(await making({ kind: "account-taken" })).toMatchObject({ end: { type: "sign-in-needed" }, signIns: 2 });
    const away = await device({ session: { token: () => null, signIn: async () => "refused", signUpAgain: async () => offline } });
    expect((await away.engine.heal(word)).end).toEqual({ type: "sign-in-needed" });
  });

  it("[H16] is planned, changing nothing", async () => {
    const seen = async (there: MadeVault) => {
      const plan = await (await device({ there })).engine.plan();
      return plan.ok ? plan.value.seen : plan.error;
    };
    const aside = vault.fork(1);
    await aside.commit([note(c, "aside")]);
    expect([await seen(vault), await seen(vault.fork(1)), await seen(aside)]).toEqual(["nothing", "behind", "diverged"]);
  });

  it("[H3] is looked for again after a failure, and by a person's word after any look", async () => {
    const aside = vault.fork(1);
    await aside.commit([note(c, "aside")]);
    let failing = true;
    const { engine, asks } = await device({ there: aside, answer: (_, __, asked) => (failing && asked > 1 ? offline : null) });
    expect((await engine.run()).end).toEqual(offline);
    failing = false;
    const before = asks().length;
    expect((await engine.run()).end).toEqual({ type: "attention", reason: "history-differs" });
    expect(asks().length - before).toBeGreaterThan(1);
    const steps: unknown[] = [];
    expect(await engine.heal(word, (step) => steps.push(step))).toMatchObject({ healed: true });
    expect(steps).toContainEqual({ step: "pull", done: 3, total: 3 });
  });

  it("[H2] is none of a history that has no beginning of ours, nor of a finding that names no head", async () => {
    const strange = await device({ answer: () => refused({ kind: "history-differs", head: { seq: 9, hash: genesis.hash } }) });
    expect((await strange.engine.heal(word)).end).toEqual({ type: "attention", reason: "history-differs" });
    expect(await strange.troubles()).toEqual([{ kind: "diverged", reason: "history-differs", items: [] }]);
    const end = vault.pull(2).map((frame) => (frame.kind === "end" ? { ...frame, to: vault.refOf(1) } : frame));
    const other = await device({ answer: () => streamed(end) });
    expect((await other.engine.heal(word)).end).toEqual({ type: "attention", reason: "end-differs" });
    expect(other.asks()).toEqual(["pull"]);
  });

  it("is given up for now where the server is put back again and again", async () => {
    let turn = 0;
    const forks = await Promise.all(
      Array.from({ length: 6 }, async (_, n) => {
        const fork = vault.fork(1);
        await fork.commit([note(anItemId(4, n), "another beginning")]);
        return fork;
      }),
    );
    const stale = refused({ kind: "stale", head: genesis });
    const { engine, store } = await device({
      answer: (request, kind) => {
        if (kind === "pull") return (forks[Math.min(turn, 5)] as MadeVault).answer(request);
        turn++;
        return stale;
      },
    });
    expect(await engine.heal(word)).toMatchObject({ end: { type: "attention", reason: "history-differs" }, healed: false });
    expect(turn).toBe(3);
    expect((await store.read()).replica?.healing).not.toEqual([]);
  });
});

describe("what the server has damaged", () => {
  const bad = new Uint8Array(99);
  const spoiled = (frames: readonly PullFrame[]) =>
    frames.map((frame) =>
      frame.kind === "changes" ? { ...frame, changes: frame.changes.map((one) => ({ ...one, revision: bad })) } : frame,
    );
  const lost = (...items: readonly ItemId[]) => [{ kind: "damaged", reason: "revision-lost", items }];

  it("[S39] costs its own items alone, in a first restore and in any pull after it", async () => {
    const first = await device({ seq: 0, replica: { restored: false }, answer: () => streamed(spoiled(vault.whole())) });
    expect((await first.engine.run()).end).toEqual(quiet);
    expect(await first.troubles()).toEqual(lost(a, b));
    const list = streamed(vault.whole(1).filter(({ kind }) => kind !== "changes"));
    const further = await device({ seq: 1, answer: (_, __, asked) => (asked === 1 ? streamed(spoiled(vault.pull(1))) : list) });
    expect((await further.engine.run()).end).toEqual(quiet);
    expect([await further.troubles(), further.asks()]).toEqual([lost(a), ["pull", "pull"]]);
  });

  it("[S39] is the finding it was where no list fits either", async () => {
    const { engine, troubles } = await device({ seq: 1, answer: () => streamed(spoiled(vault.pull(1))) });
    expect((await engine.run()).end).toEqual({ type: "attention", reason: "root-differs" });
    expect(await troubles()).toEqual([{ kind: "damaged", reason: "root-differs", items: [] }]);
  });
});
