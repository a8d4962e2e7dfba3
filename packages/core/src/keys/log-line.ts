// Lines of the activity log at rest: they name items and fields, so they are sealed under the keyring, with a key of their own for each
// device and epoch. A line that was sealed under an earlier epoch opens as long as the keyring holds that epoch. // A8

import { type Bytes, type DeviceId, enc, readSealedHeader } from "@holdfast/protocol";
import { hkdfExpand } from "../crypto/hkdf.ts";
import type { AeadKey, Crypto } from "../crypto/primitives.ts";
import { openMany, sealMany } from "../seal/envelope.ts";
import { type Keyring, newestEpoch } from "./keyring.ts";

export interface LineSeal {
  seal(contents: readonly Bytes[]): Promise<readonly Bytes[]>;
  /** The content of each line, in order; null where it does not open. */
  open(sealed: readonly Bytes[]): Promise<readonly (Bytes | null)[]>;
}

export function lineSeal(crypto: Crypto, ring: Keyring, device: DeviceId): LineSeal {
  const keys = new Map<number, Promise<AeadKey>>();
  const associated = (header: Bytes) => enc("holdfast/1/log", header, device);
  const keyOf = ({ epoch, key }: Keyring["epochs"][number]): Promise<AeadKey> => {
    const known = keys.get(epoch) ?? hkdfExpand(crypto, key, enc("holdfast/1/key/log", device)).then((raw) => crypto.aeadKey(raw));
    keys.set(epoch, known);
    return known;
  };
  return {
    seal: async (contents) => {
      const newest = newestEpoch(ring);
      const requests = contents.map((content) => ({ content, associated }));
      return sealMany(crypto, await keyOf(newest), newest.epoch, requests);
    },
    open: async (sealed) => {
      const opened: (Bytes | null)[] = sealed.map(() => null);
      for (const epoch of ring.epochs) {
        const places = sealed.flatMap((line, place) => (readSealedHeader(line) === epoch.epoch ? [place] : []));
        if (places.length === 0) continue;
        const requests = places.map((place) => ({ sealed: sealed[place] as Bytes, associated }));
        const contents = await openMany(crypto, await keyOf(epoch), requests);
        for (const [i, content] of contents.entries()) opened[places[i] as number] = content;
      }
      return opened;
    },
  };
}
