// The answer to a push that stands on an older head: the head there is, and what came between where that is little, so that
// the device need not ask for it. // C4

import { type Bytes, concat, type Hash, limits, type Refusal } from "@holdfast/protocol";
import type { StoredVault, Vaults } from "../storage/storage.ts";
import { pullFrames } from "./frames.ts";
import { planAfter } from "./read.ts";

/** `prev`: what the device stands on. Nothing is added where that is no head of the vault, or too much is missing. */
export async function staleRefusal(vaults: Vaults, vault: StoredVault, prev: Hash): Promise<Refusal> {
  const missing = await missingAfter(vaults, vault, prev);
  return { kind: "stale", head: vault.head, ...(missing === null ? {} : { missing }) };
}

async function missingAfter(vaults: Vaults, vault: StoredVault, prev: Hash): Promise<Bytes | null> {
  const plan = await planAfter(vaults, vault, prev);
  if (plan === null) return null;
  const frames: Bytes[] = [];
  let length = 0;
  for await (const frame of pullFrames(vaults, plan)) {
    length += frame.length;
    if (length > limits.missingBytes) return null;
    frames.push(frame);
  }
  return concat(...frames);
}
