import { genesis, type HeadRef, toHex, type VaultId } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { deriveVaultKeys } from "../keys/vault-keys.ts";
import { vaultSeal } from "../seal/vault-seal.ts";
import { memoryStore } from "../store/memory-store.ts";
import { type MadeHead, madeChain, madeHead } from "../testing/made-heads.ts";
import { aReplica } from "../testing/stored-values.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { branchByHash, healsOf, namedBy } from "./named.ts";
import { ownHead, ownHeadsAbove } from "./own-heads.ts";

const crypto = testCrypto({ seed: "named" });
const vault = new Uint8Array(16).fill(2) as VaultId;
const keysOf = (key: number) => deriveVaultKeys(crypto, 1, new Uint8Array(32).fill(key), vault);
const seal = vaultSeal(crypto, vault, [await keysOf(1)]);
const strangers = vaultSeal(crypto, vault, [await keysOf(9)]);

type Made = MadeHead;
const made = (prev: HeadRef, heals?: HeadRef, by = seal): Promise<Made> => madeHead(by, prev, heals === undefined ? {} : { heals });
const chain = (from: HeadRef, count: number): Promise<readonly Made[]> => madeChain(seal, from, count);

const hexOf = ({ ref }: Made): string => toHex(ref.hash);
const idsOf = async (refs: readonly HeadRef[], heads: readonly Made[]) =>
  (
    await namedBy(
      seal,
      refs,
      await branchByHash(
        seal,
        heads.map(({ sealed }) => sealed),
      ),
    )
  ).ids;

const shared = await chain(genesis, 3);
const lost = await chain(shared.at(-1)?.ref ?? genesis, 4);
const [first, second, third, last] = lost as readonly [Made, Made, Made, Made];

describe("[H9] a history names", () => {
  it("what a head heals and all that it stands on, as far as the heads are at hand", async () => {
    const ids = await idsOf([last.ref], [second, last, third]);
    // The shared head below is not at hand, and is named by the one that stands on it.
    expect([...ids].sort()).toEqual([first, second, third, last].map(hexOf).sort());
    expect([...(await idsOf([last.ref], lost))].sort()).toEqual([...lost, ...shared.slice(-1)].map(hexOf).sort());
  });

  it("the healed head itself where nothing came with it, and nothing where nothing is healed", async () => {
    expect([...(await idsOf([third.ref], []))]).toEqual([hexOf(third)]);
    expect((await idsOf([], lost)).size).toBe(0);
    expect((await idsOf([genesis], lost)).size).toBe(0);
  });

  it("what a lost branch had healed itself", async () => {
    const healer = await made(shared.at(-1)?.ref ?? genesis, last.ref);
    const ids = await idsOf([healer.ref], [healer, ...lost]);
    for (const head of lost) expect(ids.has(hexOf(head))).toBe(true);
  });

  it("by the words of its heads", async () => {
    const healing = await made(shared.at(-1)?.ref ?? genesis, last.ref);
    expect(await healsOf(seal, 1, [...shared.map(({ sealed }) => sealed), healing.sealed])).toEqual([last.ref]);
    expect(await healsOf(seal, 2, [healing.sealed])).toEqual([]);
  });
});

describe("[H17] a history does not name", () => {
  it("heads that merely lie beside it", async () => {
    const others = await chain(shared[0]?.ref ?? genesis, 3);
    const ids = await idsOf([last.ref], [...others, ...lost]);
    for (const head of others) expect(ids.has(hexOf(head))).toBe(false);
  });

  it("what stands below a head that strangers sealed, or that stands at another seq", async () => {
    const forged = await made(second.ref, undefined, strangers);
    expect((await idsOf([forged.ref], [forged, ...lost])).has(hexOf(second))).toBe(false);
    expect((await idsOf([{ ...third.ref, seq: 9 }], lost)).has(hexOf(second))).toBe(false);
  });

  it("a head twice, so that a ring of words ends", async () => {
    const { ids, found } = await namedBy(
      seal,
      [last.ref, last.ref, third.ref],
      await branchByHash(
        seal,
        lost.map(({ sealed }) => sealed),
      ),
    );
    const asFound = ({ ref, sealed }: Made) => ({ hash: ref.hash, sealed });
    expect(found).toEqual([third, second, first, last].map(asFound));
    expect(ids.size).toBe(lost.length + 1);
  });
});

describe("[H1] a device's own heads", () => {
  it("are read above a seq, from wherever they begin", async () => {
    const store = memoryStore();
    await store.create(aReplica());
    const all = [...shared, ...lost];
    const ids = async (seq: number, top: number) => (await ownHeadsAbove(store, seal.hashMany, seq, top)).map((head) => hexOf(head));
    expect(await ids(0, 7)).toEqual([]);
    await store.write({ expect: null, heads: { first: 3, sealed: all.slice(2).map(({ sealed }) => sealed) } });
    expect(await ids(0, 7)).toEqual(all.slice(2).map(hexOf));
    expect(await ids(4, 7)).toEqual(all.slice(4).map(hexOf));
    expect(await ids(4, 6)).toEqual(all.slice(4, 6).map(hexOf));
    expect(await ids(7, 7)).toEqual([]);
    expect(await ownHeadsAbove(store, seal.hashMany, 4, 7)).toEqual(all.slice(4));
    const single = memoryStore();
    await single.create(aReplica());
    await single.write({ expect: null, heads: { first: 7, sealed: all.slice(6).map(({ sealed }) => sealed) } });
    expect(await ownHeadsAbove(single, seal.hashMany, 0, 7)).toEqual(all.slice(6));
    expect(await ownHead(store, seal.hashMany, 2)).toBeNull();
    expect(await ownHead(store, seal.hashMany, 0)).toBeNull();
    expect(await ownHead(store, seal.hashMany, 3)).toEqual(all[2]);
  });
});
