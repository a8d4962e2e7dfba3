// What is told of damaged items: those of a lost or unreadable state, and how many of them nothing is here for.

import type { VaultId } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { deriveVaultKeys } from "../keys/vault-keys.ts";
import { vaultSeal } from "../seal/vault-seal.ts";
import { memoryStore } from "../store/memory-store.ts";
import type { Trouble } from "../store/store.ts";
import { anItemId, aReplica, aSealed } from "../testing/stored-values.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { by, created, laptop } from "../testing/vault-histories.ts";
import { damagedItems } from "./damaged.ts";

const vault = new Uint8Array(16).fill(2) as VaultId;
const crypto = testCrypto({ seed: "damaged" });
const seal = vaultSeal(crypto, vault, [await deriveVaultKeys(crypto, 1, new Uint8Array(32).fill(1), vault)]);

const ids = [anItemId(1), anItemId(2), anItemId(3), anItemId(4)] as const;
const [lost, unheld, edited, neither] = ids;
const good = await seal.seal(ids.map((item) => ({ item, content: created("note", { title: "One" }, by(laptop)) })));
const goodOf = (at: number) => good[at] ?? null;
const bad = aSealed("nothing that opens");

describe("damaged items", () => {
  it("[S42] are those whose right bytes did not come or do not open, and of them those that nothing is here of", async () => {
    const store = memoryStore();
    expect(await damagedItems(store, seal)).toEqual({ damaged: 0, unheld: 0 });
    const troubles: readonly Trouble[] = [
      { kind: "damaged", reason: "revision-lost", items: [lost, unheld] },
      { kind: "damaged", reason: "revision-unreadable", items: [edited] },
      { kind: "damaged", reason: "root-differs", items: [neither] },
      { kind: "update-needed", reason: "item-not-understood", items: [neither] },
    ];
    await store.create(aReplica({ vault, troubles }));
    await store.write({
      expect: null,
      items: [
        { id: lost, acknowledged: goodOf(0), waiting: null },
        { id: unheld, acknowledged: bad, waiting: null },
        { id: edited, acknowledged: bad, waiting: goodOf(2) },
        { id: neither, acknowledged: bad, waiting: null },
      ],
    });
    expect(await damagedItems(store, seal)).toEqual({ damaged: 3, unheld: 1 });
    await store.write({ expect: null, replica: { troubles: troubles.slice(2) } });
    expect(await damagedItems(store, seal)).toEqual({ damaged: 0, unheld: 0 });
  });
});
