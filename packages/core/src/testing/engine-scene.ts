// The scene of the engine's tests: a device of a small vault, and a server that is honest but for what a test has written down.

import { decode, genesis, type ItemId, pushed, commit as pushShape, toHex, type VaultId } from "@holdfast/protocol";
import { deriveVaultKeys } from "../keys/vault-keys.ts";
import { vaultSeal } from "../seal/vault-seal.ts";
import type { Replica, Sealed, Store } from "../store/store.ts";
import { Engine, type EngineOptions, type SessionSource } from "../sync/engine.ts";
import type { TransportFailure, TransportRequest } from "../sync/transport.ts";
import { MadeVault } from "./made-vault.ts";
import { answered, type ScriptedAnswer, scriptedServer } from "./scripted-server.ts";
import { anItemId } from "./stored-values.ts";
import { testCrypto } from "./test-crypto.ts";
import { by, created, phone } from "./vault-histories.ts";

export const id = new Uint8Array(16).fill(2) as VaultId;
const crypto = testCrypto({ seed: "scene" });
const keysOf = (epoch: number) => deriveVaultKeys(crypto, epoch, new Uint8Array(32).fill(epoch), id);
const [one, two] = await Promise.all([keysOf(1), keysOf(2)]);
export const seal = vaultSeal(crypto, id, [one]);
export const later = vaultSeal(crypto, id, [one, two]);
export const note = (item: ItemId, title: string) => ({ item, content: created("note", { title }, by(phone)) });
export const [a, b, c] = [anItemId(1), anItemId(2), anItemId(3)] as const;

export const vault = new MadeVault(seal);
await vault.commit([note(a, "first"), note(b, "first")]);
await vault.commit([note(a, "second")]);

type Answer = ScriptedAnswer | TransportFailure;
export interface Given {
  readonly store?: Store;
  readonly replica?: Partial<Replica>;
  /** What the device has seen of the vault. */
  readonly seq?: number;
  /** Items with an edit that waits. */
  readonly waiting?: readonly ItemId[];
  readonly there?: MadeVault;
  /** Instead of what an honest server would say; null for that. */
  readonly answer?: (request: TransportRequest, kind: "pull" | "push", asked: number) => Answer | null | Promise<Answer | null>;
  readonly session?: Partial<SessionSource>;
  readonly options?: Partial<EngineOptions>;
}

export async function device({ store: given, replica, seq = 2, waiting = [], there = vault, answer, session, options }: Given = {}) {
  const store = given ?? (await vault.replica(seq, replica));
  for (const item of waiting) await edited(store, item);
  const counts = { pull: 0, push: 0 };
  const { asked, connect } = scriptedServer(async (request) => {
    const kind = request.path.endsWith("/push") ? "push" : "pull";
    const instead = await answer?.(request, kind, ++counts[kind]);
    if (instead) return instead;
    if (kind === "pull") return there.answer(request);
    return answered(pushed, { head: (await store.read()).inFlight?.head ?? genesis });
  });
  const told = { changed: 0, acknowledged: 0, signIns: 0, signUps: 0, forgotten: 0 };
  let token: string | null = "token";
  const source: SessionSource = {
    token: () => token,
    signIn: async () => {
      told.signIns++;
      token = "token";
      return "signed-in";
    },
    signUpAgain: async () => {
      told.signUps++;
      return "signed-up";
    },
    forget: async () => {
      told.forgotten++;
      token = null;
    },
    ...session,
  };
  const engine = new Engine({
    store,
    seal,
    transport: connect("https://holdfast.test"),
    session: source,
    runLock: { exclusive: (_, work) => work() },
    now: () => 5,
    changed: () => void told.changed++,
    acknowledged: () => void told.acknowledged++,
    ...options,
  });
  const asks = () => asked.map(({ path }) => path.split("/").at(-1));
  const sent = () =>
    asked
      .filter(({ path }) => path.endsWith("/push"))
      .map(({ body }) => decode(pushShape, body ?? new Uint8Array()))
      .map((push) => (push.ok ? push.value.changes.map(({ item }) => toHex(item).slice(0, 2)) : null));
  const troubles = async () => (await store.read()).replica?.troubles;
  return { engine, store, asks, sent, told, troubles };
}

async function edited(store: Store, item: ItemId): Promise<void> {
  const [sealed] = await seal.seal([note(item, "edited")]);
  await store.write({
    expect: null,
    items: [{ id: item, acknowledged: (await store.item(item))?.acknowledged ?? null, waiting: sealed as Sealed }],
  });
}
