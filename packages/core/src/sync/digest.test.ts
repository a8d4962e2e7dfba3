import { createHash } from "node:crypto";
import { type Bytes, compareBytes, type Hash, type HashMany, type ItemId, type Pair, toHex } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyHash } from "../testing/arbitrary.ts";
import { bucketCount, bucketHash, bucketOf, digestAfter, type Pairs, rootHash, withChanges } from "./digest.ts";

const sha256 = (bytes: Uint8Array): Hash => Uint8Array.from(createHash("sha256").update(bytes).digest()) as Hash;
const hashMany: HashMany = async (pieces) => pieces.map(sha256);

/** Written by S2 alone: all pairs sorted, all 256 buckets anew, every length and label by hand. */
function oracle(pairs: readonly Pair[]): { readonly root: string; readonly buckets: readonly string[] } {
  const field = (bytes: Uint8Array) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const sorted = [...pairs].sort((a, b) => Buffer.compare(a.item, b.item));
  const buckets = Array.from({ length: 256 }, (_, number) => {
    const own = sorted.filter(({ item }) => item[0] === number);
    return sha256(Buffer.concat([Buffer.from("holdfast/1/bucket"), ...own.flatMap(({ item, hash }) => [item, hash])].map(field)));
  });
  const root = sha256(Buffer.concat([Buffer.from("holdfast/1/root"), ...buckets].map(field)));
  return { root: toHex(root), buckets: buckets.map(toHex) };
}

/** A replica's pairs in memory, changed by what `digestAfter` answers alone. */
function replica(): Pairs & { readonly all: Map<string, Pair>; take(changed: readonly Pair[]): Promise<string>; readonly read: number[] } {
  const all = new Map<string, Pair>();
  const hashes: (Hash | null)[] = Array.from({ length: bucketCount }, () => null);
  const read: number[] = [];
  const held: Pairs = {
    pairs: async (bucket) => {
      read.push(bucket);
      return [...all.values()].filter(({ item }) => item[0] === bucket).sort((a, b) => compareBytes(a.item, b.item));
    },
    buckets: async () => hashes,
  };
  return {
    ...held,
    all,
    read,
    take: async (changed) => {
      const { root, buckets, added } = await digestAfter(hashMany, held, changed, { whole: false });
      const before = all.size;
      for (const pair of changed) all.set(toHex(pair.item), pair);
      for (const { bucket, hash } of buckets) hashes[bucket] = hash;
      expect(added).toBe(all.size - before);
      return toHex(root);
    },
  };
}

/** Ids that often meet: few buckets, few items in each, and both ends of the range. */
const itemIds = fc
  .tuple(fc.constantFrom(0, 1, 127, 255), fc.constantFrom(0, 255), fc.integer({ min: 0, max: 3 }))
  .map(([bucket, middle, last]) => Uint8Array.from({ length: 16 }, (_, i) => (i === 0 ? bucket : i === 15 ? last : middle)) as ItemId);
const somePairs = fc.uniqueArray(fc.record({ item: itemIds, hash: anyHash }), { maxLength: 12, selector: ({ item }) => toHex(item) });

