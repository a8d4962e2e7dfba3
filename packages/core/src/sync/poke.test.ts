// What a device makes of a poke: whatever does not fit means asking, which no test of whole devices tells from having taken it.

import type { HeadRef, VaultId } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { deriveVaultKeys } from "../keys/vault-keys.ts";
import { vaultSeal } from "../seal/vault-seal.ts";
import type { Replica, Store, Write } from "../store/store.ts";
import { madeChain } from "../testing/made-heads.ts";
import { MadeVault, wrongHash } from "../testing/made-vault.ts";
import { anItemId } from "../testing/stored-values.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { by, created, phone } from "../testing/vault-histories.ts";
import type { Poke } from "./live-link.ts";
import { takePoke } from "./poke.ts";

const id = new Uint8Array(16).fill(2) as VaultId;
const crypto = testCrypto({ seed: "poke" });
const seal = vaultSeal(crypto, id, [await deriveVaultKeys(crypto, 1, new Uint8Array(32).fill(1), id)]);
const note = (title: string, item = anItemId(1)) => ({ item, content: created("note", { title }, by(phone)) });

const vault = new MadeVault(seal);
await vault.commit([note("first")]);
await vault.commit([note("second")]);
const third = await vault.commit([note("third"), note("other", anItemId(2))]);
/** A branch that the account has lost, and a commit without items that heals it. */
const [lost] = await madeChain(seal, vault.refOf(2), 1);
const healer = await vault.commit([], { heals: lost?.ref as HeadRef });

type Commit = NonNullable<Poke["commit"]>;
const commitOf = (made: typeof third, prev: HeadRef, branch: Pick<Commit, "branch"> = {}): Commit => ({
  prev: prev.hash,
  head: made.sealed,
  changes: made.changes,
  signature: new Uint8Array(64),
  ...branch,
});
const poke: Poke = { kind: "poke", vault: id, head: third.ref, commit: commitOf(third, vault.refOf(2)) };

async function taken(given: Poke, replica: Partial<Replica> = {}, seq = 2) {
  const store = await vault.replica(seq, replica);
  const writes: Write[] = [];
  const watched: Store = {
    ...store,
    write: (change) => {
      writes.push(change);
      return store.write(change);
    },
  };
  const outcome = await takePoke({ store: watched, seal, now: 5 }, given);
  return { outcome, store, writes };
}

describe("a poke", () => {
  it("[S36, P20] whose commit stands on our head is taken, in one light write", async () => {
    const { outcome, store, writes } = await taken(poke);
    expect(outcome).toMatchObject({ type: "joined", joined: { incoming: 2 } });
    expect(writes).toMatchObject([{ light: true, replica: { head: third.ref, lastSync: 5 } }]);
    expect((await store.items()).items.map(({ acknowledged }) => acknowledged?.hash)).toEqual(vault.pairs(3).map(({ hash }) => hash));
    expect(await store.heads(3, 9)).toEqual([third.sealed]);
  });

  it("[S36, H9] may bring no item, and heads of a lost branch that its own head names", async () => {
    const sealed = lost?.sealed ?? new Uint8Array();
    for (const branch of [{}, { branch: [] }, { branch: [sealed] }]) {
      const healing: Poke = { ...poke, head: healer.ref, commit: commitOf(healer, vault.refOf(3), branch) };
      const { outcome, store } = await taken(healing, {}, 3);
      expect(outcome.type).toBe("joined");
      expect((await store.read()).replica?.head).toEqual(healer.ref);
      expect((await store.lostHead(lost?.ref.hash as HeadRef["hash"]))?.sealed).toEqual(branch.branch?.[0]);
    }
  });

  const elsewhere = new Uint8Array(16).fill(9) as VaultId;
  const alarmed = { troubles: [{ kind: "behind", reason: "server-behind", items: [] }] } as const;
  const onAnother = { ...commitOf(third, vault.refOf(2)), prev: wrongHash(vault.refOf(2).hash) };
  const { commit: _, ...without } = poke;
  const rows: readonly (readonly [string, "old" | "ask", Poke, Partial<Replica>?, number?])[] = [
    ["of a device that is off", "old", poke, { enabled: false }],
    ["of another vault", "old", { ...poke, vault: elsewhere }],
    ["of our head", "old", poke, {}, 3],
    ["of a head below ours", "old", poke, {}, 4],
    ["of a head below ours while an alarm stands", "ask", poke, alarmed, 4],
    ["that fits while an alarm stands", "ask", poke, alarmed],
    ["without its commit", "ask", without],
    ["that leaves one out", "ask", poke, {}, 1],
    ["whose commit stands on another head", "ask", { ...poke, commit: onAnother }],
    ["that fits before the first restore is complete", "ask", poke, { restored: false }],
    ["of a head below the pin before the first restore is complete", "ask", poke, { restored: false }, 4],
    ["that lacks a change", "ask", { ...poke, commit: { ...commitOf(third, vault.refOf(2)), changes: third.changes.slice(1) } }],
    ["whose head is another than it says", "ask", { ...poke, head: { seq: 3, hash: wrongHash(third.ref.hash) } }],
  ];
  for (const [what, type, given, replica = {}, seq = 2] of rows) {
    it(`[S36] ${what} is ${type}, and changes nothing`, async () => {
      const { outcome, writes } = await taken(given, replica, seq);
      expect(outcome).toEqual({ type });
      expect(writes).toEqual([]);
    });
  }

  it("[S36, P18] comes to nothing where the device was signed out", async () => {
    const store = await vault.replica(2);
    await store.clear((await store.read()).generation);
    expect(await takePoke({ store, seal, now: 5 }, poke)).toEqual({ type: "old" });
  });
});
