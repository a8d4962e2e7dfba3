// Heads that open, one upon the other, for tests of chains.

import type { Bytes, DeviceId, Hash, HeadRef } from "@holdfast/protocol";
import type { Head } from "../seal/head.ts";
import type { VaultSeal } from "../seal/vault-seal.ts";

export interface MadeHead {
  readonly ref: HeadRef;
  readonly sealed: Bytes;
}

/** The head after `prev`, of an empty vault but for `parts`. */
export async function madeHead(seal: VaultSeal, prev: HeadRef, parts: Partial<Head> = {}): Promise<MadeHead> {
  const seq = prev.seq + 1;
  const empty = { root: new Uint8Array(32) as Hash, count: 0, device: new Uint8Array(16) as DeviceId, time: 0 };
  const sealed = await seal.sealHead({ seq, prev: prev.hash, ...empty, ...parts });
  const [hash] = await seal.hashMany([sealed]);
  return { ref: { seq, hash: hash as Hash }, sealed };
}

export async function madeChain(seal: VaultSeal, from: HeadRef, count: number): Promise<readonly MadeHead[]> {
  const heads: MadeHead[] = [];
  for (let n = 0; n < count; n++) heads.push(await madeHead(seal, heads.at(-1)?.ref ?? from));
  return heads;
}
