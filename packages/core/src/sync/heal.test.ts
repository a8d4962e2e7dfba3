// Which way a device may go on when the server's history is another one, and what it asks for that. Whole healings are in tests/heal*.test.ts.

import { type Bytes, decode, genesis, type HeadRef, type ItemId, pullRequest, type VaultId } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { deriveVaultKeys } from "../keys/vault-keys.ts";
import { vaultSeal } from "../seal/vault-seal.ts";
import { memoryStore } from "../store/memory-store.ts";
import type { Replica, Store } from "../store/store.ts";
import { MadeVault, wrongHash } from "../testing/made-vault.ts";
import { offline, type ScriptedAnswer, scriptedServer } from "../testing/scripted-server.ts";
import { anItemId } from "../testing/stored-values.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { by, created, laptop, phone } from "../testing/vault-histories.ts";
import { type Confirmed, type HealOptions, heal, planHealing } from "./heal.ts";
import type { TransportFailure } from "./transport.ts";

const id = new Uint8Array(16).fill(2) as VaultId;
const crypto = testCrypto({ seed: "heal" });
const seal = vaultSeal(crypto, id, [await deriveVaultKeys(crypto, 1, new Uint8Array(32).fill(1), id)]);
const note = (item: ItemId, title: string, device = phone) => ({ item, content: created("note", { title }, by(device)) });
const [a, b] = [anItemId(1), anItemId(2)] as const;

const shared = new MadeVault(seal);
await shared.commit([note(a, "shared")]);
/** What this device has seen: two commits that the server has lost. */
const ours = shared.fork(1);
await ours.commit([note(a, "ours")]);
await ours.commit([note(b, "ours")]);
const own = ours.refOf(3);
/** What the server has gone on with: nothing, something else, or a healing of one of our heads. */
const beside = shared.fork(1);
await beside.commit([note(a, "theirs", laptop)]);
const healedTo = async (seq: number, branch: readonly Bytes[]) => {
  const vault = shared.fork(1);
  await vault.commit([note(a, "healed", laptop)], { heals: ours.refOf(seq) }, branch);
  return vault;
};
const branch = ours.commits.slice(1).map(({ sealed }) => sealed);
const followed = await healedTo(3, branch);
const continued = await healedTo(2, branch.slice(0, 1));

interface Given {
  readonly confirmed?: Confirmed | null;
  readonly replica?: Partial<Replica>;
  /** The vault that the server shows to each question, one after the other; the last of them from then on. */
  readonly shows?: readonly (MadeVault | TransportFailure)[];
}

async function asking(store: Store, { confirmed = null, shows = [beside] }: Given) {
  const left = [...shows];
  const { asked, connect } = scriptedServer((request): ScriptedAnswer | TransportFailure => {
    const shown = (left.length > 1 ? left.shift() : left[0]) ?? offline;
    return shown instanceof MadeVault ? shown.answer(request) : shown;
  });
  const options: HealOptions = {
    store,
    seal,
    transport: connect("https://holdfast.test"),
    token: "token",
    now: 5,
    confirmed,
    progress: () => {},
  };
  const questions = () => asked.map(({ body }) => decode(pullRequest, body ?? new Uint8Array())).map((got) => (got.ok ? got.value : null));
  return { options, questions };
}

async function healing(server: HeadRef, given: Given = {}) {
  const store = await ours.replica(3, given.replica);
  const { options, questions } = await asking(store, given);
  const before = (await store.read()).generation;
  const outcome = await heal(options, server);
  return { outcome, questions: questions(), store, changed: (await store.read()).generation !== before };
}
const newest = (vault: MadeVault): HeadRef => vault.refOf(vault.commits.length);