describe("the digest", () => {
  it("[S2] after any sequence of changes is that of all pairs, sorted and hashed anew", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(somePairs, { maxLength: 6 }), async (rounds) => {
        const own = replica();
        for (const changed of rounds) {
          const root = await own.take(changed);
          expect(root).toBe(oracle([...own.all.values()]).root);
          const slow = oracle([...own.all.values()]).buckets;
          const quick = await own.buckets();
          for (const [number, hash] of quick.entries()) if (hash !== null) expect(toHex(hash)).toBe(slow[number]);
          expect(toHex(await rootHash(hashMany, quick))).toBe(root);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("[S2] depends on nothing but the pairs: any order of changes, one commit or many", async () => {
    await fc.assert(
      fc.asyncProperty(
        somePairs.chain((pairs) => fc.tuple(fc.shuffledSubarray(pairs, { minLength: pairs.length }), fc.constant(pairs))),
        async ([shuffled, pairs]) => {
          const atOnce = await replica().take(pairs);
          const own = replica();
          let last = await own.take([]);
          for (const pair of shuffled) last = await own.take([pair]);
          expect(last).toBe(atOnce);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("[S2] differs when one hash differs, one item is missing or two exchange their hashes", async () => {
    const pairs = fc.uniqueArray(fc.record({ item: itemIds, hash: anyHash }), {
      minLength: 2,
      maxLength: 8,
      selector: ({ item }) => toHex(item),
    });
    await fc.assert(
      fc.asyncProperty(pairs, fc.nat(), async (all, at) => {
        const [one, two] = [all[at % all.length] as Pair, all[(at + 1) % all.length] as Pair];
        const altered = all.map((pair) =>
          pair === one ? { ...pair, hash: pair.hash.with(3, ((pair.hash[3] ?? 0) + 1) & 255) as Hash } : pair,
        );
        const exchanged = all.map((pair) =>
          pair === one ? { ...pair, hash: two.hash } : pair === two ? { ...pair, hash: one.hash } : pair,
        );
        const roots = [];
        for (const some of [all, altered, exchanged, all.filter((pair) => pair !== one)]) roots.push(await replica().take(some));
        expect(new Set(roots).size).toBe(4);
      }),
      { numRuns: 30 },
    );
  });

  it("[S2] whole counts nothing that is held", async () => {
    await fc.assert(
      fc.asyncProperty(somePairs, somePairs, async (held, received) => {
        const own = replica();
        await own.take(held);
        const digest = await digestAfter(hashMany, own, received, { whole: true });
        expect(toHex(digest.root)).toBe(oracle(received).root);
        expect(digest.added).toBe(received.length);
      }),
      { numRuns: 40 },
    );
  });

  it("[S2] of nothing is 256 empty buckets", async () => {
    const empty = await bucketHash(hashMany, []);
    const none: readonly (Hash | null)[] = Array.from({ length: 256 }, () => null);
    expect(toHex(empty)).toBe(oracle([]).buckets[0]);
    expect(toHex(await rootHash(hashMany, none))).toBe(oracle([]).root);
    expect(
      await rootHash(
        hashMany,
        none.map(() => empty),
      ),
    ).toEqual(await rootHash(hashMany, none));
  });

  it("costs the buckets that change and no other", async () => {
    const own = replica();
    const at = (bucket: number, last: number): Pair => ({
      item: Uint8Array.from({ length: 16 }, (_, i) => (i === 0 ? bucket : last)) as ItemId,
      hash: sha256(Uint8Array.of(bucket, last)),
    });
    await own.take(Array.from({ length: 256 }, (_, bucket) => at(bucket, 1)));
    own.read.length = 0;
    const digest = await digestAfter(hashMany, own, [at(9, 1), at(9, 2), at(200, 1)], { whole: false });
    expect(own.read.sort()).toEqual([200, 9]);
    expect(digest.buckets.map(({ bucket }) => bucket)).toEqual([9, 200]);
    expect(digest.added).toBe(1);
    expect(bucketOf(at(200, 1).item)).toBe(200);
  });
});

describe("changes over what is held", () => {
  it("[S2] ascend by id, each once, the changed one winning", () => {
    fc.assert(
      fc.property(somePairs, somePairs, (held, changed) => {
        const ascending = [...held].sort((a, b) => compareBytes(a.item, b.item));
        const expected = new Map<string, Bytes>();
        for (const { item, hash } of [...held, ...changed]) expected.set(toHex(item), hash);
        const after = withChanges(ascending, changed);
        expect(after.map(({ item }) => toHex(item))).toEqual([...expected.keys()].sort());
        for (const { item, hash } of after) expect(hash).toEqual(expected.get(toHex(item)));
      }),
    );
  });
});
