// What verification says of every chain that is not the one announced: each finding by its own code, and a chain that fits by none.

import { genesis, type Hash, type HeadRef, type VaultId } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { deriveVaultKeys } from "../keys/vault-keys.ts";
import { vaultSeal } from "../seal/vault-seal.ts";
import { memoryStore } from "../store/memory-store.ts";
import { type MadeHead, madeChain, madeHead } from "../testing/made-heads.ts";
import { anItemId, aReplica, sha256Of } from "../testing/stored-values.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { digestAfter } from "./digest.ts";
import { ascend, type ChainStart, checkEnd, verifyChain, verifyDigest } from "./verify.ts";

const crypto = testCrypto({ seed: "verify" });
const vault = new Uint8Array(16).fill(2) as VaultId;
const keysOf = (epoch: number) => deriveVaultKeys(crypto, epoch, new Uint8Array(32).fill(epoch), vault);
const [one, two, three] = await Promise.all([keysOf(1), keysOf(2), keysOf(3)]);
const old = vaultSeal(crypto, vault, [one]);
const seal = vaultSeal(crypto, vault, [one, two]);
const later = vaultSeal(crypto, vault, [one, two, three]);

const chain = await madeChain(seal, genesis, 5);
const refOf = (seq: number): HeadRef => (seq === 0 ? genesis : (chain[seq - 1] as MadeHead).ref);
const other = (seq: number): HeadRef => ({ seq, hash: sha256Of(new Uint8Array([seq])) });
const at = (seq: number, epoch = 2): ChainStart => ({ head: refOf(seq), epoch: seq === 0 ? 0 : epoch });
const sealedOf = (heads: readonly MadeHead[]) => heads.map(({ sealed }) => sealed);

interface Given {
  readonly start: ChainStart;
  readonly first: number;
  readonly heads?: readonly MadeHead[];
  readonly whole?: boolean;
  readonly to?: HeadRef;
}
const verified = ({ start, first, heads = chain.slice(first - 1), whole = false, to = refOf(5) }: Given) =>
  verifyChain(seal, start, { first, sealed: sealedOf(heads), whole }, to);
const foundIn = async (given: Given) => {
  const found = await verified(given);
  return found.type === "alarm" ? found.reason : found.type;
};

describe("the end that is announced", () => {
  it("[S20, S21, S25] is neither older than ours nor another one at its place", () => {
    const known = at(3);
    const cases: readonly (readonly [ChainStart, HeadRef, string | null])[] = [
      [known, refOf(2), "server-behind"],
      [known, refOf(3), null],
      [known, other(3), "history-differs"],
      [known, refOf(4), null],
      [null, genesis, null],
      [null, other(0), "end-differs"],
      [null, refOf(1), null],
    ];
    for (const [start, to, reason] of cases) expect(checkEnd(start, to)).toEqual(reason === null ? null : { type: "alarm", reason });
  });
});

