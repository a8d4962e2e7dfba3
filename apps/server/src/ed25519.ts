// Verification of Ed25519 signatures (RFC 8032) by node:crypto. The server verifies and never signs.

import { createPublicKey, verify } from "node:crypto";
import type { Bytes } from "@holdfast/protocol";

/** Whether `signature` (64 bytes) is one of `message` by the key of the 32 bytes `publicKey`. False for whatever is no key. */
export function verifyEd25519(publicKey: Bytes, message: Bytes, signature: Bytes): boolean {
  const x = Buffer.from(publicKey.buffer, publicKey.byteOffset, publicKey.byteLength).toString("base64url");
  try {
    return verify(null, message, createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" }), signature);
  } catch {
    // node:crypto throws for what is no key at all; for the caller that is a signature which does not hold.
    return false;
  }
}
