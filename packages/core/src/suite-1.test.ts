// Replays every frozen vector of suite 1 with the real code and the real Argon2id. A vector that no longer fits is a broken format,
// never a reason to change the vector.

import {
  type AccountName,
  accountName,
  type Commit,
  commitMessage,
  type DeviceId,
  enc,
  type Hash,
  type HashMany,
  type HeadRef,
  type ItemId,
  type Pair,
  signInMessage,
  toHex,
  utf8,
  type VaultId,
} from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { hkdfExpand, hkdfExtract } from "./crypto/hkdf.ts";
import { deriveKeys, normalizePassword } from "./keys/derive.ts";
import { encodeKeyring, type Keyring } from "./keys/keyring.ts";
import { formatSecretKey, parseSecretKey } from "./keys/secret-key.ts";
import { formatSetupCode, parseSetupCode } from "./keys/setup-code.ts";
import { openSlot, sealSlot } from "./keys/slot.ts";
import { openToken, sealToken } from "./keys/token.ts";
import { deriveVaultKeys } from "./keys/vault-keys.ts";
import { openOne } from "./seal/envelope.ts";
import { type Head, openHead, sealHead } from "./seal/head.ts";
import { pad, paddedSize, unpad } from "./seal/padding.ts";
import { vaultSeal } from "./seal/vault-seal.ts";
import { bucketHash, bucketOf, rootHash } from "./sync/digest.ts";
import { type HeadRefVector, hex, type KeyringVector, type PairVector, suiteVectors } from "./testing/suite-1.ts";
import { testCrypto, withRandomBytes } from "./testing/test-crypto.ts";
import { encodeContent, parseContent } from "./vault/parse.ts";

const vectors = suiteVectors();
const crypto = testCrypto({ stretch: "real" });
const hashMany: HashMany = (pieces) => crypto.sha256(pieces);

const headRef = ({ seq, hash }: HeadRefVector): HeadRef => ({ seq, hash: hex<Hash>(hash) });
const pairOf = ({ item, hash }: PairVector): Pair => ({ item: hex<ItemId>(item), hash: hex<Hash>(hash) });

function nameOf(text: string): AccountName {
  const name = accountName(text);
  expect(name).toBe(text);
  return name as AccountName;
}

const keyringOf = (vector: KeyringVector): Keyring => ({
  accountId: hex(vector.accountId),
  version: vector.version,
  secretKey: hex(vector.secretKey),
  epochs: vector.epochs.map(({ epoch, key }) => ({ epoch, key: hex(key) })),
  vaults: vector.vaults.map(({ vault, head }) => ({ vault: hex(vault), head: headRef(head) })),
  signInSeeds: vector.signInSeeds.map((seed) => hex(seed)),
  ...(vector.recoveryKek === undefined ? {} : { recoveryKek: hex(vector.recoveryKek) }),
});

