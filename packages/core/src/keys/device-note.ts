// What a device notes for itself alone, at rest: sealed under the keyring, with a key of its own for each device and epoch. // A9

import { type Bytes, type DeviceId, enc, readSealedHeader } from "@holdfast/protocol";
import { hkdfExpand } from "../crypto/hkdf.ts";
import type { AeadKey, Crypto } from "../crypto/primitives.ts";
import { openOne, sealOne } from "../seal/envelope.ts";
import { type Keyring, newestEpoch } from "./keyring.ts";

export interface NoteSeal {
  seal(content: Bytes): Promise<Bytes>;
  /** Null where it does not open. */
  open(sealed: Bytes): Promise<Bytes | null>;
}

export function noteSeal(crypto: Crypto, ring: Keyring, device: DeviceId): NoteSeal {
  const associated = (header: Bytes) => enc("holdfast/1/note", header, device);
  const keyOf = async (epochKey: Bytes): Promise<AeadKey> =>
    crypto.aeadKey(await hkdfExpand(crypto, epochKey, enc("holdfast/1/key/note", device)));
  return {
    seal: async (content) => {
      const { epoch, key } = newestEpoch(ring);
      return sealOne(crypto, await keyOf(key), epoch, { content, associated });
    },
    open: async (sealed) => {
      const held = ring.epochs.find(({ epoch }) => epoch === readSealedHeader(sealed));
      return held === undefined ? null : openOne(crypto, await keyOf(held.key), { sealed, associated });
    },
  };
}
