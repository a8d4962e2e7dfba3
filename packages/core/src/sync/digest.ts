// The digest of a whole vault: a hash tree of two levels over (item id, SHA-256 of its revision), so that one edit costs one
// bucket and not the vault. Tombstones count like all others. // S2
//
//   bucket b = SHA-256(enc("holdfast/1/bucket", item, hash, item, hash, …)) of the items whose id begins with byte b, ascending by id
//   root     = SHA-256(enc("holdfast/1/root", bucket 0, …, bucket 255))

import { type Bytes, compareBytes, enc, type Hash, type HashMany, type ItemId, type Pair } from "@holdfast/protocol";

export const bucketCount = 256;

export const bucketOf = (item: ItemId): number => item[0] as number;

/** The hash of a bucket with these pairs, which the caller gives in ascending order of id. */
export async function bucketHash(hashMany: HashMany, pairs: readonly Pair[]): Promise<Hash> {
  const [hash] = await hashMany([bucketMessage(pairs)]);
  return hash as Hash;
}

const bucketMessage = (pairs: readonly Pair[]): Bytes =>
  enc("holdfast/1/bucket", ...pairs.flatMap(({ item, hash }) => [item as Bytes, hash as Bytes]));

/** The root over 256 bucket hashes; null stands for an empty bucket. */
export async function rootHash(hashMany: HashMany, buckets: readonly (Hash | null)[]): Promise<Hash> {
  const [empty] = await hashMany([bucketMessage([])]);
  const [root] = await hashMany([enc("holdfast/1/root", ...buckets.map((bucket) => (bucket ?? empty) as Bytes))]);
  return root as Hash;
}

/** `held`, ascending, with `changed` put over it: the pairs of a bucket after a change, ascending by id. */
export function withChanges(held: readonly Pair[], changed: readonly Pair[]): readonly Pair[] {
  const added = [...changed].sort((a, b) => compareBytes(a.item, b.item));
  const merged: Pair[] = [];
  let next = 0;
  for (const pair of held) {
    while (next < added.length && compareBytes((added[next] as Pair).item, pair.item) < 0) merged.push(added[next++] as Pair);
    const same = next < added.length && compareBytes((added[next] as Pair).item, pair.item) === 0;
    merged.push(same ? (added[next++] as Pair) : pair);
  }
  return [...merged, ...added.slice(next)];
}

/** Where the pairs and bucket hashes of a replica are read: the store. */
export interface Pairs {
  pairs(bucket: number): Promise<readonly Pair[]>;
  buckets(): Promise<readonly (Hash | null)[]>;
}

export interface DigestAfter {
  readonly root: Hash;
  /** The bucket hashes that differ from those held. */
  readonly buckets: readonly { readonly bucket: number; readonly hash: Hash }[];
  /** Pairs that were not there before. */
  readonly added: number;
}

/** The digest the replica will have once `changed` is in it. `whole`: nothing that is held counts. */
export async function digestAfter(
  hashMany: HashMany,
  held: Pairs,
  changed: readonly Pair[],
  options: { readonly whole: boolean },
): Promise<DigestAfter> {
  const byBucket = Map.groupBy(changed, ({ item }) => bucketOf(item));
  // Asked for beside the pairs: neither needs the other.
  const [{ messages, added }, kept] = await Promise.all([bucketsAfter(held, byBucket, options), options.whole ? [] : held.buckets()]);
  const hashes = await hashMany(messages);
  const buckets = [...byBucket.keys()].map((bucket, i) => ({ bucket, hash: hashes[i] as Hash }));
  const all: (Hash | null)[] = Array.from({ length: bucketCount }, (_, bucket) => kept[bucket] ?? null);
  for (const { bucket, hash } of buckets) all[bucket] = hash;
  return { root: await rootHash(hashMany, all), buckets, added };
}

/** What each bucket is made of after the change, and how many pairs more there are. */
async function bucketsAfter(
  held: Pairs,
  byBucket: ReadonlyMap<number, readonly Pair[]>,
  { whole }: { readonly whole: boolean },
): Promise<{ readonly messages: readonly Bytes[]; readonly added: number }> {
  const messages: Bytes[] = [];
  let added = 0;
  for (const [bucket, pairs] of byBucket) {
    const before = whole ? [] : await held.pairs(bucket);
    const after = withChanges(before, pairs);
    added += after.length - before.length;
    messages.push(bucketMessage(after));
  }
  return { messages, added };
}
