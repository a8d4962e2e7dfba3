// The primitives in a browser: WebCrypto, whose keys can't be exported, and Argon2id by hash-wasm, whose only importer this is. It runs in
// Node too, where tests hold it to the same bytes as node-crypto.ts. Decides nothing: which bytes are sealed under which key is the caller's.

import { assert, type Bytes, concat, fromHex, type Hash, hashBytes, nonceBytes, tagBytes } from "@holdfast/protocol";
import { argon2id } from "hash-wasm";
import type { AeadKey, Crypto, OpenJob, SealJob, SigningKey } from "../crypto/primitives.ts";
import { publicHalf } from "./public-half.ts";
import { hasSmallOrder } from "./small-order.ts";
import { unshared } from "./unshared.ts";

const keyBytes = 32;
const signatureBytes = 64;
const saltBytes = 16;
const aead = "AES-GCM";
const signature = "Ed25519";

/** Argon2id, version 0x13: fixed by the suite, never by anybody's message. // K4 */
const stretching = { parallelism: 1, iterations: 3, memorySize: 65_536, hashLength: 32, outputType: "binary" } as const;

/** getRandomValues fills at most this many bytes a call (Web Cryptography API, 10.1.1). */
const randomQuota = 65_536;

/** Pieces under way at once: each is a task of the platform's pool, with a copy of its bytes. */
const atOnce = 512;

const { subtle } = globalThis.crypto;

export function webCrypto(): Crypto {
  return {
    randomBytes,
    sha256: (pieces) => inTurn(pieces, sha256),
    hmac: (key, message) => hmac("SHA-256", key, message),
    oneTimeHmac: hmac,
    aeadKey,
    sealMany: (key, jobs) => inTurn(jobs, (job) => seal(reveal(key), job)),
    openMany: (key, jobs) => inTurn(jobs, (job) => open(reveal(key), job)),
    signingKey,
    sign: async (key, message) => new Uint8Array(await subtle.sign(signature, reveal(key), unshared(message))),
    verify: verifies,
    stretch: async (password, salt) => {
      assert(salt.length === saltBytes, "a salt has 16 bytes");
      return argon2id({ ...stretching, password, salt });
    },
  };
}

/** Each piece through `work`, in order, some hundred at a time. */
async function inTurn<T, R>(pieces: readonly T[], work: (piece: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let at = 0; at < pieces.length; at += atOnce) done.push(...(await Promise.all(pieces.slice(at, at + atOnce).map(work))));
  return done;
}

function randomBytes(count: number): Bytes {
  const bytes = new Uint8Array(count);
  for (let at = 0; at < count; at += randomQuota) globalThis.crypto.getRandomValues(bytes.subarray(at, at + randomQuota));
  return bytes;
}

async function sha256(piece: Bytes): Promise<Hash> {
  const digest = new Uint8Array(await subtle.digest("SHA-256", unshared(piece)));
  assert(digest.length === hashBytes, "SHA-256 has 32 bytes");
  return digest as Uint8Array as Hash;
}

async function hmac(hash: "SHA-1" | "SHA-256" | "SHA-512", key: Bytes, message: Bytes): Promise<Bytes> {
  // A key is filled up with zeros (RFC 2104, 2), and the platform takes none that is empty.
  const raw = key.length === 0 ? new Uint8Array(1) : unshared(key);
  const held = await subtle.importKey("raw", raw, { name: "HMAC", hash }, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", held, unshared(message)));
}

async function aeadKey(raw: Bytes): Promise<AeadKey> {
  assert(raw.length === keyBytes, "an AES-256 key has 32 bytes");
  const hidden = Object.freeze({}) as AeadKey;
  keys.set(hidden, await subtle.importKey("raw", unshared(raw), aead, false, ["encrypt", "decrypt"]));
  return hidden;
}

async function seal(key: CryptoKey, { nonce, plaintext, associated }: SealJob): Promise<Bytes> {
  assert(nonce.length === nonceBytes, "a nonce has 12 bytes");
  return new Uint8Array(await subtle.encrypt(parameters(nonce, associated), key, unshared(plaintext)));
}

async function open(key: CryptoKey, { nonce, ciphertext, associated }: OpenJob): Promise<Bytes | null> {
  if (nonce.length !== nonceBytes || ciphertext.length < tagBytes) return null;
  try {
    return new Uint8Array(await subtle.decrypt(parameters(nonce, associated), key, unshared(ciphertext)));
  } catch {
    return null; // the tag does not fit
  }
}

const parameters = (nonce: Bytes, associated: Bytes) => ({
  name: aead,
  iv: unshared(nonce),
  additionalData: unshared(associated),
  tagLength: 8 * tagBytes,
});

// Keys go out as empty objects, so that no message or print of one shows anything.
const keys = new WeakMap<AeadKey | SigningKey, CryptoKey>();

function reveal(hidden: AeadKey | SigningKey): CryptoKey {
  const key = keys.get(hidden);
  assert(key !== undefined, "a key was made by this adapter");
  return key;
}

// What stands before the 32 bytes of a seed in PKCS #8 (RFC 8410, 7).
const prefix = fromHex("302e020100300506032b657004220420");

async function signingKey(seed: Bytes): Promise<SigningKey> {
  assert(seed.length === keyBytes && prefix !== null, "a seed has 32 bytes");
  const written = unshared(concat(prefix, seed));
  const key = await subtle.importKey("pkcs8", written, signature, false, ["sign"]);
  const hidden = Object.freeze({ publicKey: (await toldHalf(written)) ?? (await foundHalf(key, seed)) }) as SigningKey;
  keys.set(hidden, key);
  return hidden;
}

/** The platform tells the public half of a key only with the private one, so for that moment it is another key. Null where it can't. */
async function toldHalf(written: Uint8Array<ArrayBuffer>): Promise<Bytes | null> {
  const key = await subtle.importKey("pkcs8", written, signature, true, ["sign"]);
  const { x } = await subtle.exportKey("jwk", key).catch(() => ({ x: undefined }));
  return x === undefined ? null : Uint8Array.from(atob(x.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

async function foundHalf(key: CryptoKey, seed: Bytes): Promise<Bytes> {
  const message = new Uint8Array(keyBytes);
  const signed = new Uint8Array(await subtle.sign(signature, key, message));
  return publicHalf(seed, (publicKey) => verifies(publicKey, message, signed));
}

/** Not every browser refuses an A or R of small order, so it is looked for here. // K7 */
async function verifies(publicKey: Bytes, message: Bytes, signed: Bytes): Promise<boolean> {
  if (publicKey.length !== keyBytes || signed.length !== signatureBytes) return false;
  if (hasSmallOrder(publicKey) || hasSmallOrder(signed.subarray(0, keyBytes))) return false;
  try {
    const key = await subtle.importKey("raw", unshared(publicKey), signature, false, ["verify"]);
    return await subtle.verify(signature, key, unshared(signed), unshared(message));
  } catch {
    return false; // no point of the curve
  }
}
