// The looks at a replica that no device can be brought to by a server: made by hand, from the first head to the last bucket.

import { genesis, type Hash, type HeadRef, type ItemId, type VaultId } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { deriveVaultKeys } from "../keys/vault-keys.ts";
import { vaultSeal } from "../seal/vault-seal.ts";
import { memoryStore } from "../store/memory-store.ts";
import type { Store, Write } from "../store/store.ts";
import { type MadeHead, madeChain, madeHead } from "../testing/made-heads.ts";
import { anItemId, aReplica, sha256Of } from "../testing/stored-values.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { by, created, laptop } from "../testing/vault-histories.ts";
import { checkReplica } from "./check-replica.ts";
import { bucketHash, digestAfter } from "./digest.ts";

const crypto = testCrypto({ seed: "check" });
const vault = new Uint8Array(16).fill(2) as VaultId;
const keysOf = (epoch: number) => deriveVaultKeys(crypto, epoch, new Uint8Array(32).fill(epoch), vault);
const [first, second] = await Promise.all([keysOf(1), keysOf(2)]);
const seal = vaultSeal(crypto, vault, [first]);
const later = vaultSeal(crypto, vault, [first, second]);

const ids: readonly ItemId[] = [anItemId(1), anItemId(1, 2), anItemId(9)];
const note = (item: ItemId) => ({ item, content: created("note", { title: "One" }, by(laptop)) });
const sealed = await seal.seal(ids.map(note));
const items = ids.map((id, i) => ({ id, acknowledged: sealed[i] ?? null, waiting: null }));
const pairs = ids.map((item, i) => ({ item, hash: sealed[i]?.hash as Hash }));
const digest = await digestAfter(seal.hashMany, memoryStore(), pairs, { whole: true });

/** A replica that holds the items under the last of `heads`, and of the heads those from `from` on. */
async function replicaOf(heads: readonly MadeHead[], from = 1, change: Omit<Write, "expect"> = {}): Promise<Store> {
  const store = memoryStore();
  const head = heads.at(-1)?.ref ?? genesis;
  await store.create(aReplica({ vault, head }));
  const kept = heads.slice(from - 1).map(({ sealed: bytes }) => bytes);
  const chain = kept.length === 0 ? {} : { heads: { first: from, sealed: kept } };
  await store.write({ expect: null, items, buckets: digest.buckets, ...chain });
  await store.write({ expect: null, ...change });
  return store;
}

const under = async (below: readonly MadeHead[], parts: { readonly count?: number } = {}, with_ = seal) => [
  ...below,
  await madeHead(with_, below.at(-1)?.ref ?? genesis, { root: digest.root, count: ids.length, ...parts }),
];
const faultOf = async (store: Store) => (await checkReplica(store, seal)).fault;
const whole = await under(await madeChain(seal, genesis, 6));
const withBad = (heads: readonly MadeHead[], seq: number): readonly MadeHead[] =>
  heads.map((head) => (head.ref.seq === seq ? { ...head, sealed: head.sealed.map((byte, at) => (at === 60 ? byte ^ 1 : byte)) } : head));

describe("a replica", () => {
  it("[T10] fits whole, and from the head on that its device began with", async () => {
    for (const from of [1, 2, 3, 7]) {
      expect(await checkReplica(await replicaOf(whole, from), seal)).toEqual({ head: whole.at(-1)?.ref, fault: null });
    }
  });

  it("[T10] is looked at down to the lowest head that is held", async () => {
    for (const from of [1, 3, 4]) expect(await faultOf(await replicaOf(withBad(whole, from), from)), `from ${from}`).toBe("head-damaged");
  });

  it("[T10] that was signed out, or that has no commit yet, has nothing to look at", async () => {
    expect(await checkReplica(memoryStore(), seal)).toEqual({ head: genesis, fault: "restore-unfinished" });
    const empty = memoryStore();
    await empty.create(aReplica({ vault }));
    expect(await faultOf(empty)).toBeNull();
    expect(await faultOf(await replicaOf([]))).toBe("count-differs");
  });

  it("[T10] has as many items as its newest head says, each in its bucket", async () => {
    expect(await faultOf(await replicaOf(await under([], { count: 2 })))).toBe("count-differs");
    const heads = await under([]);
    const wrong = sha256Of(new Uint8Array(1));
    for (const bucket of [1, 200]) {
      expect(await faultOf(await replicaOf(heads, 1, { buckets: [{ bucket, hash: wrong }] })), `bucket ${bucket}`).toBe("root-differs");
    }
  });

  it("[T10] may hold what was never sent", async () => {
    const unsent = { id: anItemId(7), acknowledged: null, waiting: (await seal.seal([note(anItemId(7))]))[0] ?? null };
    expect(await faultOf(await replicaOf(whole, 1, { items: [unsent] }))).toBeNull();
  });

  it("[T10] may keep the hash of a bucket that holds nothing any more, as after it has left a chain", async () => {
    const empty = await bucketHash(seal.hashMany, []);
    expect(await faultOf(await replicaOf(whole, 1, { buckets: [{ bucket: 200, hash: empty }] }))).toBeNull();
    expect(await faultOf(await replicaOf(whole, 1, { buckets: [{ bucket: 1, hash: empty }] }))).toBe("root-differs");
  });

  it("[T10] whose newest head is of a later epoch can't be looked at yet", async () => {
    expect(await faultOf(await replicaOf(await under([], {}, later)))).toBe("later-epoch");
  });

  it("[T10] is looked at again where somebody wrote meanwhile", async () => {
    const store = await replicaOf(whole);
    const moved: HeadRef = (await madeHead(seal, whole.at(-1)?.ref ?? genesis)).ref;
    let looks = 0;
    const busy: Store = {
      ...store,
      items: async () => {
        const found = await store.items();
        if (looks++ === 0) await store.write({ expect: null, replica: { head: moved } });
        return found;
      },
    };
    expect(await checkReplica(busy, seal)).toEqual({ head: moved, fault: "heads-missing" });
  });
});
