// The head: a sealed summary of the whole vault after a commit. Who holds it and the revisions can tell that nothing is
// missing, old or mixed; who has no key learns nothing from it. // E6

import {
  type Bytes,
  decode,
  deviceId,
  enc,
  encode,
  hash,
  headRef,
  limits,
  readSealedHeader,
  shape,
  type TypeOf,
  u64,
  type VaultId,
} from "@holdfast/protocol";
import type { Crypto } from "../crypto/primitives.ts";
import type { VaultKeys } from "../keys/vault-keys.ts";
import { openOne, sealOne } from "./envelope.ts";

const { optional, record, uint } = shape;

/**
 * `root`: the digest of the vault (sync/digest.ts). `count`: pairs under the root, tombstones included. `time`: milliseconds since
 * 1970 by the writer's clock, to be shown and never trusted. `heals`: the last head of a lost branch that this commit joins.
 */
export const head = record({
  seq: uint(),
  prev: hash,
  root: hash,
  count: uint(limits.vaultItems),
  device: deviceId,
  time: uint(),
  heals: optional(headRef),
});
export type Head = TypeOf<typeof head>;

const associated = (vault: VaultId, seq: number) => (header: Bytes) => enc("holdfast/1/head", header, vault, u64(seq));

export const sealHead = (crypto: Crypto, keys: VaultKeys, vault: VaultId, value: Head): Promise<Bytes> =>
  sealOne(crypto, keys.head, keys.epoch, { content: encode(head, value), associated: associated(vault, value.seq) });

/** The head at `seq`, or null: damaged, of another vault, seq or epoch. */
export async function openHead(crypto: Crypto, keys: VaultKeys, vault: VaultId, seq: number, sealed: Bytes): Promise<Head | null> {
  if (readSealedHeader(sealed) !== keys.epoch) return null;
  const content = await openOne(crypto, keys.head, { sealed, associated: associated(vault, seq) });
  const opened = content === null ? null : decode(head, content);
  return opened?.ok && opened.value.seq === seq ? opened.value : null;
}
