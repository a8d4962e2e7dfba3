// The session token at rest: sealed under the keyring, so that a locked, stolen device holds none. // A7

import { type Bytes, type DeviceId, enc, readSealedHeader, tokenBytes } from "@holdfast/protocol";
import { hkdfExpand } from "../crypto/hkdf.ts";
import type { Crypto } from "../crypto/primitives.ts";
import { openOne, sealOne } from "../seal/envelope.ts";
import { type Keyring, newestEpoch } from "./keyring.ts";

const associated = (device: DeviceId) => (header: Bytes) => enc("holdfast/1/token", header, device);

export async function sealToken(crypto: Crypto, ring: Keyring, device: DeviceId, token: Bytes): Promise<Bytes> {
  const { epoch, key } = newestEpoch(ring);
  const deviceKey = await crypto.aeadKey(await hkdfExpand(crypto, key, enc("holdfast/1/key/device", device)));
  return sealOne(crypto, deviceKey, epoch, { content: token, associated: associated(device) });
}

/** The token, or null where it does not open: then the device signs in again. */
export async function openToken(crypto: Crypto, ring: Keyring, device: DeviceId, sealed: Bytes): Promise<Bytes | null> {
  const { epoch, key } = newestEpoch(ring);
  if (readSealedHeader(sealed) !== epoch) return null;
  const deviceKey = await crypto.aeadKey(await hkdfExpand(crypto, key, enc("holdfast/1/key/device", device)));
  const token = await openOne(crypto, deviceKey, { sealed, associated: associated(device) });
  return token?.length === tokenBytes ? token : null;
}
