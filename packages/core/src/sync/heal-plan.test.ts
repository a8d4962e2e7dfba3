// What a person is told before a healing, for every way in which the question can end. Whole healings are in tests/heal-account.test.ts.

import { decode, genesis, type HeadRef, pullRequest, type VaultId } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { deriveVaultKeys } from "../keys/vault-keys.ts";
import { vaultSeal } from "../seal/vault-seal.ts";
import { memoryStore } from "../store/memory-store.ts";
import type { Replica, Sealed, Store, StoredItem } from "../store/store.ts";
import { madeChain, madeHead } from "../testing/made-heads.ts";
import { streamed } from "../testing/made-vault.ts";
import { offline, refused, type ScriptedAnswer, scriptedServer } from "../testing/scripted-server.ts";
import { anItem, anItemId, aReplica } from "../testing/stored-values.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { by, created, noon, phone } from "../testing/vault-histories.ts";
import type { Content } from "../vault/item.ts";
import type { SessionSource } from "./engine.ts";
import { healPlan } from "./heal-plan.ts";
import type { RequestFailure } from "./request.ts";
import type { TransportFailure } from "./transport.ts";

const vault = new Uint8Array(16).fill(2) as VaultId;
const crypto = testCrypto({ seed: "plan" });
const keysOf = (epoch: number) => deriveVaultKeys(crypto, epoch, new Uint8Array(32).fill(epoch), vault);
const [one, two] = await Promise.all([keysOf(1), keysOf(2)]);
const seal = vaultSeal(crypto, vault, [one]);
const later = vaultSeal(crypto, vault, [one, two]);
const chain = await madeChain(seal, genesis, 3);
const own = chain.at(-1)?.ref ?? genesis;
const behind: HeadRef = { seq: 2, hash: own.hash };

const garbage: ScriptedAnswer = { status: 502, body: new Uint8Array(3) };
const fits = streamed([
  { kind: "begin", to: own, changes: 0 },
  { kind: "end", to: own },
]);
const differs = refused({ kind: "history-differs", head: behind });

interface Given {
  readonly replica?: Partial<Replica> | null;
  /** What is answered, one request after the other; the last of them from then on. */
  readonly answers?: readonly (ScriptedAnswer | TransportFailure)[];
  /** What signing in comes to; without it there is a token. */
  readonly signIn?: "signed-in" | "refused" | RequestFailure;
  readonly held?: (store: Store) => Promise<unknown>;
  readonly whileAsked?: (store: Store) => Promise<unknown>;
}

async function planned({ replica = {}, answers = [fits], signIn, held, whileAsked }: Given) {
  const store = memoryStore();
  if (replica !== null) await store.create(aReplica({ vault, head: own, ...replica }));
  if (replica !== null) await store.write({ expect: null, heads: { first: 1, sealed: chain.map(({ sealed }) => sealed) } });
  await held?.(store);
  const left = [...answers];
  const { asked, connect } = scriptedServer(async () => {
    await whileAsked?.(store);
    return (left.length > 1 ? left.shift() : left[0]) ?? offline;
  });
  let [token, signIns]: [string | null, number] = [signIn === undefined ? "token" : null, 0];
  const session: SessionSource = {
    token: () => token,
    signIn: async () => {
      signIns++;
      return signIn ?? "signed-in";
    },
    signUpAgain: async () => "signed-up",
    forget: async () => {
      token = null;
    },
  };
  const plan = await healPlan({ store, seal, transport: connect("https://vault.example.org"), now: 0, progress: () => {}, session });
  return { told: plan.ok ? plan.value : plan.error, asked, signIns };
}

const none = { onlyHere: 0, onlyThere: 0, differing: 0, removed: 0, damaged: 0, unheld: 0, requests: 0 };
const other = { type: "unreachable", why: "other" };

