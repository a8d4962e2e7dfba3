// The frames at the edges of their sizes, and over a storage that has less than it said.

import { genesis, type HeadRef, type PullFrame, type PullRequest } from "@holdfast/protocol";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { sha256 } from "../sha256.ts";
import { Writer } from "../storage/contract-writer.ts";
import { MemoryStorage } from "../storage/memory-storage.ts";
import type { StoredVault } from "../storage/storage.ts";
import { framesOf, newItem, random, sealedPiece } from "../testing/test-account.ts";
import { pullFrames } from "./frames.ts";
import { type Plan, planPull } from "./read.ts";

let storage: MemoryStorage;
let writer: Writer;
beforeEach(async () => {
  storage = new MemoryStorage();
  writer = await Writer.start(storage);
});

const fresh: PullRequest = { after: null, whole: true };

async function stored(): Promise<StoredVault> {
  const vault = await writer.vault();
  if (vault === null) throw new Error("no vault");
  return vault;
}

async function planned(request: PullRequest, vault?: StoredVault): Promise<Plan> {
  const plan = await planPull(storage.vaults, vault ?? (await stored()), request);
  if (!plan.ok) throw new Error(plan.error.kind);
  return plan.value;
}

async function pulled(request: PullRequest): Promise<readonly PullFrame[]> {
  const { frames, end } = await framesOf(pullFrames(storage.vaults, await planned(request)));
  expect(end).toBe("whole");
  return frames;
}

const kinds = (frames: readonly PullFrame[]) => frames.map(({ kind }) => kind);

describe("[C24] frames of lost branches", () => {
  const quarterKiB = (count: number) => Array.from({ length: count }, () => sealedPiece(1, 4_096 - 33));

  it.each([
    [127, [127]],
    [128, [128]],
    [129, [128, 1]],
    [256, [128, 128]],
  ])("with %i heads of 4 KiB have as many as fill half a MiB: %j", async (count, wanted) => {
    await writer.append(writer.commit([], { branch: quarterKiB(count), maximum: { items: 1, accountBytes: 1 << 24 } }));
    const frames = await pulled({ after: genesis, whole: false });
    expect(frames.flatMap((frame) => (frame.kind === "branch" ? [frame.heads.length] : []))).toEqual(wanted);
  });
});

describe("[C24] frames of pairs", () => {
  it("hold all of them, ten thousand a frame", async () => {
    const count = 10_001;
    const revision = sealedPiece(1, 0);
    const hash = sha256(revision);
    const items = Array.from({ length: count }, newItem).sort((a, b) => Buffer.compare(a, b));
    const changes = items.map((item) => ({ item, revision, hash }));
    const maximum = { items: count, accountBytes: 1 << 24 };
    for (let at = 0; at < count; at += 1_000)
      await writer.append({ ...writer.commit([], { maximum }), changes: changes.slice(at, at + 1_000) });
    const asked = vi.spyOn(storage.vaults, "pairs");
    const pages = (await pulled({ ...fresh, pairsOnly: true })).flatMap((frame) => (frame.kind === "pairs" ? [frame.pairs] : []));
    expect(pages.map(({ length }) => length)).toEqual([10_000, 1]);
    expect(pages.flat().map(({ item }) => item)).toEqual(items);
    expect(asked).toHaveBeenCalledTimes(2);
  });
});

describe("[C24] a pull where nothing has changed", () => {
  it("asks the storage for no page of changes, and for one where something has", async () => {
    await writer.append(writer.commit([newItem()]));
    const { head } = await stored();
    await writer.append(writer.commit([]));
    const asked = vi.spyOn(storage.vaults, "changes");
    expect(kinds(await pulled({ after: head, whole: false }))).toEqual(["begin", "heads", "end"]);
    expect(asked).not.toHaveBeenCalled();
    expect(kinds(await pulled({ after: genesis, whole: false }))).toEqual(["begin", "heads", "changes", "end"]);
    expect(asked).toHaveBeenCalled();
  });
});

describe("a storage that has less than it said", () => {
  it("[C24] ends the pull rather than never", async () => {
    for (let i = 0; i < 3; i++) await writer.append(writer.commit([newItem()]));
    storage.vaults.heads = async () => [];
    storage.vaults.pairs = async () => [];
    storage.vaults.changes = async () => [];
    expect(kinds(await pulled({ after: genesis, whole: true }))).toEqual(["begin", "end"]);
  });
});

describe("a plan", () => {
  it("[C24] whole after a head begins with that head and no earlier one", async () => {
    for (let i = 0; i < 4; i++) await writer.append(writer.commit([]));
    const after: HeadRef = { seq: 3, hash: (await storage.vaults.hashAt(writer.of.vault, 3)) ?? genesis.hash };
    expect((await planned({ after, whole: true })).firstHead).toBe(3);
    expect((await planned({ after: genesis, whole: true })).firstHead).toBe(1);
  });

  it("[C15] of a cut pull has no heads, and goes on at an end up to which nothing is cleaned away", async () => {
    const item = newItem();
    await writer.append(writer.commit([item]));
    await writer.append(writer.commit([item]));
    const { head } = await stored();
    await writer.append(writer.commit([newItem()]));
    await storage.clean({ supersededBefore: 6_000, sessionsBefore: 0, invitationsBefore: 0, count: 10 });
    expect((await stored()).cleaned).toBe(head.seq);
    const from = { to: head, seq: 1, item };
    expect(await planned({ ...fresh, from })).toEqual({
      vault: writer.of.vault,
      to: head,
      firstHead: head.seq + 1,
      pairs: false,
      changes: { seq: 1, item },
    });
  });

  it("[C7] [C14] takes no head beyond the one it was made for, though it has come meanwhile", async () => {
    await writer.append(writer.commit([]));
    const before = await stored();
    await writer.append(writer.commit([]));
    const { head } = await stored();
    expect(await planPull(storage.vaults, before, { after: head, whole: false })).toEqual({
      ok: false,
      error: { kind: "history-differs", head: before.head },
    });
  });

  it("[C14] takes no head that the storage doesn't know", async () => {
    await writer.append(writer.commit([]));
    storage.vaults.hashAt = async () => null;
    const after: HeadRef = { seq: 1, hash: sha256(random(4)) };
    expect((await planPull(storage.vaults, await stored(), { after, whole: false })).ok).toBe(false);
  });
});