describe("a chain", () => {
  it("[S20–S26] that fits tells its last head, its epoch and its ids", async () => {
    const ids = (from: number) => chain.slice(from - 1).map(({ ref }) => ref.hash);
    for (const [start, first, whole] of [
      [at(0), 1, false],
      [at(0), 1, true],
      [at(2), 3, false],
      [at(2), 2, true],
      [at(5), 5, true],
      [null, 5, false],
      [null, 5, true],
    ] as const) {
      const found = await verified({ start, first, whole });
      expect(found).toMatchObject({ type: "chain", epoch: 2, ids: ids(first), last: { seq: 5 } });
    }
    expect(await verified({ start: at(5), first: 6, heads: [] })).toEqual({ type: "chain", last: null, epoch: 2, ids: [] });
    expect(await verified({ start: at(5), first: 0, heads: [] })).toMatchObject({ type: "chain", last: null });
    expect(await verified({ start: null, first: 1, heads: [], to: genesis })).toEqual({ type: "chain", last: null, epoch: 0, ids: [] });
    expect(await verified({ start: null, first: 1, heads: chain.slice(0, 1), to: refOf(1) })).toMatchObject({ type: "chain" });
  });

  it("[S24] leads from our head to the end without a gap", async () => {
    for (const given of [
      { start: at(2), first: 4 },
      { start: at(2), first: 2 },
      { start: at(2), first: 3, heads: chain.slice(2, 4) },
      { start: at(2), first: 3, heads: [] },
      { start: at(2), first: 3, whole: true },
      { start: at(5), first: 6, heads: [], whole: true },
      { start: null, first: 4 },
      { start: null, first: 1, heads: [] },
      { start: null, first: 0, heads: chain.slice(0, 1), to: genesis },
    ] as const)
      expect(await foundIn(given), JSON.stringify(given)).toBe("heads-missing");
  });

  it("[S21, S23, S25] stands on the head that is known, head upon head, and ends in the one announced", async () => {
    const [, beside] = await madeChain(seal, other(2), 2);
    expect(await foundIn({ start: { head: other(2), epoch: 2 }, first: 2, whole: true })).toBe("history-differs");
    expect(await foundIn({ start: { head: other(2), epoch: 2 }, first: 3 })).toBe("chain-broken");
    const mixed = chain.map((head) => (head.ref.seq === 4 ? (beside as MadeHead) : head));
    expect(await foundIn({ start: at(2), first: 3, heads: mixed.slice(2) })).toBe("chain-broken");
    const onAnother = await madeHead(seal, other(0));
    expect(await foundIn({ start: null, first: 1, heads: [onAnother], to: onAnother.ref })).toBe("chain-broken");
    expect(await foundIn({ start: at(2), first: 3, to: other(5) })).toBe("end-differs");
  });

  it("[S22, S26] opens head by head under epochs that never fall", async () => {
    const moved = [chain[3], chain[2], chain[4]] as readonly MadeHead[];
    expect(await foundIn({ start: at(2), first: 3, heads: moved })).toBe("head-damaged");
    const unknown = await madeHead(later, refOf(5));
    expect(await foundIn({ start: at(5), first: 6, heads: [unknown], to: unknown.ref })).toBe("later-epoch");
    const fallen = await madeHead(old, refOf(5));
    expect(await foundIn({ start: at(5), first: 6, heads: [fallen], to: fallen.ref })).toBe("epoch-fell");
    expect(await foundIn({ start: at(5, 1), first: 6, heads: [fallen], to: fallen.ref })).toBe("chain");
    const risen = await madeHead(seal, fallen.ref);
    const again = await madeHead(old, risen.ref);
    const heads = [fallen, risen, again];
    expect(await foundIn({ start: at(5, 1), first: 6, heads, to: again.ref })).toBe("epoch-fell");
    expect(await foundIn({ start: at(5, 1), first: 6, heads: heads.slice(0, 2), to: risen.ref })).toBe("chain");
  });
});

describe("the digest", () => {
  const pair = (n: number) => ({ item: anItemId(n), hash: sha256Of(new Uint8Array([n])) });
  const [a, b, c] = [pair(1), pair(2), pair(3)] as const;

  it("[S27, S28, S29] is the last head's, root and count, with no item twice", async () => {
    const store = memoryStore();
    await store.create(aReplica());
    const held = await digestAfter(seal.hashMany, store, [a], { whole: true });
    const acknowledged = { revision: new Uint8Array(96), hash: a.hash };
    await store.write({ expect: null, items: [{ id: a.item, acknowledged, waiting: null }], buckets: held.buckets });
    const all = await digestAfter(seal.hashMany, store, [a, b, c], { whole: true });
    const head = { seq: 1, prev: genesis.hash, root: all.root, count: 3, device: aReplica().device, time: 0 };
    const found = async (pairs: readonly (typeof a)[], whole: boolean, parts: Partial<typeof head> = {}) => {
      const digest = await verifyDigest(seal, store, pairs, { ...head, ...parts }, { whole });
      return "type" in digest ? digest.reason : digest.added;
    };
    expect(await found([a, b, c], true)).toBe(3);
    expect(await found([b, c], false)).toBe(2);
    expect(await found([a, b, c], false)).toBe(2);
    expect(await found([b, c], true)).toBe("root-differs");
    expect(await found([b], false)).toBe("root-differs");
    expect(await found([b, c], false, { root: new Uint8Array(32) as Hash })).toBe("root-differs");
    expect(await found([b, c], false, { count: 2 })).toBe("count-differs");
    expect(await found([a, b, c], true, { count: 4 })).toBe("count-differs");
    expect(await found([b, c, b], false)).toBe("item-repeated");
  });

  it("[S29] is of a list that strictly ascends", () => {
    for (const list of [[], [a], [a, b], [a, c], [a, b, c]]) expect(ascend(list)).toBe(true);
    for (const list of [
      [a, a],
      [b, a],
      [a, c, b],
      [b, a, c],
    ])
      expect(ascend(list)).toBe(false);
  });
});
