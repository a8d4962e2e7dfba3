// The keyring: the keys open in memory while a replica is unlocked, and its form inside a slot. // K6

import {
  accountId,
  type Bytes,
  decode,
  encode,
  headRef,
  type MalformedBytes,
  type Result,
  shape,
  type TypeOf,
  vaultId,
} from "@holdfast/protocol";

const { bytes, list, optional, record, uint } = shape;

/**
 * `epochs`: one key of 32 bytes for each generation, newest last. `vaults`: each vault's newest head known when this was sealed.
 * `signInSeeds`: earlier sign-in seeds, so that a server restored from an old backup can still be signed in to.
 */
export const keyring = record({
  accountId,
  version: uint(0xffff_ffff),
  secretKey: bytes(16),
  epochs: list(record({ epoch: uint(0xffff_ffff), key: bytes(32) }), 1_000),
  vaults: list(record({ vault: vaultId, head: headRef }), 100),
  signInSeeds: list(bytes(32), 100),
  recoveryKek: optional(bytes(32)),
});
export type Keyring = TypeOf<typeof keyring>;

export const encodeKeyring = (value: Keyring): Bytes => encode(keyring, value);

export function decodeKeyring(input: Bytes): Result<Keyring, MalformedBytes> {
  const decoded = decode(keyring, input);
  return decoded.ok && !isWhole(decoded.value) ? { ok: false, error: { type: "malformed" } } : decoded;
}

/** At least one epoch and one vault, and no epoch twice: the epochs ascend. */
const isWhole = ({ epochs, vaults }: Keyring): boolean =>
  epochs.length > 0 && vaults.length > 0 && epochs.every(({ epoch }, i) => i === 0 || epoch > (epochs[i - 1]?.epoch ?? epoch));

/** The newest epoch and its key. */
export function newestEpoch(ring: Keyring): Keyring["epochs"][number] {
  return ring.epochs.reduce((newest, epoch) => (epoch.epoch > newest.epoch ? epoch : newest));
}
