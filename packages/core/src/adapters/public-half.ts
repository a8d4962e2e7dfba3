// The public half of an Ed25519 key where the platform does not tell it. Firefox signs with a key of which it was given the seed, and says of
// its public half that the operation failed. It is found here without a secret in our own arithmetic: the platform's X25519 multiplies the base
// point by the same scalar (both clamp it alike: RFC 7748, 5, and RFC 8032, 5.1.5), and what comes out is public. It lacks the sign of the
// other coordinate, so the one of two keys is taken that a signature fits.

import { assert, type Bytes, concat, fromHex } from "@holdfast/protocol";
import { unshared } from "./unshared.ts";

const prime = 2n ** 255n - 19n;
const signBit = 0x80;
// What stands before the 32 bytes of a key in PKCS #8 (RFC 8410, 7).
const prefix = fromHex("302e020100300506032b656e04220420");
/** The base point of Curve25519 (RFC 7748, 4.1). */
const basePoint = Uint8Array.of(9, ...new Uint8Array(31));

/** `fits` says whether this is the public half, by a signature of the private one. */
export async function publicHalf(seed: Bytes, fits: (publicKey: Bytes) => Promise<boolean>): Promise<Bytes> {
  const { subtle } = globalThis.crypto;
  assert(prefix !== null, "the prefix is hex");
  const scalar = new Uint8Array(await subtle.digest("SHA-512", unshared(seed))).subarray(0, 32);
  const secret = await subtle.importKey("pkcs8", unshared(concat(prefix, scalar)), "X25519", false, ["deriveBits"]);
  const base = await subtle.importKey("raw", basePoint, "X25519", false, []);
  const u = numberOf(new Uint8Array(await subtle.deriveBits({ name: "X25519", public: base }, secret, 256)));
  // The two curves are one: RFC 7748, 4.1.
  const y = bytesOf(modulo((u - 1n) * inverse(u + 1n)));
  const negative = Uint8Array.from(y);
  negative[31] = (y[31] ?? 0) | signBit;
  const publicKey = (await fits(y)) ? y : negative;
  assert(publicKey === y || (await fits(negative)), "a key has a public half");
  return publicKey;
}

const modulo = (value: bigint): bigint => ((value % prime) + prime) % prime;

/** By Fermat: what is not zero, to the power of p - 2. */
function inverse(value: bigint): bigint {
  let result = 1n;
  let square = modulo(value);
  for (let power = prime - 2n; power > 0n; power >>= 1n) {
    if (power & 1n) result = modulo(result * square);
    square = modulo(square * square);
  }
  return result;
}

const numberOf = (bytes: Bytes): bigint => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
const bytesOf = (value: bigint): Bytes => Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
