import { expect, it } from "vitest";
import { newItem } from "../testing/test-account.ts";
import { storageContract } from "./contract.ts";
import { Writer } from "./contract-writer.ts";
import { MemoryStorage } from "./memory-storage.ts";

storageContract("memory", async () => new MemoryStorage());

it("goes on from a copy of its state as if it had been there", async () => {
  const storage = new MemoryStorage();
  const writer = await Writer.start(storage);
  const item = newItem();
  await writer.write([item]);
  const restored = new MemoryStorage(structuredClone(storage.state));
  await writer.write([item]);
  const again = new Writer(restored, writer.of);
  expect((await again.vault())?.head.seq).toBe(1);
  again.head = (await again.vault())?.head.hash ?? again.head;
  await again.write([item]);
  expect((await again.vault())?.items).toBe(1);
  expect(await again.changes(2)).toHaveLength(1);
});
