// The bounds of a write, the same for every store: what breaks them is a fault of the program, found before the first change.

import { assert, type Hash, hashBytes, idBytes, limits } from "@holdfast/protocol";
import { logLineBytes, logLines, noteBytes, type Sealed, type Write } from "./store.ts";

/** Buckets of the digest: one for each first byte of an item's id. */
export const bucketCount = 256;

/** Throws where an item, bucket or head is out of its bounds; the replica and the commit in flight have their shapes. // P6 */
export function checkWrite({ items = [], buckets = [], heads, cutHeads, lost = [], log = [], note = null }: Write): void {
  assert(log.length <= logLines, "a write brings no more lines than the log holds");
  for (const line of log) assert(line.length > 0 && line.length <= logLineBytes, "a line of the log is within its limit");
  assert(note === null || (note.length > 0 && note.length <= noteBytes), "a device's note is within its limit");
  for (const { id, acknowledged, waiting } of items) {
    assert(id.length === idBytes, "an item's id has 16 bytes");
    assert((acknowledged ?? waiting) !== null, "an item has a revision");
    checkSealed(acknowledged);
    checkSealed(waiting);
  }
  for (const { bucket, hash } of buckets) {
    assert(Number.isInteger(bucket) && bucket >= 0 && bucket < bucketCount, "buckets count from 0 to 255");
    checkHash(hash);
  }
  if (heads) {
    assert(Number.isSafeInteger(heads.first) && heads.first > 0, "seqs count from 1");
    for (const sealed of heads.sealed) assert(sealed.length <= limits.headBytes, "a head is within its limit");
  }
  assert(cutHeads === undefined || (Number.isSafeInteger(cutHeads) && cutHeads >= 0), "a chain is cut at a seq");
  for (const { hash, sealed } of lost) {
    assert(sealed.length <= limits.headBytes, "a head is within its limit");
    checkHash(hash);
  }
}

function checkSealed(sealed: Sealed | null): void {
  if (sealed === null) return;
  assert(sealed.revision.length <= limits.revisionBytes, "a revision is within its limit");
  checkHash(sealed.hash);
}

const checkHash = (hash: Hash): void => assert(hash.length === hashBytes, "a SHA-256 has 32 bytes");