describe("a plan", () => {
  it("[H16] asks with our head for heads alone", async () => {
    const { told, asked } = await planned({});
    expect(told).toEqual({ seen: "nothing", ...none });
    expect(asked.map(({ body }) => decode(pullRequest, body ?? new Uint8Array()))).toEqual([
      { ok: true, value: { after: own, whole: false, headsOnly: true } },
    ]);
  });

  it("[H16] asks nothing where the device is off, or was signed out", async () => {
    for (const replica of [null, { enabled: false }]) {
      const { told, asked } = await planned({ replica });
      expect([told, asked]).toEqual([{ type: "off" }, []]);
    }
  });

  it("[H16] signs in where it must, twice and no more", async () => {
    expect(await planned({ signIn: "signed-in" })).toMatchObject({ told: { type: "sign-in-needed" }, signIns: 2, asked: [] });
    expect(await planned({ signIn: offline })).toMatchObject({ told: offline, signIns: 1 });
    expect(await planned({ signIn: { type: "not-holdfast" } })).toMatchObject({ told: other, signIns: 1 });
    const ended = refused({ kind: "session-ended" });
    expect(await planned({ answers: [ended] })).toMatchObject({ told: { type: "sign-in-needed" }, signIns: 2 });
  });

  it("[H15, H16] of an unknown account tells what the device would bring, in how many requests", async () => {
    const unknown = (onlyHere: number, requests: number) => ({ told: { ...none, seen: "account-unknown", onlyHere, requests } });
    const holding = (count: number) => (store: Store) =>
      store.write({ expect: null, items: Array.from({ length: count }, (_, n) => anItem(anItemId(1, n), "held", null)) });
    expect(await planned({ signIn: "refused" })).toMatchObject(unknown(0, 5));
    expect(await planned({ signIn: "refused", held: holding(1_001) })).toMatchObject(unknown(1_001, 6));
    const long = { head: { ...own, seq: 2_001 } };
    expect(await planned({ signIn: "refused", replica: long, held: holding(2) })).toMatchObject(unknown(2, 7));
  });

  it("[H15, H16] of an unknown account counts what a person calls items, as they stand now", async () => {
    const contents: readonly Content[] = [
      created("note", { title: "an item" }, by(phone)),
      created("device", { title: "Laptop" }, by(phone)),
      { v: 1, purged: [1, phone, noon] },
    ];
    const [note, name, grave] = (await seal.seal(contents.map((content, n) => ({ item: anItemId(1, n), content })))) as [
      Sealed,
      Sealed,
      Sealed,
    ];
    const [, , purged] = (await seal.seal(contents.map((content) => ({ item: anItemId(1, 0), content })))) as [Sealed, Sealed, Sealed];
    const holding = (...items: readonly StoredItem[]) =>
      planned({ signIn: "refused", held: (store) => store.write({ expect: null, items }) });
    const others = [
      { id: anItemId(1, 1), acknowledged: name, waiting: null },
      { id: anItemId(1, 2), acknowledged: null, waiting: grave },
    ];
    const item = { id: anItemId(1, 0), acknowledged: note, waiting: null };
    expect((await holding(item, ...others)).told).toMatchObject({ onlyHere: 1 });
    expect((await holding({ ...item, waiting: purged }, ...others)).told).toMatchObject({ onlyHere: 0 });
  });

  it("[H11, H16] of a healing that is not done says so where the server has our history, and nothing else otherwise", async () => {
    const replica = { healing: [own] };
    expect((await planned({ replica })).told).toEqual({ ...none, seen: "unfinished", requests: 1 });
    const refusal = { kind: "unavailable" } as const;
    expect((await planned({ replica, answers: [refused(refusal)] })).told).toEqual({ type: "refused", refusal });
    const signOut = async (store: Store) => store.clear((await store.read()).generation);
    expect((await planned({ replica, whileAsked: signOut })).told).toEqual({ seen: "nothing", ...none });
  });

  it("[H16, S42] of damaged items tells how many, and what is here of them", async () => {
    const items = [anItemId(1), anItemId(2)];
    const troubles = [{ kind: "damaged", reason: "revision-lost", items }] as const;
    const held = (store: Store) => store.write({ expect: null, items: items.map((id) => anItem(id, "held", null)) });
    expect((await planned({ replica: { troubles }, held })).told).toEqual({ ...none, seen: "damaged", damaged: 2, unheld: 2, requests: 1 });
  });

  it("[H16] says why where it can't be told", async () => {
    expect((await planned({ answers: [offline] })).told).toEqual(offline);
    expect((await planned({ answers: [garbage] })).told).toEqual(other);
    const wanting = { type: "attention", reason: "history-differs" };
    expect((await planned({ answers: [differs], replica: { restored: false } })).told).toEqual(wanting);
    expect((await planned({ answers: [differs] })).told).toEqual(wanting);
    expect((await planned({ answers: [differs, garbage] })).told).toEqual(other);
    expect((await planned({ answers: [differs, offline] })).told).toEqual(offline);
    const from = chain[0]?.ref ?? genesis;
    const unknown = await madeHead(later, from);
    const stream = streamed([
      { kind: "begin", to: unknown.ref, changes: 0 },
      { kind: "heads", first: 2, heads: [unknown.sealed] },
      { kind: "end", to: unknown.ref },
    ]);
    expect((await planned({ answers: [differs, differs, stream] })).told).toEqual({ type: "sign-in-needed" });
  });
});
