// The Secret Key: 128 random bits made on the first device. Written `HF1-` and eight groups of four Crockford letters:
// the 16 bytes and a checksum of 4, so that a mistyped one is known before anything is asked of the network. // K2

import { type Bytes, concat, enc, equalBytes, err, ok, type Result } from "@holdfast/protocol";
import { crockfordLetters, fromCrockford, toCrockford } from "../crypto/crockford.ts";
import type { Crypto } from "../crypto/primitives.ts";

export const secretKeyBytes = 16;
const checksumBytes = 4;
const prefix = "HF1";
/** With its beginning: eight letters for each five bytes. */
const letters = prefix.length + ((secretKeyBytes + checksumBytes) * 8) / 5;

export const generateSecretKey = (crypto: Crypto): Bytes => crypto.randomBytes(secretKeyBytes);

export async function formatSecretKey(crypto: Crypto, secretKey: Bytes): Promise<string> {
  const written = toCrockford(concat(secretKey, await checksum(crypto, secretKey)));
  return prefix + written.replace(/.{4}/g, "-$&");
}

export async function parseSecretKey(crypto: Crypto, typed: string): Promise<Result<Bytes, { readonly type: "malformed" }>> {
  const text = crockfordLetters(typed);
  const bytes = text.startsWith(prefix) && text.length === letters ? fromCrockford(text.slice(prefix.length)) : null;
  if (bytes === null) return err({ type: "malformed" });
  const secretKey = bytes.slice(0, secretKeyBytes);
  const fits = equalBytes(bytes.subarray(secretKeyBytes), await checksum(crypto, secretKey));
  return fits ? ok(secretKey) : err({ type: "malformed" });
}

async function checksum(crypto: Crypto, secretKey: Bytes): Promise<Bytes> {
  const [hash] = await crypto.sha256([enc("holdfast/1/secret-key", secretKey)]);
  return (hash as Bytes).subarray(0, checksumBytes);
}
