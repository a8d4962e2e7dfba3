// The port to the audited primitives, and nothing else of them in core: node:crypto and @node-rs/argon2 stand behind it in
// adapters/node-crypto.ts, WebCrypto will in browsers. All work on many pieces is one call, so that ten thousand revisions
// cost milliseconds and not ten thousand round trips.

import type { Bytes, Hash } from "@holdfast/protocol";

declare const opaque: unique symbol;
/** An AES-256-GCM key as the platform holds it; in a browser it can't be exported. */
export interface AeadKey {
  readonly [opaque]: "AeadKey";
}
/** An Ed25519 key pair (RFC 8032) as the platform holds it. */
export interface SigningKey {
  readonly [opaque]: "SigningKey";
  /** 32 bytes. */
  readonly publicKey: Bytes;
}

export interface SealJob {
  /** 12 bytes, random, never used twice under one key. */
  readonly nonce: Bytes;
  readonly plaintext: Bytes;
  readonly associated: Bytes;
}

export interface OpenJob {
  readonly nonce: Bytes;
  /** Ciphertext and its 16-byte tag. */
  readonly ciphertext: Bytes;
  readonly associated: Bytes;
}

export interface Crypto {
  /** From the platform's generator alone: crypto.getRandomValues. */
  randomBytes(count: number): Bytes;
  /** SHA-256 (FIPS 180-4) of each piece, in order. */
  sha256(pieces: readonly Bytes[]): Promise<readonly Hash[]>;
  /** HMAC-SHA-256 (RFC 2104), 32 bytes. */
  hmac(key: Bytes, message: Bytes): Promise<Bytes>;
  /** HMAC (RFC 2104) with a hash that one-time codes of other people's servers use (RFC 6238, 1.2); nothing of ours rests on it. */
  oneTimeHmac(hash: "SHA-1" | "SHA-256" | "SHA-512", key: Bytes, message: Bytes): Promise<Bytes>;
  /** A key for AES-256-GCM (NIST SP 800-38D) from 32 bytes. */
  aeadKey(raw: Bytes): Promise<AeadKey>;
  /** Ciphertext ‖ tag of each job, in order. */
  sealMany(key: AeadKey, jobs: readonly SealJob[]): Promise<readonly Bytes[]>;
  /** Plaintext of each job, in order; null where it does not open. */
  openMany(key: AeadKey, jobs: readonly OpenJob[]): Promise<readonly (Bytes | null)[]>;
  /** Ed25519 key of a 32-byte seed. */
  signingKey(seed: Bytes): Promise<SigningKey>;
  /** 64 bytes. */
  sign(key: SigningKey, message: Bytes): Promise<Bytes>;
  verify(publicKey: Bytes, message: Bytes, signature: Bytes): Promise<boolean>;
  /** Argon2id (RFC 9106), version 0x13, 64 MiB, 3 passes, 1 lane, 32 bytes. `salt` has 16 bytes. // K4 */
  stretch(password: Bytes, salt: Bytes): Promise<Bytes>;
}
