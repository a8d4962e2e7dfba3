import { type Bytes, concat, type DeviceId, enc, type Hash, type ItemId, readSealedHeader, utf8, type VaultId } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveVaultKeys, type VaultKeys } from "../keys/vault-keys.ts";
import { anyId, bytesUpTo, everyBeginning, everyFlippedBit } from "../testing/arbitrary.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import type { Content, Item } from "../vault/item.ts";
import { encodeContent } from "../vault/parse.ts";
import { sealOne } from "./envelope.ts";
import type { Head } from "./head.ts";
import { paddedSize } from "./padding.ts";
import { vaultSeal } from "./vault-seal.ts";

const crypto = testCrypto();
const vault = new Uint8Array(16).fill(2) as VaultId;
const device = "0f".repeat(16);
const keysOf = (epoch: number, id: VaultId = vault) => deriveVaultKeys(crypto, epoch, new Uint8Array(32).fill(epoch), id);
const [first, second, third] = await Promise.all([keysOf(1), keysOf(2), keysOf(3)]);
const seal = vaultSeal(crypto, vault, [first, second]);
const item = new Uint8Array(16).fill(7) as ItemId;

const anItem = (title: string): Item => ({
  v: 1,
  kind: "login",
  fields: new Map([["title", [[title, 150_405_120_000_000, device]]]]),
  conflicts: new Map(),
});
const contents: fc.Arbitrary<Content> = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 800 }).map(anItem),
  fc.record({ v: fc.constant(1 as const), purged: fc.constant([150_405_120_000_001, device, 1_772_366_400_000] as const) }),
);

const head: Head = {
  seq: 5,
  prev: new Uint8Array(32).fill(4) as Hash,
  root: new Uint8Array(32).fill(5) as Hash,
  count: 3,
  device: new Uint8Array(16).fill(6) as DeviceId,
  time: 1_772_366_400_000,
};

async function sealedOne(content: Content = anItem("GitHub"), by = seal): Promise<Bytes> {
  const [sealed] = await by.seal([{ item, content }]);
  expect(sealed).toBeDefined();
  return (sealed as NonNullable<typeof sealed>).revision;
}

/** Any bytes as the content of `item`, under the keys of an epoch. */
const forged = (keys: VaultKeys, content: Bytes): Promise<Bytes> =>
  sealOne(crypto, keys.revision, keys.epoch, { content, associated: (header) => enc("holdfast/1/revision", header, vault, item) });

