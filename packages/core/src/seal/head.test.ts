import {
  type Bytes,
  concat,
  type DeviceId,
  enc,
  encode,
  type Hash,
  limits,
  readSealedHeader,
  u32,
  u64,
  type VaultId,
} from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveVaultKeys } from "../keys/vault-keys.ts";
import { anyHash, anyId, bytesUpTo, everyBeginning, everyFlippedBit } from "../testing/arbitrary.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { sealOne } from "./envelope.ts";
import { type Head, head, openHead, sealHead } from "./head.ts";

const crypto = testCrypto();
const vault = new Uint8Array(16).fill(2) as VaultId;
const keys = await deriveVaultKeys(crypto, 3, new Uint8Array(32).fill(1), vault);
const example: Head = {
  seq: 42,
  prev: new Uint8Array(32).fill(4) as Hash,
  root: new Uint8Array(32).fill(5) as Hash,
  count: 17,
  device: new Uint8Array(16).fill(6) as DeviceId,
  time: 1_772_366_400_000,
};

const heads: fc.Arbitrary<Head> = fc.record(
  {
    seq: fc.maxSafeNat(),
    prev: anyHash,
    root: anyHash,
    count: fc.nat(limits.vaultItems),
    device: anyId<DeviceId>(),
    time: fc.maxSafeNat(),
    heals: fc.record({ seq: fc.maxSafeNat(), hash: anyHash }),
  },
  { requiredKeys: ["seq", "prev", "root", "count", "device", "time"] },
);

/** Any content at all, sealed as the head of `seq`. */
const forged = (seq: number, content: Bytes): Promise<Bytes> =>
  sealOne(crypto, keys.head, keys.epoch, { content, associated: (header) => enc("holdfast/1/head", header, vault, u64(seq)) });

describe("the head", () => {
  it("[E6] comes back at its seq, in a piece of one size that bears the epoch", async () => {
    await fc.assert(
      fc.asyncProperty(heads, async (value) => {
        const sealed = await sealHead(crypto, keys, vault, value);
        expect(sealed.length).toBe(33 + 512);
        expect(readSealedHeader(sealed)).toBe(3);
        expect(await openHead(crypto, keys, vault, value.seq, sealed)).toEqual(value);
      }),
    );
  });

  it("[E6] does not open at another seq, in another vault or another epoch", async () => {
    const sealed = await sealHead(crypto, keys, vault, example);
    for (const seq of [0, 1, 41, 43, 42 + 2 ** 32, Number.MAX_SAFE_INTEGER]) {
      expect(await openHead(crypto, keys, vault, seq, sealed)).toBeNull();
    }
    for (const other of everyFlippedBit(vault)) expect(await openHead(crypto, keys, other as VaultId, 42, sealed)).toBeNull();
    expect(await openHead(crypto, { ...keys, epoch: 4 }, vault, 42, sealed)).toBeNull();
    expect(await openHead(crypto, await deriveVaultKeys(crypto, 3, new Uint8Array(32).fill(9), vault), vault, 42, sealed)).toBeNull();
    expect(await openHead(crypto, { ...keys, head: keys.revision }, vault, 42, sealed)).toBeNull();
  });

  it("[E6] whose inner seq is not the one bound is damaged", async () => {
    expect(await openHead(crypto, keys, vault, 42, await forged(42, encode(head, example)))).toEqual(example);
    expect(await openHead(crypto, keys, vault, 43, await forged(43, encode(head, example)))).toBeNull();
    expect(await openHead(crypto, keys, vault, 42, await forged(42, encode(head, { ...example, seq: 43 })))).toBeNull();
  });

  it("[E6] takes canonical CBOR of a head alone, though the seal fits", async () => {
    const content = encode(head, example);
    const others = [
      concat(content, Uint8Array.of(0)),
      content.slice(0, -1),
      new Uint8Array(0),
      encode(head, { ...example, count: limits.vaultItems + 1 }),
      encode(head, { ...example, root: new Uint8Array(31) as Hash }),
    ];
    for (const other of others) expect(await openHead(crypto, keys, vault, 42, await forged(42, other))).toBeNull();
    await fc.assert(
      fc.asyncProperty(bytesUpTo(300), async (random) => {
        expect(await openHead(crypto, keys, vault, 42, await forged(42, random))).toBeNull();
      }),
      { numRuns: 50 },
    );
  });

  it("[E5] [E6] with any bit flipped, cut or made up is damaged", async () => {
    const sealed = await sealHead(crypto, keys, vault, example);
    for (const other of [...everyFlippedBit(sealed), ...everyBeginning(sealed)]) {
      expect(await openHead(crypto, keys, vault, 42, other)).toBeNull();
    }
    await fc.assert(
      fc.asyncProperty(bytesUpTo(700), async (random) => {
        expect(await openHead(crypto, keys, vault, 42, concat(Uint8Array.of(1), u32(3), random))).toBeNull();
      }),
    );
  });
});
