// Station 7 of the walk, the server's half: what a pull shall read, from the head that the device holds to the head there is
// now. The end is fixed here, once; frames.ts then reads up to it in short pages. // C7

import { equalBytes, err, genesis, type Hash, type HeadRef, ok, type PullRequest, type Refusal, type Result } from "@holdfast/protocol";
import type { Place, StoredVault, Vaults } from "../storage/storage.ts";

export interface Plan {
  readonly vault: StoredVault["vault"];
  /** The fixed end. */
  readonly to: HeadRef;
  /** Seq of the first head to send, above `to` for none. */
  readonly firstHead: number;
  readonly pairs: boolean;
  /** Changes after this place; null for no changes. */
  readonly changes: Place | null;
}

const none = (to: HeadRef) => to.seq + 1;

/** Plans what `request` asks for, or says that the vault's history is another than the device's. */
export async function planPull(vaults: Vaults, vault: StoredVault, request: PullRequest): Promise<Result<Plan, Refusal>> {
  const { after, whole, from } = request;
  const differs: Refusal = { kind: "history-differs", head: vault.head };
  // C14: a head that is not in the chain is told, never guessed around.
  if (after !== null && !(await inChain(vaults, vault, after))) return err(differs);
  if (from !== undefined && !(await inChain(vaults, vault, from.to))) return err(differs);

  const all: Place = { seq: 0, item: null };
  // C15: a cut stream goes on at the same end, unless what was current there may be gone; then the pull begins anew.
  if (from !== undefined && from.to.seq >= vault.cleaned) {
    const changes = request.pairsOnly ? null : { seq: from.seq, item: from.item };
    return ok({ vault: vault.vault, to: from.to, firstHead: none(from.to), pairs: false, changes });
  }
  const to = vault.head;
  const changes = whole || after === null ? all : { seq: after.seq, item: null };
  // A fresh device knows its pin by hash alone, so a whole pull sends that head too (pull.ts).
  const next = after === null ? Math.max(1, to.seq) : whole ? Math.max(1, after.seq) : after.seq + 1;
  return ok({
    vault: vault.vault,
    to,
    firstHead: next,
    pairs: whole && !request.headsOnly,
    changes: request.headsOnly || (whole && request.pairsOnly) ? null : changes,
  });
}

/** The plan for a device that stands on the head `prev`, or null where that is no head of the vault. */
export async function planAfter(vaults: Vaults, vault: StoredVault, prev: Hash): Promise<Plan | null> {
  const seq = equalBytes(prev, genesis.hash) ? 0 : await vaults.seqOf(vault.vault, prev);
  if (seq === null) return null;
  return { vault: vault.vault, to: vault.head, firstHead: seq + 1, pairs: false, changes: { seq, item: null } };
}

async function inChain(vaults: Vaults, vault: StoredVault, head: HeadRef): Promise<boolean> {
  if (head.seq > vault.head.seq) return false;
  const held = head.seq === 0 ? genesis.hash : await vaults.hashAt(vault.vault, head.seq);
  return held !== null && equalBytes(held, head.hash);
}