describe("revisions", () => {
  it("[E2] [E4] come back each under its own item, in the order given", async () => {
    const many = fc.array(fc.record({ item: anyId<ItemId>(), content: contents }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(many, async (given) => {
        const sealed = await seal.seal(given);
        const opened = await seal.open(given.map(({ item }, i) => ({ item, revision: (sealed[i] as (typeof sealed)[number]).revision })));
        expect(opened).toEqual(given.map(({ content }) => ({ type: "opened", content })));
        expect(sealed.map(({ hash }) => hash)).toEqual(await crypto.sha256(sealed.map(({ revision }) => revision)));
      }),
      { numRuns: 50 },
    );
  });

  it("[E4] [attack 23] hold the whole content in one piece, neither compressed nor sealed by field", async () => {
    const content = anItem("a".repeat(20_000));
    const revision = await sealedOne(content);
    expect(revision.length).toBe(33 + paddedSize(encodeContent(content).length));
    const [plain] = await crypto.openMany(second.revision, [
      {
        nonce: revision.slice(5, 17),
        ciphertext: revision.slice(17),
        associated: enc("holdfast/1/revision", revision.slice(0, 5), vault, item),
      },
    ]);
    expect(plain?.slice(4, 4 + encodeContent(content).length)).toEqual(encodeContent(content));
  });

  it("[E2] [attack 22, 27, 71] open under no other item, vault or epoch's key", async () => {
    const revision = await sealedOne();
    const others = everyFlippedBit(item).map((other) => ({ item: other as ItemId, revision }));
    for (const opened of await seal.open(others)) expect(opened).toEqual({ type: "damaged" });
    const elsewhere = new Uint8Array(16).fill(3) as VaultId;
    const stranger = vaultSeal(crypto, elsewhere, [await keysOf(1, elsewhere), await keysOf(2, elsewhere)]);
    expect(await stranger.open([{ item, revision }])).toEqual([{ type: "damaged" }]);
    const sameKeys = vaultSeal(crypto, elsewhere, [first, second]);
    expect(await sameKeys.open([{ item, revision }])).toEqual([{ type: "damaged" }]);
    expect(await vaultSeal(crypto, vault, [first, { ...third, epoch: 2 }]).open([{ item, revision }])).toEqual([{ type: "damaged" }]);
    expect(await seal.open([{ item, revision }])).toEqual([{ type: "opened", content: anItem("GitHub") }]);
  });

  it("[E5] [attack 25, 28] never open with any bit flipped: damaged, or of an epoch not known here where its number says so", async () => {
    const revision = await sealedOne();
    const flipped = everyFlippedBit(revision);
    const opened = await seal.open(flipped.map((other) => ({ item, revision: other })));
    for (const [i, other] of flipped.entries()) {
      expect(opened[i]).toEqual({ type: (readSealedHeader(other) ?? 0) > 2 ? "later-epoch" : "damaged" });
    }
    for (const other of await seal.open(everyBeginning(revision).map((cut) => ({ item, revision: cut })))) {
      expect(other).toEqual({ type: "damaged" });
    }
  });

  it("[E5] of random bytes are damaged and throw nothing", async () => {
    await fc.assert(
      fc.asyncProperty(bytesUpTo(600), async (random) => {
        const claimed = concat(Uint8Array.of(1, 0, 0, 0, 2), random);
        expect(await seal.open([{ item, revision: claimed }])).toEqual([{ type: "damaged" }]);
        const [opened] = await seal.open([{ item, revision: random }]);
        expect(["damaged", "later-epoch"]).toContain(opened?.type);
      }),
    );
  });

  it("that open and hold what this version does not know are not understood, and not damaged", async () => {
    for (const content of ["", "{}", '{"v":2}', "[1]", "\u0000", '{"v":1,"kind":"login"}']) {
      expect(await seal.open([{ item, revision: await forged(second, utf8(content)) }])).toEqual([{ type: "not-understood" }]);
    }
    expect(await seal.open([{ item, revision: await forged(second, Uint8Array.of(0xff, 0xfe)) }])).toEqual([{ type: "not-understood" }]);
  });

  it("[E1] are sealed under the newest epoch, and read under their own", async () => {
    const older = vaultSeal(crypto, vault, [first]);
    const newer = vaultSeal(crypto, vault, [third, first, second]);
    expect([older.epoch, seal.epoch, newer.epoch]).toEqual([1, 2, 3]);
    const pieces = [await sealedOne(anItem("1"), older), await sealedOne(anItem("2"), seal), await sealedOne(anItem("3"), newer)];
    expect(pieces.map(readSealedHeader)).toEqual([1, 2, 3]);
    const revisions = pieces.map((revision) => ({ item, revision }));
    expect((await newer.open(revisions)).map(({ type }) => type)).toEqual(["opened", "opened", "opened"]);
    expect((await seal.open(revisions)).map(({ type }) => type)).toEqual(["opened", "opened", "later-epoch"]);
    expect((await vaultSeal(crypto, vault, [third]).open(revisions)).map(({ type }) => type)).toEqual(["damaged", "damaged", "opened"]);
  });
});

describe("many revisions of several epochs", () => {
  it("[E4] are each tried with the key of their own epoch, and with no other", async () => {
    const older = vaultSeal(crypto, vault, [first]);
    const pieces = [await sealedOne(anItem("1"), older), await sealedOne(anItem("2"), seal), await sealedOne(anItem("3"), seal)];
    const tried: number[] = [];
    const openMany: typeof crypto.openMany = (key, jobs) => {
      tried.push(jobs.length);
      return crypto.openMany(key, jobs);
    };
    const opened = await vaultSeal({ ...crypto, openMany }, vault, [first, second]).open(pieces.map((revision) => ({ item, revision })));
    expect([opened.map(({ type }) => type), tried]).toEqual([
      ["opened", "opened", "opened"],
      [1, 2],
    ]);
  });
});

describe("heads, ids and signatures", () => {
  it("[E6] heads open at their seq and say their epoch", async () => {
    const sealed = await seal.sealHead(head);
    expect(await seal.openHead(5, sealed)).toEqual({ type: "opened", head, epoch: 2 });
    expect(await seal.openHead(6, sealed)).toEqual({ type: "damaged" });
    expect(await vaultSeal(crypto, vault, [first]).openHead(5, sealed)).toEqual({ type: "later-epoch" });
    expect(await vaultSeal(crypto, vault, [third]).openHead(5, sealed)).toEqual({ type: "damaged" });
    expect(await vaultSeal(crypto, vault, [second, third]).openHead(5, sealed)).toEqual({ type: "opened", head, epoch: 2 });
  });

  it("[E5] [E6] heads never open with any bit flipped", async () => {
    const sealed = await seal.sealHead(head);
    for (const other of everyFlippedBit(sealed)) {
      expect(await seal.openHead(5, other)).toEqual({ type: (readSealedHeader(other) ?? 0) > 2 ? "later-epoch" : "damaged" });
    }
    expect(await seal.openHead(5, new Uint8Array(0))).toEqual({ type: "damaged" });
  });

  it("[E2] a revision is no head and a head no revision, even under one key", async () => {
    const oneKey: VaultKeys = { ...second, head: second.revision };
    const muddled = vaultSeal(crypto, vault, [oneKey]);
    expect(await muddled.open([{ item, revision: await muddled.sealHead(head) }])).toEqual([{ type: "damaged" }]);
    expect(await muddled.openHead(5, await sealedOne(anItem("x"), muddled))).toEqual({ type: "damaged" });
  });

  it("[K7] signs with the writer key of the newest epoch", async () => {
    const signature = await vaultSeal(crypto, vault, [second, first]).sign(utf8("message"));
    expect(await crypto.verify(second.writer.publicKey, utf8("message"), signature)).toBe(true);
    expect(await crypto.verify(first.writer.publicKey, utf8("message"), signature)).toBe(false);
  });

  it("draws the randomness of many ids at once", () => {
    const asked: number[] = [];
    const randomBytes = (count: number) => {
      asked.push(count);
      return crypto.randomBytes(count);
    };
    const { newItemId } = vaultSeal({ ...crypto, randomBytes }, vault, [first]);
    const ids = Array.from({ length: 257 }, newItemId);
    expect(asked).toEqual([4_096, 4_096]);
    expect(new Set(ids.map(String)).size).toBe(257);
  });

  it("gives ids of 16 random bytes", () => {
    const ids = Array.from({ length: 600 }, () => seal.newItemId());
    expect(new Set(ids.map(String)).size).toBe(600);
    // Each in memory of its own: what is done to one touches no other.
    for (const id of ids) expect([id.length, id.buffer.byteLength]).toEqual([16, 16]);
  });
});
