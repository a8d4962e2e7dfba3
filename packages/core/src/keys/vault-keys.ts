// The keys of one vault in one epoch, each with a label of its own. // K7

import { type Bytes, enc, type VaultId } from "@holdfast/protocol";
import { hkdfExpand } from "../crypto/hkdf.ts";
import type { AeadKey, Crypto, SigningKey } from "../crypto/primitives.ts";

export interface VaultKeys {
  readonly epoch: number;
  readonly revision: AeadKey;
  readonly head: AeadKey;
  /** Signs commits; the server holds its public half. */
  readonly writer: SigningKey;
}

/** vaultKey = HKDF-Expand(epochKey, enc("holdfast/1/vault", vaultId)); the three keys are expanded from it. */
export async function deriveVaultKeys(crypto: Crypto, epoch: number, epochKey: Bytes, vault: VaultId): Promise<VaultKeys> {
  const vaultKey = await hkdfExpand(crypto, epochKey, enc("holdfast/1/vault", vault));
  return {
    epoch,
    revision: await crypto.aeadKey(await hkdfExpand(crypto, vaultKey, enc("holdfast/1/key/revision"))),
    head: await crypto.aeadKey(await hkdfExpand(crypto, vaultKey, enc("holdfast/1/key/head"))),
    writer: await crypto.signingKey(await hkdfExpand(crypto, vaultKey, enc("holdfast/1/key/writer"))),
  };
}
