// The contract that every storage engine passes, as a suite: call it in the engine's test with a way to make an empty one.
// Nothing here knows an engine.

import { type Bytes, compareBytes, genesis, type Hash, type ItemId } from "@holdfast/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { sha256 } from "../sha256.ts";
import { newDevice, newItem, random, sealedPiece } from "../testing/test-account.ts";
import { accountsContract } from "./contract-accounts.ts";
import { largePage, nothingToClean, Writer } from "./contract-writer.ts";
import type { Append, Page, Storage } from "./storage.ts";

const hex = (bytes: Bytes): string => Buffer.from(bytes).toString("hex");
const ascending = (count: number): ItemId[] => Array.from({ length: count }, newItem).sort(compareBytes);

export function storageContract(name: string, make: () => Promise<Storage>): void {
  describe(`storage: ${name}`, () => {
    const opened: Storage[] = [];
    const open = async (): Promise<Storage> => {
      const storage = await make();
      opened.push(storage);
      return storage;
    };
    afterEach(async () => {
      for (const storage of opened.splice(0)) await storage.close();
    });
    accountsContract(open);
    appendContract(open);
    readContract(open);
    cleanContract(open);
  });
}

function appendContract(open: () => Promise<Storage>): void {
  it("[C3] puts commits one upon the other and counts items and bytes", async () => {
    const storage = await open();
    const writer = await Writer.start(storage);
    const [a, b] = [newItem(), newItem()];
    const first = await writer.write([a, b]);
    const second = await writer.write([b]);
    const bytes = [first, second].flatMap(({ head, changes }) => [head.length, ...changes.map(({ revision }) => revision.length)]);
    expect(await writer.vault()).toMatchObject({
      head: { seq: 2, hash: second.hash },
      items: 2,
      bytes: bytes.reduce((sum, length) => sum + length, 0),
    });
    expect(await storage.vaults.hashAt(writer.of.vault, 1)).toEqual(first.hash);
    expect(await storage.vaults.hashAt(writer.of.vault, 3)).toBeNull();
    expect(await storage.vaults.seqOf(writer.of.vault, second.hash)).toBe(2);
    expect(await storage.vaults.seqOf(writer.of.vault, sha256(random(4)))).toBeNull();
  });

  it("[C3] refuses what stands on another head, and tells the one there is", async () => {
    const storage = await open();
    const writer = await Writer.start(storage);
    await writer.write([newItem()]);
    const before = await writer.vault();
    const stale = writer.commit([newItem()], { prev: genesis.hash });
    expect(await writer.append(stale)).toEqual({ type: "stale", head: before?.head });
    expect(await writer.append(writer.commit([newItem()], { prev: sha256(random(3)) }))).toEqual({ type: "stale", head: before?.head });
    expect(await writer.vault()).toEqual(before);
    expect(await writer.changes(2)).toHaveLength(1);
  });

  it("[C3] takes several at once, each seeing those before it; of two on one head exactly one", async () => {
    const storage = await open();
    const [writer, other] = [await Writer.start(storage), await Writer.start(storage)];
    const item = newItem();
    const first = writer.commit([item]);
    const rival = writer.commit([item]);
    const next = writer.commit([item], { prev: first.hash });
    const elsewhere = other.commit([item]);
    const results = await storage.vaults.append([first, rival, next, elsewhere]);
    expect(results.map(({ type }) => type)).toEqual(["appended", "stale", "appended", "appended"]);
    expect(results[1]).toEqual({ type: "stale", head: { seq: 1, hash: first.hash } });
    expect((await writer.vault())?.items).toBe(1);
    expect((await writer.changes(2)).map(({ revision }) => revision)).toEqual(next.changes.map(({ revision }) => revision));
    expect(await storage.vaults.append([])).toEqual([]);
  });

  it("[C6] refuses a sealed head that stands in the chain already", async () => {
    const storage = await open();
    const writer = await Writer.start(storage);
    const first = await writer.write([newItem()]);
    await writer.write([newItem()]);
    const before = await writer.vault();
    expect(await writer.append(writer.commit([newItem()], { head: first.head, hash: first.hash }))).toEqual({ type: "repeated" });
    expect(await writer.append(writer.commit([], { hash: genesis.hash }))).toEqual({ type: "repeated" });
    expect(await writer.vault()).toEqual(before);
  });

  it("[C17] keeps the bound on items: a full vault still takes changes of items it has", async () => {
    const storage = await open();
    const writer = await Writer.start(storage);
    const items = ascending(3);
    const most = { items: 3, accountBytes: 1 << 20 };
    await writer.write(items, { maximum: most });
    const before = await writer.vault();
    expect(await writer.append(writer.commit([items[0] as ItemId, newItem()], { maximum: most }))).toEqual({ type: "vault-full" });
    expect(await writer.vault()).toEqual(before);
    expect(await writer.changes(9)).toHaveLength(3);
    expect(await storage.vaults.hashAt(writer.of.vault, 2)).toBeNull();
    await writer.write(items, { maximum: most });
  });

  it("[C17] keeps the bound on the account's bytes, to the byte", async () => {
    const storage = await open();
    const writer = await Writer.start(storage);
    const item = newItem();
    await writer.write([item]);
    const bytes = (await writer.vault())?.bytes ?? 0;
    const next = writer.commit([item], { branch: [sealedPiece()] });
    const size = next.head.length + (next.changes[0]?.revision.length ?? 0);
    const tight = { items: 10, accountBytes: bytes + size };
    expect(await writer.append({ ...next, maximum: tight })).toEqual({ type: "quota-full" });
    expect((await writer.vault())?.bytes).toBe(bytes);
    expect(await writer.append({ ...next, branch: [], maximum: { ...tight, accountBytes: bytes + size - 1 } })).toEqual({
      type: "quota-full",
    });
    expect((await writer.append({ ...next, branch: [], maximum: tight })).type).toBe("appended");
    expect((await writer.vault())?.bytes).toBe(bytes + size);
  });
}

