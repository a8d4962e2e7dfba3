import { type Bytes, concat, enc, type VaultId } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AeadKey } from "../crypto/primitives.ts";
import { anyId, bytesOf } from "../testing/arbitrary.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { deriveVaultKeys } from "./vault-keys.ts";

const crypto = testCrypto();
const epochKey = new Uint8Array(32).fill(1);
const vault = new Uint8Array(16).fill(2) as VaultId;
const job = { nonce: new Uint8Array(12), plaintext: new Uint8Array(32), associated: new Uint8Array(0) };

/** What a key makes of a fixed job: equal for equal keys alone. */
async function fingerprint(key: AeadKey): Promise<string> {
  const [sealed] = await crypto.sealMany(key, [job]);
  return String(sealed);
}

describe("the keys of a vault", () => {
  it("[K7] are expanded from the epoch key, each under its label", async () => {
    await fc.assert(
      fc.asyncProperty(bytesOf(32), anyId<VaultId>(), fc.nat(0xffff_ffff), async (key, id, epoch) => {
        const keys = await deriveVaultKeys(crypto, epoch, key, id);
        const expand = (from: Bytes, info: Bytes) => crypto.hmac(from, concat(info, Uint8Array.of(1)));
        const vaultKey = await expand(key, enc("holdfast/1/vault", id));
        const raw = (label: "revision" | "head" | "writer") => expand(vaultKey, enc(`holdfast/1/key/${label}`));
        expect(keys.epoch).toBe(epoch);
        expect(await fingerprint(keys.revision)).toBe(await fingerprint(await crypto.aeadKey(await raw("revision"))));
        expect(await fingerprint(keys.head)).toBe(await fingerprint(await crypto.aeadKey(await raw("head"))));
        expect(keys.writer.publicKey).toEqual((await crypto.signingKey(await raw("writer"))).publicKey);
      }),
      { numRuns: 30 },
    );
  });

  it("[K7] differ among themselves, between vaults and between epoch keys", async () => {
    const other = await deriveVaultKeys(crypto, 1, epochKey, new Uint8Array(16).fill(3) as VaultId);
    const later = await deriveVaultKeys(crypto, 1, new Uint8Array(32).fill(9), vault);
    const own = await deriveVaultKeys(crypto, 1, epochKey, vault);
    const seen = [];
    for (const keys of [own, other, later]) seen.push(await fingerprint(keys.revision), await fingerprint(keys.head));
    expect(new Set(seen).size).toBe(6);
    expect(new Set([own, other, later].map(({ writer }) => String(writer.publicKey))).size).toBe(3);
  });
});
