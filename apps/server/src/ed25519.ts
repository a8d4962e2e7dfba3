// Verification of Ed25519 signatures (RFC 8032) by node:crypto. The server verifies and never signs.

import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { Bytes } from "@holdfast/protocol";

/** Keys used last, ready for use: making one costs half of what a verification does. */
const keysAtMost = 4_096;
const keys = new Map<string, KeyObject>();

function keyOf(publicKey: Bytes): KeyObject {
  const x = Buffer.from(publicKey.buffer, publicKey.byteOffset, publicKey.byteLength).toString("base64url");
  const key = keys.get(x) ?? createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  // In order of use, so the oldest come first.
  keys.delete(x);
  keys.set(x, key);
  const oldest = keys.keys().next();
  if (keys.size > keysAtMost && !oldest.done) keys.delete(oldest.value);
  return key;
}

/** Whether `signature` (64 bytes) is one of `message` by the key of the 32 bytes `publicKey`. False for whatever is no key. */
export function verifyEd25519(publicKey: Bytes, message: Bytes, signature: Bytes): boolean {
  try {
    return verify(null, message, keyOf(publicKey), signature);
  } catch {
    // node:crypto throws for what is no key at all; for the caller that is a signature which does not hold.
    return false;
  }
}