describe("suite 1, frozen: keys", () => {
  it("has every list of vectors that this file replays, and no other", () => {
    const replayed = "enc secretKey setupCode derivation vaultKeys slot revision bucket root head commit signIn token padding padded";
    expect(
      Object.keys(vectors)
        .filter((name) => name !== "about")
        .sort(),
    ).toEqual(["suite", ...replayed.split(" ")].sort());
    for (const list of Object.values(vectors)) if (Array.isArray(list)) expect(list.length).toBeGreaterThan(0);
  });

  it.each(vectors.enc)("[K1] enc($label, $fields)", ({ label, fields, bytes }) => {
    expect(toHex(enc(label, ...fields.map((field) => hex(field))))).toBe(bytes);
  });

  it.each(vectors.secretKey)("[K2] Secret Key $text", async ({ secretKey, text }) => {
    expect(await formatSecretKey(crypto, hex(secretKey))).toBe(text);
    expect(await parseSecretKey(crypto, text)).toEqual({ ok: true, value: hex(secretKey) });
  });

  it.each(vectors.derivation)("[K3] [K4] [K5] derivation of $password", async (vector) => {
    const secretKey = hex(vector.secretKey);
    const stretched = await crypto.stretch(utf8(normalizePassword(vector.password)), hex(vector.salt));
    expect(toHex(stretched)).toBe(vector.stretched);
    expect(toHex(await hkdfExtract(crypto, secretKey, stretched))).toBe(vector.root);
    const { kek, signInSeed } = await deriveKeys(crypto, vector.password, secretKey);
    expect(toHex(kek)).toBe(vector.kek);
    expect(toHex(signInSeed)).toBe(vector.signInSeed);
    expect(toHex((await crypto.signingKey(signInSeed)).publicKey)).toBe(vector.signInKey);
  });

  it("[K5] has a password that NFKC changes and one that it does not", () => {
    expect(vectors.derivation.map(({ password }) => normalizePassword(password) === password)).toEqual([true, false]);
  });

  it.each(vectors.vaultKeys)("[K7] keys of vault $vault in epoch $epoch", async (vector) => {
    const epochKey = hex(vector.epochKey);
    expect(toHex(await hkdfExpand(crypto, epochKey, enc("holdfast/1/vault", hex(vector.vault))))).toBe(vector.vaultKey);
    const keys = await deriveVaultKeys(crypto, vector.epoch, epochKey, hex<VaultId>(vector.vault));
    expect(toHex(keys.writer.publicKey)).toBe(vector.writerKey);
    expect(toHex((await crypto.signingKey(hex(vector.writerSeed))).publicKey)).toBe(vector.writerKey);
    const job = { nonce: new Uint8Array(12), plaintext: utf8("the same"), associated: new Uint8Array(0) };
    const under = async (raw: string) => crypto.sealMany(await crypto.aeadKey(hex(raw)), [job]);
    expect(await crypto.sealMany(keys.revision, [job])).toEqual(await under(vector.revisionKey));
    expect(await crypto.sealMany(keys.head, [job])).toEqual(await under(vector.headKey));
  });
});

describe("suite 1, frozen: account", () => {
  it.each(vectors.setupCode)("[A6] setup code of $code.account", async ({ code, text }) => {
    const value = { ...code, account: nameOf(code.account), secretKey: hex(code.secretKey), head: headRef(code.head) };
    expect(await formatSetupCode(crypto, value)).toBe(text);
    expect(await parseSetupCode(crypto, text)).toEqual({ ok: true, value });
  });

  it.each(vectors.slot)("[A3] [A4] [K6] $kind slot of version $keyring.version", async (vector) => {
    const ring = keyringOf(vector.keyring);
    expect(toHex(encodeKeyring(ring))).toBe(vector.content);
    const slot = await sealSlot(withRandomBytes(crypto, hex(vector.nonce)), hex(vector.kek), vector.kind, ring);
    expect(slot).toEqual({ version: ring.version, sealed: hex(vector.sealed) });
    expect(await openSlot(crypto, hex(vector.kek), vector.kind, ring.accountId, slot)).toEqual(ring);
  });

  it.each(vectors.signIn)("[A1] sign-in of $account at $origin", async (vector) => {
    const message = signInMessage(vector.origin, nameOf(vector.account), hex(vector.challenge), hex<DeviceId>(vector.device));
    expect(toHex(message)).toBe(vector.message);
    const key = await crypto.signingKey(hex(vector.seed));
    expect(toHex(key.publicKey)).toBe(vector.signInKey);
    expect(toHex(await crypto.sign(key, message))).toBe(vector.signature);
    expect(await crypto.verify(key.publicKey, message, hex(vector.signature))).toBe(true);
  });

  it.each(vectors.token)("[A7] token of device $device", async (vector) => {
    const [slot] = vectors.slot;
    const ring = {
      ...keyringOf((slot as (typeof vectors.slot)[number]).keyring),
      epochs: [{ epoch: vector.epoch, key: hex(vector.epochKey) }],
    };
    const device = hex<DeviceId>(vector.device);
    const sealed = await sealToken(withRandomBytes(crypto, hex(vector.nonce)), ring, device, hex(vector.token));
    expect(toHex(sealed)).toBe(vector.sealed);
    expect(await openToken(crypto, ring, device, sealed)).toEqual(hex(vector.token));
    const key = await crypto.aeadKey(hex(vector.deviceKey));
    const opened = await openOne(crypto, key, { sealed, associated: (header) => enc("holdfast/1/token", header, device) });
    expect(opened).toEqual(hex(vector.token));
  });
});

