// HKDF with SHA-256 (RFC 5869) over the port's HMAC, for outputs of one block, which are all that Holdfast derives.

import { type Bytes, concat } from "@holdfast/protocol";
import type { Crypto } from "./primitives.ts";

/** HKDF-Extract (RFC 5869, 2.2): a pseudorandom key of 32 bytes. */
export const hkdfExtract = (crypto: Crypto, salt: Bytes, inputKey: Bytes): Promise<Bytes> => crypto.hmac(salt, inputKey);

/** HKDF-Expand (RFC 5869, 2.3) to 32 bytes: T(1) = HMAC(prk, info ‖ 0x01). */
export const hkdfExpand = (crypto: Crypto, pseudorandomKey: Bytes, info: Bytes): Promise<Bytes> =>
  crypto.hmac(pseudorandomKey, concat(info, Uint8Array.of(1)));