function readContract(open: () => Promise<Storage>): void {
  it("[C7] reads what was current at an end, whatever has come since", async () => {
    const storage = await open();
    const writer = await Writer.start(storage);
    const [a = newItem(), b = newItem(), c = newItem()] = ascending(3);
    const first = await writer.write([a, b]);
    const second = await writer.write([b, c]);
    const third = await writer.write([a]);
    const at = async (to: number) => (await writer.changes(to)).map(({ seq, item, revision }) => [seq, hex(item), hex(revision)]);
    const of = (commit: Append, seq: number, item: ItemId) => {
      const revision = commit.changes.find((change) => change.item === item)?.revision ?? random(1);
      return [seq, hex(item), hex(revision)];
    };
    expect(await at(0)).toEqual([]);
    expect(await at(1)).toEqual([of(first, 1, a), of(first, 1, b)]);
    expect(await at(2)).toEqual([of(first, 1, a), of(second, 2, b), of(second, 2, c)]);
    expect(await at(3)).toEqual([of(second, 2, b), of(second, 2, c), of(third, 3, a)]);
    for (const [to, count] of [
      [0, 0],
      [1, 2],
      [2, 3],
      [3, 3],
    ] as const) {
      expect(await storage.vaults.countChanges(writer.of.vault, { seq: 0, item: null }, to)).toBe(count);
      const sorted = [...(await writer.changes(to))].sort((x, y) => compareBytes(x.item, y.item));
      expect(await writer.pairs(to)).toEqual(sorted.map(({ item, revision }) => ({ item, hash: sha256(revision) })));
    }
  });

  it("[C7] reads only what comes after a place", async () => {
    const storage = await open();
    const writer = await Writer.start(storage);
    const items = ascending(4);
    await writer.write(items.slice(0, 2));
    await writer.write(items.slice(2));
    const after = async (seq: number, item: ItemId | null) => {
      const place = { seq, item };
      const found = (await writer.changes(2, place)).map((change) => hex(change.item));
      expect(await storage.vaults.countChanges(writer.of.vault, place, 2)).toBe(found.length);
      return found;
    };
    const all = items.map(hex);
    expect(await after(1, null)).toEqual(all.slice(2));
    expect(await after(1, items[0] ?? null)).toEqual(all.slice(1));
    expect(await after(1, items[1] ?? null)).toEqual(all.slice(2));
    expect(await after(2, items[2] ?? null)).toEqual(all.slice(3));
    expect(await after(2, null)).toEqual([]);
    expect(await after(1, new Uint8Array(16).fill(0xff) as ItemId)).toEqual(all.slice(2));
  });

  it("[C24] ends a page with what reaches its bytes or its count", async () => {
    const storage = await open();
    const writer = await Writer.start(storage);
    await writer.write(ascending(5));
    const size = (await writer.changes(1))[0]?.revision.length ?? 0;
    const counts = async (page: Page) => (await writer.changes(1, undefined, page)).length;
    expect(await counts({ bytes: 1, count: 9 })).toBe(1);
    expect(await counts({ bytes: size, count: 9 })).toBe(1);
    expect(await counts({ bytes: size + 1, count: 9 })).toBe(2);
    expect(await counts({ bytes: 1 << 20, count: 3 })).toBe(3);
    expect(await writer.pairs(1, null, 2)).toHaveLength(2);
  });

  it("[C24] reads heads in order, from one to another", async () => {
    const storage = await open();
    const writer = await Writer.start(storage);
    const commits = [await writer.write([]), await writer.write([], { branch: [sealedPiece()] }), await writer.write([])];
    const heads = commits.map(({ head }) => head);
    const { vault } = writer.of;
    expect(await storage.vaults.heads(vault, 1, 3, largePage)).toEqual(heads);
    expect(await storage.vaults.heads(vault, 2, 3, largePage)).toEqual(heads.slice(1));
    expect(await storage.vaults.heads(vault, 1, 2, largePage)).toEqual(heads.slice(0, 2));
    expect(await storage.vaults.heads(vault, 4, 3, largePage)).toEqual([]);
    expect(await storage.vaults.heads(vault, 1, 3, { bytes: 1, count: 9 })).toEqual(heads.slice(0, 1));
    expect(await storage.vaults.heads(vault, 1, 3, { bytes: 1 << 20, count: 2 })).toEqual(heads.slice(0, 2));
  });

  it("[C24] finds the next commit that carried heads of a lost branch", async () => {
    const storage = await open();
    const writer = await Writer.start(storage);
    const branches = [[], [sealedPiece(), sealedPiece()], [], [sealedPiece()]];
    for (const branch of branches) await writer.write([], { branch });
    const { vault } = writer.of;
    expect(await storage.vaults.branch(vault, 1, 4)).toEqual({ seq: 2, heads: branches[1] });
    expect(await storage.vaults.branch(vault, 2, 2)).toEqual({ seq: 2, heads: branches[1] });
    expect(await storage.vaults.branch(vault, 3, 4)).toEqual({ seq: 4, heads: branches[3] });
    expect(await storage.vaults.branch(vault, 3, 3)).toBeNull();
    expect(await storage.vaults.branch(vault, 5, 9)).toBeNull();
  });

  it("[C7] pages pairs by item, also those that were superseded since the end", async () => {
    const storage = await open();
    const writer = await Writer.start(storage);
    const items = ascending(6);
    const first = await writer.write(items);
    const wanted = first.changes.map(({ item, hash }) => ({ item, hash }));
    await writer.write([items[1] as ItemId, items[4] as ItemId, newItem()]);
    await writer.write([items[1] as ItemId]);
    const read = [];
    for (let after: ItemId | null = null; ; ) {
      const page: readonly { item: ItemId; hash: Hash }[] = await writer.pairs(1, after, 2);
      if (page.length === 0) break;
      read.push(...page);
      after = page.at(-1)?.item ?? null;
    }
    expect(read).toEqual(wanted);
  });
}

