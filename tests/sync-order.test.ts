// The order of a vault as an outsider with the keys would check it: every commit that the devices made, against the rules of
// docs/spec/sync.md, worked out here a second time and slowly.

import { createHash } from "node:crypto";
import { type Bytes, commit, compareBytes, concat, decode, enc, toHex } from "@holdfast/protocol";
import type { MemoryRevision } from "@holdfast/server/testing/memory";
import { expect, it } from "vitest";
import { must } from "./support/device.ts";
import { keysOf } from "./support/keys.ts";
import { settle, World } from "./support/world.ts";

const sha256 = (bytes: Bytes): Bytes => new Uint8Array(createHash("sha256").update(bytes).digest());

/** The digest of the revisions that were current after commit `seq`. */
function rootAt(revisions: readonly MemoryRevision[], seq: number): { readonly root: Bytes; readonly count: number } {
  const current = revisions.filter((row) => row.seq <= seq && (row.supersededBy === null || row.supersededBy > seq));
  const ascending = [...current].sort((a, b) => compareBytes(a.item, b.item));
  const buckets = Array.from({ length: 256 }, (_, bucket) => {
    const pairs = ascending.filter(({ item }) => item[0] === bucket);
    return sha256(enc("holdfast/1/bucket", ...pairs.flatMap(({ item, revision }) => [item as Bytes, sha256(revision)])));
  });
  return { root: sha256(enc("holdfast/1/root", ...buckets)), count: current.length };
}

it("[S1, S2, S3, S6] seq counts from 1, each commit stands on the one before, and its head tells the whole vault after it", async () => {
  const world = new World();
  const laptop = await world.device("laptop");
  const phone = await world.device("phone");
  const ids: string[] = [];
  for (let i = 0; i < 12; i++) {
    const device = i % 3 === 0 ? phone : laptop;
    ids.push(await device.add({ title: `Item ${i}` }));
    if (i % 2 === 0) await device.synced();
  }
  await settle(laptop, phone);
  for (const id of ids) await phone.edit(id, { note: "edited" });
  await settle(phone, laptop);

  const { seal } = await keysOf(laptop);
  const { heads, revisions, head: newest } = world.vault;
  expect(heads.length).toBeGreaterThan(6);
  let prev: Bytes = new Uint8Array(32);
  for (const [i, { sealed, hash }] of heads.entries()) {
    const opened = await seal.openHead(i + 1, sealed);
    if (opened.type !== "opened") throw new Error("a head that our own devices wrote");
    expect(toHex(hash)).toBe(toHex(sha256(sealed)));
    expect({ ...opened.head, prev: toHex(opened.head.prev), root: toHex(opened.head.root) }).toMatchObject({
      seq: i + 1,
      prev: toHex(prev),
      root: toHex(rootAt(revisions, i + 1).root),
      count: rootAt(revisions, i + 1).count,
    });
    prev = hash;
  }
  expect({ seq: newest.seq, hash: toHex(newest.hash) }).toEqual({ seq: heads.length, hash: toHex(prev) });
  expect(await laptop.client.head()).toEqual(newest);
});

it("[S3, S4] every push bears its items in ascending order, each once, and one signature over all of it", async () => {
  const world = new World();
  const laptop = await world.device("laptop");
  for (let i = 0; i < 300; i++) await laptop.add({ title: `Item ${i}` });
  await laptop.synced();
  const { writerKey, vault } = world.vault;
  for (const { requestBody } of laptop.sent("push")) {
    const { changes, signature, prev, head } = must(decode(commit, requestBody));
    for (const [i, { item }] of changes.entries()) if (i > 0) expect(compareBytes(changes[i - 1]?.item as Bytes, item)).toBeLessThan(0);
    const over = sha256(enc("holdfast/1/changes", ...changes.flatMap(({ item, revision }) => [item as Bytes, sha256(revision)])));
    const message = enc("holdfast/1/commit", vault, prev, sha256(head), over, sha256(enc("holdfast/1/branch")));
    expect(await laptop.home.environment.crypto.verify(writerKey, message, signature)).toBe(true);
    expect(await laptop.home.environment.crypto.verify(writerKey, concat(message, Uint8Array.of(0)), signature)).toBe(false);
  }
});

it("[S9] thousands of edits go in commits of at most a thousand, and a device that was away gets them in one pull", async () => {
  const world = new World();
  const laptop = await world.device("laptop");
  const phone = await world.device("phone");
  await settle(laptop, phone);
  const items = Array.from({ length: 3_500 }, (_, i) => ({ kind: "login", edit: new Map([["title", `Item ${i}`]]) }));
  await laptop.client.addMany(items);
  const progress: number[] = [];
  await laptop.client.synchronize({ progress: ({ done }) => progress.push(done) });
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
  const sizes = laptop.sent("push").map(({ requestBody }) => must(decode(commit, requestBody)).changes.length);
  expect(sizes.slice(-4)).toEqual([1_000, 1_000, 1_000, 500]);
  const pulls = phone.sent("pull").length;
  expect((await phone.synced()).pulled).toBe(3_500);
  expect(phone.sent("pull").length).toBe(pulls + 1);
  expect((await phone.status()).items).toBe(3_500);
});