describe("suite 1, frozen: sealed pieces", () => {
  it.each(vectors.padding)("[E3] $length bytes pad to $size", ({ length, size }) => {
    expect(paddedSize(length)).toBe(size);
    expect(pad(new Uint8Array(length)).length).toBe(size);
  });

  it.each(vectors.padded)("[E3] padded $content", async ({ content, sha256 }) => {
    const [hash] = await hashMany([pad(hex(content))]);
    expect(toHex(hash as Hash)).toBe(sha256);
    expect(unpad(pad(hex(content)))).toEqual(hex(content));
  });

  it.each(vectors.revision)("[E1] [E2] [E4] revision of item $item", async (vector) => {
    const keys = await deriveVaultKeys(crypto, vector.epoch, hex(vector.epochKey), hex<VaultId>(vector.vault));
    const seal = vaultSeal(withRandomBytes(crypto, hex(vector.nonce)), hex<VaultId>(vector.vault), [keys]);
    const content = parseContent(utf8(vector.content));
    expect(content).not.toBeNull();
    if (content === null) return;
    expect(encodeContent(content)).toEqual(utf8(vector.content));
    const item = hex<ItemId>(vector.item);
    const [sealed] = await seal.seal([{ item, content }]);
    expect(toHex(sealed?.revision ?? new Uint8Array(0))).toBe(vector.sealed);
    expect(await seal.open([{ item, revision: hex(vector.sealed) }])).toEqual([{ type: "opened", content }]);
  });

  it.each(vectors.head)("[E6] head $head.seq", async (vector) => {
    const vault = hex<VaultId>(vector.vault);
    const { seq, prev, root, count, device, time, heals } = vector.head;
    const plain = { seq, prev: hex<Hash>(prev), root: hex<Hash>(root), count, device: hex<DeviceId>(device), time };
    const head: Head = heals === undefined ? plain : { ...plain, heals: headRef(heals) };
    const keys = await deriveVaultKeys(crypto, vector.epoch, hex(vector.epochKey), vault);
    const sealed = await sealHead(withRandomBytes(crypto, hex(vector.nonce)), keys, vault, head);
    expect(toHex(sealed)).toBe(vector.sealed);
    expect(await openHead(crypto, keys, vault, seq, sealed)).toEqual(head);
    const associated = (header: Uint8Array) => enc("holdfast/1/head", header, vault, hex(seq.toString(16).padStart(16, "0")));
    expect(await openOne(crypto, keys.head, { sealed, associated })).toEqual(hex(vector.content));
  });
});

describe("suite 1, frozen: commits", () => {
  it.each(vectors.bucket)("[S2] bucket of $pairs.length", async ({ pairs, hash }) => {
    expect(toHex(await bucketHash(hashMany, pairs.map(pairOf)))).toBe(hash);
  });

  it.each(vectors.root)("[S2] root over $pairs.length", async ({ pairs, hash }) => {
    const byBucket = Map.groupBy(pairs.map(pairOf), ({ item }) => bucketOf(item));
    const buckets: (Hash | null)[] = [];
    for (let bucket = 0; bucket < 256; bucket++) {
      const held = byBucket.get(bucket);
      buckets.push(held === undefined ? null : await bucketHash(hashMany, held));
    }
    expect(toHex(await rootHash(hashMany, buckets))).toBe(hash);
  });

  it.each(vectors.commit)("[S4] commit of $changes.length changes", async (vector) => {
    const unsigned: Omit<Commit, "signature"> = {
      prev: hex<Hash>(vector.prev),
      head: hex(vector.head),
      changes: vector.changes.map(({ item, revision }) => ({ item: hex<ItemId>(item), revision: hex(revision) })),
      ...(vector.branch.length === 0 ? {} : { branch: vector.branch.map((head) => hex(head)) }),
    };
    const message = await commitMessage(hex<VaultId>(vector.vault), unsigned, hashMany);
    expect(toHex(message)).toBe(vector.message);
    const key = await crypto.signingKey(hex(vector.writerSeed));
    expect(toHex(await crypto.sign(key, message))).toBe(vector.signature);
    expect(await crypto.verify(hex(vector.writerKey), message, hex(vector.signature))).toBe(true);
  });
});
