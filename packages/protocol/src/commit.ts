// A commit: revisions pushed together on top of a head, signed with the vault's writer key.
// The server orders commits by compare-and-swap on `prev`; it never looks inside a revision or a head.

import { type Bytes, compareBytes } from "./bytes.ts";
import { enc } from "./enc.ts";
import { sealedMinimum } from "./envelope.ts";
import { type Hash, hash, hashBytes, type ItemId, itemId, type VaultId } from "./ids.ts";
import { limits } from "./limits.ts";
import { bytes, list, optional, record, type TypeOf, uint } from "./shape.ts";

/** A place in a vault's order: seq counts commits from 1, hash is SHA-256 of the sealed head, which is also the commit's id. */
export const headRef = record({ seq: uint(), hash });
export type HeadRef = TypeOf<typeof headRef>;

/** What the first commit stands on: seq 0 and 32 zero bytes. // S1 */
export const genesis: HeadRef = { seq: 0, hash: new Uint8Array(hashBytes) as Hash };

export const sealedHead = bytes(sealedMinimum, limits.headBytes);
export const sealedRevision = bytes(sealedMinimum, limits.revisionBytes);

/** One item's new sealed state. */
export const change = record({ item: itemId, revision: sealedRevision });
export type Change = TypeOf<typeof change>;

export const signatureBytes = 64;

/** `changes` ascend by item id, each item once. `branch`: the sealed heads of a lost branch, in a healing's commits alone. */
export const commit = record({
  prev: hash,
  head: sealedHead,
  changes: list(change, limits.commitChanges),
  branch: optional(list(sealedHead, limits.branchHeads)),
  signature: bytes(signatureBytes),
});
export type Commit = TypeOf<typeof commit>;

/** Whether the items of `changes` strictly ascend. // S3 */
export function inOrder(changes: readonly Change[]): boolean {
  for (let i = 1; i < changes.length; i++) {
    if (compareBytes((changes[i - 1] as Change).item, (changes[i] as Change).item) >= 0) return false;
  }
  return true;
}

/** SHA-256 of each given piece, in order. Asynchronous, since a browser's is. */
export type HashMany = (pieces: readonly Bytes[]) => Promise<readonly Hash[]>;

/**
 * What a commit's signature covers: // S4
 * enc("holdfast/1/commit", vaultId, prev, id, changes, branch), where id is SHA-256 of the sealed head,
 * changes is SHA-256 of enc("holdfast/1/changes", item, SHA-256(revision), …) and branch is SHA-256 of enc("holdfast/1/branch", head, …).
 */
export async function commitMessage(vault: VaultId, unsigned: Omit<Commit, "signature">, hashMany: HashMany): Promise<Bytes> {
  const revisions = await hashMany(unsigned.changes.map(({ revision }) => revision));
  return commitMessageOf(vault, unsigned, revisions, hashMany);
}

/** `commitMessage` for a caller that has the hashes of the revisions already, in the order of the changes. */
export async function commitMessageOf(
  vault: VaultId,
  unsigned: Omit<Commit, "signature">,
  revisionHashes: readonly Hash[],
  hashMany: HashMany,
): Promise<Bytes> {
  const pairs = unsigned.changes.flatMap(({ item }, i) => [item as ItemId as Bytes, revisionHashes[i] as Hash as Bytes]);
  const [id, changes, branch] = await hashMany([
    unsigned.head,
    enc("holdfast/1/changes", ...pairs),
    enc("holdfast/1/branch", ...(unsigned.branch ?? [])),
  ]);
  return enc("holdfast/1/commit", vault, unsigned.prev, id as Hash, changes as Hash, branch as Hash);
}