function cleanContract(open: () => Promise<Storage>): void {
  it("[C16] removes what was superseded before a time, a piece at a time, and nothing that is current", async () => {
    const storage = await open();
    const writer = await Writer.start(storage);
    const items = ascending(3);
    await writer.write(items, { at: 10_000 });
    await writer.write(items, { at: 20_000 });
    await writer.write(items.slice(0, 1), { at: 30_000 });
    const before = (await writer.vault())?.bytes ?? 0;
    const clean = (supersededBefore: number, count = 100) => storage.clean({ ...nothingToClean, supersededBefore, count });
    expect(await clean(20_000)).toBe(0);
    expect(await clean(20_001, 2)).toBe(2);
    expect(await clean(20_001, 2)).toBe(1);
    expect(await clean(20_001)).toBe(0);
    const vault = await writer.vault();
    expect(vault?.cleaned).toBe(2);
    expect(vault?.items).toBe(3);
    expect(before - (vault?.bytes ?? 0)).toBe(3 * 133);
    expect(await writer.changes(3)).toHaveLength(3);
    expect(await writer.changes(2)).toHaveLength(3);
    expect(await writer.changes(1)).toHaveLength(0);
    expect(await clean(30_001)).toBe(1);
    expect((await writer.vault())?.cleaned).toBe(3);
    expect(await storage.vaults.heads(writer.of.vault, 1, 3, largePage)).toHaveLength(3);
  });

  it("[C23] removes sessions that nobody has used since a time", async () => {
    const storage = await open();
    const writer = await Writer.start(storage);
    const [old, used] = [sha256(random(8)), sha256(random(8))];
    await writer.signIn(old, newDevice(), 3_000);
    await writer.signIn(used, newDevice(), 3_000);
    await storage.accounts.useSession(used, 4_000);
    expect(await storage.clean({ ...nothingToClean, sessionsBefore: 4_000, count: 1 })).toBe(1);
    expect(await storage.clean({ ...nothingToClean, sessionsBefore: 4_000, count: 100 })).toBe(1);
    expect(await storage.accounts.session(old)).toBeNull();
    expect(await storage.accounts.session(used)).not.toBeNull();
  });
}
