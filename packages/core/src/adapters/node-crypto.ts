// The primitives on Node: node:crypto and @node-rs/argon2, whose only importers in core are this file and its tests.
// All of it runs at once, under a port that is asynchronous for the browser's sake; only the stretch takes a thread of its own.
// Decides nothing: which bytes are sealed under which key is the caller's.

import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  hash,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { assert, type Bytes, concat, fromHex, type Hash, hashBytes, nonceBytes, tagBytes } from "@holdfast/protocol";
import { hashRaw } from "@node-rs/argon2";
import type { AeadKey, Crypto, OpenJob, SealJob, SigningKey } from "../crypto/primitives.ts";

const keyBytes = 32;
const signatureBytes = 64;
const aead = "aes-256-gcm";
const options = { authTagLength: tagBytes } as const;

/** Argon2id, version 0x13: fixed by the suite, never by anybody's message. // K4 */
const stretching = { algorithm: 2, version: 1, memoryCost: 65_536, timeCost: 3, parallelism: 1, outputLen: 32 } as const;
const saltBytes = 16;

/** getRandomValues fills at most this many bytes a call (Web Cryptography API, 10.1.1). */
const randomQuota = 65_536;

export function nodeCrypto(): Crypto {
  return {
    randomBytes,
    sha256: async (pieces) => pieces.map(sha256),
    hmac: async (key, message) => plain(createHmac("sha256", key).update(message).digest()),
    oneTimeHmac: async (hash, key, message) => plain(createHmac(hash.replace("-", ""), key).update(message).digest()),
    aeadKey: async (raw) => {
      assert(raw.length === keyBytes, "an AES-256 key has 32 bytes");
      return hideAead(createSecretKey(raw));
    },
    sealMany: async (key, jobs) => sealMany(reveal(key), jobs),
    openMany: async (key, jobs) => openMany(reveal(key), jobs),
    signingKey: async (seed) => signingKey(seed),
    sign: async (key, message) => plain(sign(null, message, reveal(key))),
    verify: async (publicKey, message, signature) => verifies(publicKey, message, signature),
    stretch: async (password, salt) => {
      assert(salt.length === saltBytes, "a salt has 16 bytes");
      return plain(await hashRaw(password, { ...stretching, salt }));
    },
  };
}

/** A Buffer's bytes under the plain type, whose methods mean the same on every platform. No copy. */
const plain = (buffer: Uint8Array): Bytes => new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);

function randomBytes(count: number): Bytes {
  const bytes = new Uint8Array(count);
  for (let at = 0; at < count; at += randomQuota) globalThis.crypto.getRandomValues(bytes.subarray(at, at + randomQuota));
  return bytes;
}

function sha256(piece: Bytes): Hash {
  const digest = plain(hash("sha256", piece, "buffer"));
  assert(digest.length === hashBytes, "SHA-256 has 32 bytes");
  return digest as Hash;
}

function sealMany(key: KeyObject, jobs: readonly SealJob[]): Bytes[] {
  return jobs.map(({ nonce, plaintext, associated }) => {
    assert(nonce.length === nonceBytes, "a nonce has 12 bytes");
    const sealing = createCipheriv(aead, key, nonce, options).setAAD(associated);
    const ciphertext = sealing.update(plaintext);
    sealing.final();
    return concat(ciphertext, sealing.getAuthTag());
  });
}

function openMany(key: KeyObject, jobs: readonly OpenJob[]): (Bytes | null)[] {
  return jobs.map(({ nonce, ciphertext, associated }) => {
    const end = ciphertext.length - tagBytes;
    if (nonce.length !== nonceBytes || end < 0) return null;
    const opening = createDecipheriv(aead, key, nonce, options).setAAD(associated).setAuthTag(ciphertext.subarray(end));
    const plaintext = opening.update(ciphertext.subarray(0, end));
    try {
      opening.final();
    } catch {
      return null; // the tag does not fit: nothing of the plaintext leaves this function
    }
    return plain(plaintext);
  });
}

// Keys go out as empty objects, so that no print or dump of one shows anything.
const keys = new WeakMap<AeadKey | SigningKey, KeyObject>();

function hideAead(key: KeyObject): AeadKey {
  const hidden = Object.freeze({}) as AeadKey;
  keys.set(hidden, key);
  return hidden;
}

function reveal(hidden: AeadKey | SigningKey): KeyObject {
  const key = keys.get(hidden);
  assert(key !== undefined, "a key was made by this adapter");
  return key;
}

// What stands before the 32 bytes of a key in PKCS #8 and SubjectPublicKeyInfo (RFC 8410, 4 and 7).
const privatePrefix = fixedBytes("302e020100300506032b657004220420");
const publicPrefix = fixedBytes("302a300506032b6570032100");

function fixedBytes(hex: string): Bytes {
  const bytes = fromHex(hex);
  assert(bytes !== null, "constants are hex");
  return bytes;
}

function signingKey(seed: Bytes): SigningKey {
  assert(seed.length === keyBytes, "a seed has 32 bytes");
  const privateKey = createPrivateKey({ key: Buffer.from(concat(privatePrefix, seed)), format: "der", type: "pkcs8" });
  const exported = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  const publicKey = new Uint8Array(exported.subarray(publicPrefix.length));
  const hidden = Object.freeze({ publicKey }) as SigningKey;
  keys.set(hidden, privateKey);
  return hidden;
}

/** OpenSSL 3.5 refuses an S that is not below the group's order and an A or R of small order, as WebCrypto does; the contract suite holds it to that. */
function verifies(publicKey: Bytes, message: Bytes, signature: Bytes): boolean {
  if (publicKey.length !== keyBytes || signature.length !== signatureBytes) return false;
  const key = createPublicKey({ key: Buffer.from(concat(publicPrefix, publicKey)), format: "der", type: "spki" });
  return verify(null, message, key, signature);
}
