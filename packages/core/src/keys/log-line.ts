// Lines of the activity log and drafts at rest: they tell of items and fields, so they are sealed under the keyring, with keys of their own
// for each device and epoch. What was sealed under an earlier epoch opens as long as the keyring holds that epoch. // A8, A10

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

const labels = {
  log: { content: "holdfast/1/log", key: "holdfast/1/key/log" },
  draft: { content: "holdfast/1/draft", key: "holdfast/1/key/draft" },
} as const;

export function lineSeal(crypto: Crypto, ring: Keyring, device: DeviceId, what: keyof typeof labels): LineSeal {
  const label = labels[what];
  const keys = new Map<number, Promise<AeadKey>>();
  const associated = (header: Bytes) => enc(label.content, header, device);
  const keyOf = ({ epoch, key }: Keyring["epochs"][number]): Promise<AeadKey> => {
    const known = keys.get(epoch) ?? hkdfExpand(crypto, key, enc(label.key, device)).then((raw) => crypto.aeadKey(raw));
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
