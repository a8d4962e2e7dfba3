// The queue over a storage whose disk answers when the test says so.

import { limits } from "@holdfast/protocol";
import { expect, it } from "vitest";
import { Writer } from "../storage/contract-writer.ts";
import { MemoryStorage } from "../storage/memory-storage.ts";
import type { Append, AppendResult } from "../storage/storage.ts";
import { newItem } from "../testing/test-account.ts";
import { AppendQueue, batchBytes, batchCount } from "./append-queue.ts";

interface Slow {
  readonly queue: AppendQueue;
  readonly storage: MemoryStorage;
  /** How many commits each transaction had. */
  readonly batches: number[];
  /** Lets the transaction under way end, and the queue go on. */
  flush(): Promise<void>;
  fails: (commits: readonly Append[]) => boolean;
}

function slow(): Slow {
  const storage = new MemoryStorage();
  const batches: number[] = [];
  let release = (): void => {};
  const append = async (commits: readonly Append[]): Promise<readonly AppendResult[]> => {
    batches.push(commits.length);
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    if (made.fails(commits)) throw new Error("the disk is full");
    return storage.vaults.append(commits);
  };
  const settled = () => new Promise<void>((resolve) => void setImmediate(resolve));
  const made: Slow = {
    queue: new AppendQueue({ append }, queueMicrotask),
    storage,
    batches,
    flush: async () => {
      await settled();
      release();
      await settled();
    },
    fails: () => false,
  };
  return made;
}

it("[C28] takes together what came together, and what came meanwhile together after that", async () => {
  const { queue, storage, batches, flush } = slow();
  const writers = await Promise.all(Array.from({ length: 6 }, () => Writer.start(storage)));
  const sent = writers.slice(0, 3).map((writer) => queue.append(writer.commit([newItem()])));
  await flush();
  expect((await Promise.all(sent)).map(({ type }) => type)).toEqual(["appended", "appended", "appended"]);
  const first = queue.append((writers[3] as Writer).commit([newItem()]));
  await new Promise((resolve) => void setImmediate(resolve));
  const later = writers.slice(4).map((writer) => queue.append(writer.commit([newItem()])));
  await flush();
  expect((await first).type).toBe("appended");
  await flush();
  await Promise.all(later);
  expect(batches).toEqual([3, 1, 2]);
});

it("[C3] lets each see those before it: of two on one head the first is taken, and one on it as well", async () => {
  const { queue, storage, batches, flush } = slow();
  const writer = await Writer.start(storage);
  const [first, rival] = [writer.commit([newItem()]), writer.commit([newItem()])];
  const next = writer.commit([newItem()], { prev: first.hash });
  const sent = [first, rival, next].map((given) => queue.append(given));
  await flush();
  expect((await Promise.all(sent)).map(({ type }) => type)).toEqual(["appended", "stale", "appended"]);
  expect(batches).toEqual([3]);
});

it("[C2] answers nobody before the disk has", async () => {
  const { queue, storage, flush } = slow();
  const writer = await Writer.start(storage);
  let answered = false;
  const sent = queue.append(writer.commit([])).then(() => {
    answered = true;
  });
  await new Promise((resolve) => void setImmediate(resolve));
  expect(answered).toBe(false);
  await flush();
  await sent;
  expect(answered).toBe(true);
});

it("[C28] bounds a transaction by count and by bytes, and keeps the order", async () => {
  const { queue, storage, batches, flush } = slow();
  const writer = await Writer.start(storage);
  let prev = writer.head;
  const sent = Array.from({ length: batchCount + 3 }, () => {
    const given = writer.commit([], { prev });
    prev = given.hash;
    return queue.append(given);
  });
  await flush();
  await flush();
  expect((await Promise.all(sent)).every(({ type }) => type === "appended")).toBe(true);
  expect(batches.splice(0)).toEqual([batchCount, 3]);

  const room = { items: 1_000, accountBytes: 1 << 30 };
  const [change] = writer.commit([newItem()]).changes;
  if (change === undefined) throw new Error("no change");
  const large = async (bytes: number): Promise<Append> => {
    const other = await Writer.start(storage);
    return { ...other.commit([], { maximum: room }), changes: [{ ...change, revision: new Uint8Array(bytes) }] };
  };
  const heads = (await large(0)).head.length;
  const half = batchBytes / 2 - heads;
  const given = [await large(half), await large(half), await large(1), await large(2 * batchBytes), await large(1)];
  const taken = given.map((one) => queue.append(one));
  for (let i = 0; i < 4; i++) await flush();
  expect((await Promise.all(taken)).every(({ type }) => type === "appended")).toBe(true);
  expect(batches).toEqual([2, 1, 1, 1]);
  expect(limits.commitBytes).toBeLessThan(batchBytes);
});

it("[C28] lets no commit fail because of another: when the machine fails at several, each goes alone", async () => {
  const made = slow();
  const { queue, storage, batches, flush } = made;
  const [good, bad, other] = [await Writer.start(storage), await Writer.start(storage), await Writer.start(storage)];
  const broken = bad.commit([newItem()]);
  made.fails = (commits) => commits.includes(broken);
  const sent = [good.commit([newItem()]), broken, other.commit([newItem()])].map((given) => queue.append(given));
  const settled = Promise.allSettled(sent);
  for (let i = 0; i < 4; i++) await flush();
  expect((await settled).map((one) => (one.status === "fulfilled" ? one.value.type : "failed"))).toEqual([
    "appended",
    "failed",
    "appended",
  ]);
  expect(batches).toEqual([3, 1, 1, 1]);
  expect((await bad.vault())?.head.seq).toBe(0);
  made.fails = () => false;
  const again = queue.append(broken);
  await flush();
  expect((await again).type).toBe("appended");
});

it("[C28] gives what came while the disk was waited for its turn before the next transaction, and takes none where nobody waits", async () => {
  const storage = new MemoryStorage();
  const writers = await Promise.all(Array.from({ length: 3 }, () => Writer.start(storage)));
  const [first, second, third] = writers.map((writer) => writer.commit([newItem()])) as [Append, Append, Append];
  const batches: number[] = [];
  const turns: (() => void)[] = [];
  const append = async (commits: readonly Append[]): Promise<readonly AppendResult[]> => {
    batches.push(commits.length);
    if (batches.length === 1) sent.push(queue.append(second));
    return storage.vaults.append(commits);
  };
  const queue = new AppendQueue({ append }, (run) => void turns.push(run));
  const sent = [queue.append(first)];
  expect(turns).toHaveLength(1);
  turns.shift()?.();
  await sent[0];
  await new Promise((resolve) => void setImmediate(resolve));
  expect([batches, turns.length]).toEqual([[1], 1]);
  // Its turn has not come yet: whoever comes until then goes along.
  sent.push(queue.append(third));
  turns.shift()?.();
  await Promise.all(sent);
  await new Promise((resolve) => void setImmediate(resolve));
  expect([batches, turns.length]).toEqual([[1, 2], 0]);
});

it("[C2] answers nobody with a success that the storage did not give", async () => {
  const queue = new AppendQueue({ append: async () => [] }, queueMicrotask);
  const writer = await Writer.start(new MemoryStorage());
  await expect(queue.append(writer.commit([]))).rejects.toThrow("no result");
});
