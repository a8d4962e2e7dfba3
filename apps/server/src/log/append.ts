// Station 6 of the walk: a commit gets its place in the vault's order, by compare-and-swap on the head it stands on. The
// server checks what can be checked from outside, orders, and never looks inside. A refused commit has changed nothing. // C3

import {
  type Bytes,
  type Commit,
  commit,
  commitMessageOf,
  decode,
  encode,
  equalBytes,
  err,
  type Hash,
  type HeadRef,
  type ItemId,
  inOrder,
  limits,
  liveEvent,
  ok,
  type Refusal,
  type Result,
  readSealedHeader,
  type VaultId,
} from "@holdfast/protocol";
import type { Session } from "../auth/sessions.ts";
import { verifyEd25519 } from "../ed25519.ts";
import type { Context } from "../ports.ts";
import { sha256, sha256Many } from "../sha256.ts";
import type { StoredVault } from "../storage/storage.ts";
import { staleRefusal } from "./stale.ts";

/** Appends the commit that `body` encodes, and tells those who listen to the vault. `ifMatch` is the head that the request's header named and that was compared already. */
export async function push(
  context: Context,
  session: Session,
  { vault, ifMatch, body }: { readonly vault: StoredVault; readonly ifMatch: Hash; readonly body: Bytes },
): Promise<Result<HeadRef, Refusal>> {
  const decoded = decode(commit, body);
  if (!decoded.ok) return err({ kind: "malformed" });
  const given = decoded.value;
  const hashes = given.changes.map(({ revision }) => sha256(revision));
  const refused = await refusalOf(given, { vault, ifMatch, hashes });
  if (refused !== null) return err(refused);

  const result = await context.queue.append({
    account: session.account,
    vault: vault.vault,
    device: session.device,
    prev: given.prev,
    hash: sha256(given.head),
    head: given.head,
    branch: given.branch ?? [],
    changes: given.changes.map(({ item, revision }, i) => ({ item, revision, hash: hashes[i] as Hash })),
    at: context.clock.now(),
    maximum: { items: limits.vaultItems, accountBytes: context.settings.accountBytes ?? limits.accountBytes },
  });
  switch (result.type) {
    case "appended":
      context.meter.commit({ changes: given.changes.length, bytes: body.length });
      poke(context, session, { vault: vault.vault, head: result.head, commit: given, bytes: body.length });
      return ok(result.head);
    case "stale":
      return err(await staleRefusal(context.storage.vaults, { ...vault, head: result.head }, given.prev));
    case "repeated":
      return err({ kind: "malformed" });
    default:
      return err({ kind: result.type });
  }
}

/** Why a commit can't be taken whatever the vault's head is, or null. */
async function refusalOf(
  given: Commit,
  { vault, ifMatch, hashes }: { readonly vault: StoredVault; readonly ifMatch: Hash; readonly hashes: readonly Hash[] },
): Promise<Refusal | null> {
  const epoch = readSealedHeader(given.head);
  if (!equalBytes(given.prev, ifMatch) || !inOrder(given.changes) || epoch === null) return { kind: "malformed" };
  const bytes = given.changes.reduce((sum, { revision }) => sum + revision.length, 0);
  if (bytes > limits.commitBytes) return { kind: "too-large" };
  // C5: a stolen session without the keys can't write.
  const message = await commitMessageOf(vault.vault, given, hashes, sha256Many);
  if (!verifyEd25519(vault.writerKey, message, given.signature)) return { kind: "signature-refused" };
  // C6: changes bear the head's epoch; the items that don't are named, so that the others need not wait for them.
  const items: readonly ItemId[] = given.changes.filter(({ revision }) => readSealedHeader(revision) !== epoch).map(({ item }) => item);
  return items.length === 0 ? null : { kind: "items-refused", items };
}

/** Tells all who listen but the session that pushed. It follows the commit, and bears it where it is small. // C27 */
function poke(
  { hub, meter }: Context,
  session: Session,
  { vault, head, commit, bytes }: { readonly vault: VaultId; readonly head: HeadRef; readonly commit: Commit; readonly bytes: number },
): void {
  const inline = bytes <= limits.inlineCommitBytes;
  const told = { kind: "poke", vault, head, ...(inline ? { commit } : {}) } as const;
  meter.pokes(
    hub.publish(vault, session.token, () => encode(liveEvent, told)),
    inline,
  );
}
