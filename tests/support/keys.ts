// The keys of a device's account, for tests that must write what no honest device of this version writes: contents of a later
// version, heads that lie, commits by somebody who once had the keys.

import {
  deriveKeys,
  deriveVaultKeys,
  type Keyring,
  openSlot,
  type Sealed,
  sealOne,
  sealSlot,
  type VaultKeys,
  type VaultSeal,
  vaultSeal,
} from "@holdfast/core/testing/inside";
import {
  type Bytes,
  type Commit,
  commitMessage,
  commit as commitShape,
  concat,
  enc,
  encode,
  type Hash,
  type ItemId,
  utf8,
} from "@holdfast/protocol";
import type { Device } from "./device.ts";
import { password } from "./world.ts";

export interface Keys {
  readonly ring: Keyring;
  readonly kek: Bytes;
  readonly newest: VaultKeys;
  readonly seal: VaultSeal;
}

/** What the device holds once it is unlocked. */
export async function keysOf({ home }: Device): Promise<Keys> {
  const { crypto } = home.environment;
  const { replica } = await home.store.read();
  const secretKey = await home.secretKeys.load();
  if (replica === null || secretKey === null) throw new Error("not a device");
  const { kek } = await deriveKeys(crypto, password, secretKey);
  const ring = await openSlot(crypto, kek, "password", replica.accountId, { version: replica.slotVersion, sealed: replica.slot });
  if (ring === null) throw new Error("the slot does not open");
  const epochs = await Promise.all(ring.epochs.map(({ epoch, key }) => deriveVaultKeys(crypto, epoch, key, replica.vault)));
  return { ring, kek, newest: epochs.at(-1) as VaultKeys, seal: vaultSeal(crypto, replica.vault, epochs) };
}

/** Gives the device a newer epoch, as removing another device will: new keyring in a new slot, and a new writer at the server. */
export async function startEpoch(device: Device, epoch: number): Promise<void> {
  const { crypto } = device.home.environment;
  const { ring, kek } = await keysOf(device);
  const next: Keyring = { ...ring, version: ring.version + 1, epochs: [...ring.epochs, { epoch, key: crypto.randomBytes(32) }] };
  const slot = await sealSlot(crypto, kek, "password", next);
  await device.home.store.write({ expect: null, replica: { slot: slot.sealed, slotVersion: slot.version, sealedToken: null } });
  await device.restart();
  Object.assign(device.world.vault, { writerKey: (await keysOf(device)).newest.writer.publicKey });
}

/** Any text as the sealed state of an item, under true keys. */
export async function sealText(device: Device, item: ItemId, text: string): Promise<Sealed> {
  const { crypto } = device.home.environment;
  const { newest, seal } = await keysOf(device);
  const associated = (header: Bytes) => enc("holdfast/1/revision", header, seal.vault, item);
  const revision = await sealOne(crypto, newest.revision, newest.epoch, { content: utf8(text), associated });
  const [hash] = await crypto.sha256([revision]);
  return { revision, hash: hash as Hash };
}

/** A commit signed with these keys, as the bytes of a push. */
export async function signed(device: Device, { seal }: Keys, unsigned: Omit<Commit, "signature">): Promise<Bytes> {
  const message = await commitMessage(seal.vault, unsigned, (pieces) => device.home.environment.crypto.sha256(pieces));
  return encode(commitShape, { ...unsigned, signature: await seal.sign(message) });
}

/** The sealed piece with one bit turned, at a place counted from its end where negative. */
export function turned(piece: Bytes, at = -1): Bytes {
  const altered = concat(piece);
  const place = at < 0 ? altered.length + at : at;
  altered[place] = (altered[place] ?? 0) ^ 1;
  return altered;
}
