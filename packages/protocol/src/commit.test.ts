import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bytes, concat, toHex, u32, utf8 } from "./bytes.ts";
import { decode, encode } from "./cbor.ts";
import { type Change, type Commit, commit, commitMessage, commitMessageOf, genesis, type HashMany, inOrder } from "./commit.ts";
import { readSealedHeader, sealedHeader, sealedMinimum } from "./envelope.ts";
import type { Hash, ItemId, VaultId } from "./ids.ts";
import { limits } from "./limits.ts";

const sha256 = (bytes: Bytes): Hash => new Uint8Array(createHash("sha256").update(bytes).digest()) as Hash;
const hashMany: HashMany = async (pieces) => pieces.map(sha256);
const item = (first: number): ItemId => new Uint8Array(16).fill(first, 0, 1) as ItemId;
const change = (first: number): Change => ({ item: item(first), revision: new Uint8Array(sealedMinimum).fill(first) });
const vault = new Uint8Array(16).fill(7) as VaultId;
const unsigned = { prev: genesis.hash, head: new Uint8Array(40).fill(1), changes: [change(1), change(2)] };

it("[S1] the first commit stands on seq 0 and 32 zero bytes", () => {
  expect(genesis).toEqual({ seq: 0, hash: new Uint8Array(32) });
});

describe("[S3] the items of a commit", () => {
  it("strictly ascend", () => {
    expect(inOrder([])).toBe(true);
    expect(inOrder([change(1)])).toBe(true);
    expect(inOrder([change(1), change(2), change(255)])).toBe(true);
    expect(inOrder([change(2), change(1)])).toBe(false);
    expect(inOrder([change(1), change(1)])).toBe(false);
    expect(inOrder([change(1), change(3), change(2)])).toBe(false);
  });

  it("are in order exactly when sorting leaves them and none is there twice", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 8 }), (firsts) => {
        const sorted = [...new Set(firsts)].sort((a, b) => a - b);
        expect(inOrder(firsts.map(change))).toBe(firsts.length === sorted.length && firsts.every((first, i) => first === sorted[i]));
      }),
    );
  });
});

describe("[S4] what a commit's signature covers", () => {
  it("is written out here by hand", async () => {
    const field = (bytes: Bytes): Bytes => concat(u32(bytes.length), bytes);
    const pairs = unsigned.changes.flatMap((one) => [field(one.item), field(sha256(one.revision))]);
    const branch = [new Uint8Array(40).fill(3), new Uint8Array(41).fill(4)];
    const wanted = concat(
      field(utf8("holdfast/1/commit")),
      field(vault),
      field(new Uint8Array(32)),
      field(sha256(unsigned.head)),
      field(sha256(concat(field(utf8("holdfast/1/changes")), ...pairs))),
      field(sha256(concat(field(utf8("holdfast/1/branch")), ...branch.map(field)))),
    );
    expect(toHex(await commitMessage(vault, { ...unsigned, branch }, hashMany))).toBe(toHex(wanted));
    const hashes = await hashMany(unsigned.changes.map(({ revision }) => revision));
    expect(await commitMessageOf(vault, { ...unsigned, branch }, hashes, hashMany)).toEqual(wanted);
  });

  it("is another for whatever differs", async () => {
    const others: Omit<Commit, "signature">[] = [
      unsigned,
      { ...unsigned, prev: sha256(vault) },
      { ...unsigned, head: new Uint8Array(40).fill(2) },
      { ...unsigned, changes: [change(1)] },
      { ...unsigned, changes: [change(1), change(3)] },
      { ...unsigned, changes: [change(1), { ...change(2), revision: new Uint8Array(sealedMinimum) }] },
      { ...unsigned, branch: [new Uint8Array(40)] },
      { ...unsigned, branch: [new Uint8Array(40), new Uint8Array(40)] },
    ];
    const messages = await Promise.all(others.map(async (other) => toHex(await commitMessage(vault, other, hashMany))));
    messages.push(toHex(await commitMessage(item(9) as Bytes as VaultId, unsigned, hashMany)));
    expect(new Set(messages).size).toBe(messages.length);
    expect(toHex(await commitMessage(vault, { ...unsigned, branch: [] }, hashMany))).toBe(messages[0]);
  });
});

describe("a commit on the wire", () => {
  const whole: Commit = { ...unsigned, signature: new Uint8Array(64) };

  it("comes back as it was", () => {
    expect(decode(commit, encode(commit, whole))).toEqual({ ok: true, value: whole });
  });

  it.each([
    ["a short signature", { signature: new Uint8Array(63) }],
    ["a head that is too short to be sealed", { head: new Uint8Array(sealedMinimum - 1) }],
    ["a head that is too long", { head: new Uint8Array(limits.headBytes + 1) }],
    ["a revision that is too long", { changes: [{ item: item(1), revision: new Uint8Array(limits.revisionBytes + 1) }] }],
    ["too many changes", { changes: Array.from({ length: limits.commitChanges + 1 }, () => change(1)) }],
    ["too long a branch", { branch: Array.from({ length: limits.branchHeads + 1 }, () => new Uint8Array(40)) }],
  ])("is refused with %s", (_, changed) => {
    expect(decode(commit, encode(commit, { ...whole, ...changed })).ok).toBe(false);
  });
});

describe("the header of a sealed piece", () => {
  it("bears the suite and a number", () => {
    expect(toHex(sealedHeader(0x01020304))).toBe("0101020304");
    expect(readSealedHeader(concat(sealedHeader(77), new Uint8Array(28)))).toBe(77);
  });

  it("is null for another suite, and where nothing can be inside", () => {
    expect(readSealedHeader(concat(sealedHeader(77), new Uint8Array(27)))).toBeNull();
    expect(readSealedHeader(new Uint8Array(60).fill(2, 0, 1))).toBeNull();
    expect(readSealedHeader(new Uint8Array(0))).toBeNull();
  });
});
