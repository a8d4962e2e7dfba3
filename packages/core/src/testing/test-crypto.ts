// The real primitives with two things exchanged, for tests alone and never for a person's data: the stretch is one HMAC, so that a
// hundred unlocks cost nothing, and randomness can follow from a seed, so that a run can be repeated byte for byte.

import { createHash, createHmac } from "node:crypto";
import { assert, type Bytes } from "@holdfast/protocol";
import { nodeCrypto } from "../adapters/node-crypto.ts";
import type { Crypto } from "../crypto/primitives.ts";

export interface TestCryptoOptions {
  /** All randomness follows from it; without it, the platform's generator. */
  readonly seed?: string | number | bigint;
  /** `real` takes Argon2id's 60 ms and 64 MiB each time; `cheap`, the default, is one HMAC. */
  readonly stretch?: "cheap" | "real";
}

export function testCrypto(options: TestCryptoOptions = {}): Crypto {
  const real = nodeCrypto();
  return {
    ...real,
    ...(options.seed === undefined ? {} : { randomBytes: seededBytes(String(options.seed)) }),
    ...(options.stretch === "real" ? {} : { stretch: cheapStretch }),
  };
}

/** Not a stretch at all. Same sizes, same order of arguments, and the result depends on both. */
export const cheapStretch = async (password: Bytes, salt: Bytes): Promise<Bytes> =>
  Uint8Array.from(createHmac("sha256", salt).update("cheap stretch, for tests alone").update(password).digest());

/** SHA-256 of seed and counter, block after block. */
export function seededBytes(seed: string): (count: number) => Bytes {
  let counter = 0;
  return (count) => {
    const bytes = new Uint8Array(count);
    for (let at = 0; at < count; at += 32) {
      const block = createHash("sha256").update(`${seed}\n${counter++}`).digest();
      bytes.set(block.subarray(0, count - at), at);
    }
    return bytes;
  };
}

/** `crypto` with `bytes` for its randomness, as often as exactly that many are asked for: so that a sealed piece can be written down. */
export const withRandomBytes = (crypto: Crypto, bytes: Bytes): Crypto => ({
  ...crypto,
  randomBytes: (count) => {
    assert(count === bytes.length, "the random bytes given are as many as are asked for");
    return bytes.slice();
  },
});