describe("a device whose history is not the server's", () => {
  it("[H3] asks a person, and not the server, where that is simply behind", async () => {
    for (const server of [genesis, ours.refOf(1), ours.refOf(2)]) {
      expect(await healing(server, { shows: [offline] })).toMatchObject({ outcome: { type: "asks" }, questions: [], changed: false });
    }
    const other = { seq: 2, hash: wrongHash(ours.refOf(2).hash) };
    expect(await healing(other, { shows: [offline] })).toMatchObject({ outcome: { type: "failed", failure: offline } });
  });

  it("[H3] asks a person where nothing there names what it has, and changes nothing", async () => {
    const { outcome, questions, changed } = await healing(newest(beside));
    expect([outcome, changed]).toEqual([{ type: "asks" }, false]);
    expect(questions.every((question) => question?.headsOnly === true)).toBe(true);
  });

  it("[H5] leaves its chain by a person's word, or by one given before, and keeps its own heads to name them", async () => {
    for (const given of [{ confirmed: { removing: 0 } }, { replica: { healing: [ours.refOf(2)] } }] satisfies Given[]) {
      const { outcome, store } = await healing(newest(beside), given);
      expect(outcome).toMatchObject({ type: "left", joined: { incoming: 2 } });
      const { replica, waiting } = await store.read();
      expect([replica?.head, waiting]).toEqual([newest(beside), 2]);
      expect(replica?.healing?.at(-1)).toEqual(own);
      expect((await store.lostHead(own.hash))?.waiting).toBe(true);
    }
    const fresh = { confirmed: { removing: 0 }, replica: { restored: false } };
    expect((await healing(newest(beside), fresh)).outcome).toEqual({ type: "asks" });
  });

  it("[H9] follows where its newest head is named, and has nothing to name then", async () => {
    const { outcome, store } = await healing(newest(followed), { shows: [followed] });
    expect(outcome.type).toBe("left");
    expect((await store.read()).replica?.healing).toEqual([]);
  });

  it("[H10] goes on by itself where another of its heads is named", async () => {
    const { outcome, store } = await healing(newest(continued), { shows: [continued] });
    expect(outcome.type).toBe("left");
    expect((await store.read()).replica?.healing).toEqual([own]);
  });

  it("[H4] believes the whole state alone: where that no longer names what the heads did, it asks", async () => {
    const { outcome, changed, questions } = await healing(newest(followed), { shows: [followed, followed, beside] });
    expect(questions.at(-1)).toMatchObject({ whole: true });
    expect([outcome, changed]).toEqual([{ type: "asks" }, false]);
  });

  it("says why where the server can't be asked", async () => {
    for (const shows of [[offline], [followed, offline], [followed, followed, offline]]) {
      expect((await healing(newest(followed), { shows })).outcome).toEqual({ type: "failed", failure: offline });
    }
    const gone = memoryStore();
    const { options } = await asking(gone, {});
    expect(await heal(options, genesis)).toEqual({ type: "asks" });
    expect(await planHealing(options, genesis)).toEqual({ type: "asks" });
  });
});

describe("[H16] a plan", () => {
  const planned = async (device: MadeVault, there: MadeVault, given: Given = {}) => {
    const seq = device.commits.length;
    const { options } = await asking(await device.replica(seq, given.replica), { shows: [there], ...given });
    const plan = await planHealing(options, newest(there));
    return plan.type === "met" ? { behind: plan.behind, requests: plan.requests, ...plan.met } : plan;
  };

  it("tells what would meet, changing nothing", async () => {
    expect(await planned(ours, beside)).toMatchObject({ behind: false, requests: 2, onlyHere: 1, onlyThere: 0, differing: 1 });
    expect(await planned(ours, shared)).toMatchObject({ behind: true, requests: 2, onlyHere: 1, onlyThere: 0, differing: 1 });
  });

  it("counts a request for each thousand items that have to be sent, and each thousand heads of the lost branch", async () => {
    const notes = Array.from({ length: 1_001 }, (_, n) => note(anItemId(3, n), "one of many"));
    const [few, many] = [shared.fork(1), shared.fork(1)];
    await few.commit([note(b, "one")]);
    await many.commit(notes);
    expect(await planned(many, shared)).toMatchObject({ requests: 3, onlyHere: 1_001 });
    expect(await planned(few, many)).toMatchObject({ requests: 2, onlyThere: 1_001 });
    const long = shared.fork(1);
    for (let n = 0; n < 1_001; n++) await long.commit([]);
    expect(await planned(long, shared)).toMatchObject({ requests: 3, onlyHere: 0 });
  });

  it("can't be had before the first restore, or where the server can't be asked", async () => {
    expect(await planned(ours, beside, { replica: { restored: false } })).toEqual({ type: "asks" });
    for (const shows of [[offline], [beside, beside, offline]]) {
      expect(await planned(ours, beside, { shows })).toEqual({ type: "failed", failure: offline });
    }
  });
});
