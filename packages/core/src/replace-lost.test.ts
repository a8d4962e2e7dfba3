// Which damaged items a person's word replaces: no more than they were told, and none that the server was not asked for since. Whole healings
// are in tests/send-again.test.ts and tests/sync-repair.test.ts.

import { toHex, type VaultId } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { deriveVaultKeys } from "./keys/vault-keys.ts";
import { OpenItems, watchStore } from "./open-items.ts";
import { replaceLost } from "./replace-lost.ts";
import { vaultSeal } from "./seal/vault-seal.ts";
import { memoryStore } from "./store/memory-store.ts";
import { anItemId, aReplica, aSealed } from "./testing/stored-values.ts";
import { testCrypto } from "./testing/test-crypto.ts";
import { by, created, laptop } from "./testing/vault-histories.ts";

const vault = new Uint8Array(16).fill(2) as VaultId;
const crypto = testCrypto({ seed: "replaced" });
const seal = vaultSeal(crypto, vault, [await deriveVaultKeys(crypto, 1, new Uint8Array(32).fill(1), vault)]);
const ids = [anItemId(1), anItemId(2)] as const;
const good = await seal.seal(ids.map((item) => ({ item, content: created("note", { title: "Last good" }, by(laptop)) })));

describe("[S42] a person's word replaces", () => {
  it.each([
    ["what was asked for", 2, ids, 2],
    ["nothing where more is damaged than they were told", 1, ids, 0],
    ["nothing where another item is damaged since everything was asked for", 2, ids.slice(1), 0],
  ] as const)("%s", async (_, most, asked, count) => {
    const store = watchStore(memoryStore());
    await store.create(aReplica({ vault, troubles: [{ kind: "damaged", reason: "revision-lost", items: ids }] }));
    const rows = ids.map((id, i) => ({
      id,
      acknowledged: { revision: good[i]?.revision ?? vault, hash: aSealed(`${i}`).hash },
      waiting: null,
    }));
    await store.write({ expect: null, items: rows });
    const items = new OpenItems(store, seal, { reloaded: () => {}, touched: () => {} });
    const options = { store, items, seal, device: laptop, author: () => by(laptop) };
    expect(await replaceLost(options, most, new Set(asked.map(toHex)))).toBe(count);
    const { waiting, replica } = await store.read();
    expect([waiting, replica?.troubles.length]).toEqual([count, count === 0 ? 1 : 0]);
  });
});
