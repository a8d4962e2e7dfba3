// Pull: what changed after a head, up to the head the vault has when the pull begins, as a stream of frames (frames.ts).
//
//   POST /v1/vault/<vault id>/pull   body: PullRequest   → 200 stream of PullFrame | an error
//
// Order of frames: begin, heads …, branch …, (pairs …, when whole), changes …, end. A stream without its `end` was cut.
// Revisions come each as of `begin.to`, in the order of (seq, item); nothing that an `end` does not close may be trusted to be all.

import { change, headRef, sealedHead } from "./commit.ts";
import { hash, itemId } from "./ids.ts";
import { limits } from "./limits.ts";
import { flag, list, literal, nullable, oneOf, optional, record, type TypeOf, uint } from "./shape.ts";

/** Where a cut stream goes on: after this change (its commit's seq, its item), as of the same end. */
export const position = record({ to: headRef, seq: uint(), item: itemId });
export type Position = TypeOf<typeof position>;

/**
 * `after`: the newest head this device has verified, or null for none: then the newest head alone is sent.
 * `whole`: every revision, not only those since `after`, with all (item, hash) pairs before them: a fresh device, or a repair. The heads
 * then begin with the one at `after` itself (where its seq is not 0), since a fresh device knows of it the hash alone.
 * `pairsOnly`: with `whole`, no revisions. `headsOnly`: the heads alone, to find out where histories part; neither pairs nor revisions.
 * `from`: go on after a cut stream.
 */
export const pullRequest = record({
  after: nullable(headRef),
  whole: flag,
  pairsOnly: optional(flag),
  headsOnly: optional(flag),
  from: optional(position),
});
export type PullRequest = TypeOf<typeof pullRequest>;

export const pair = record({ item: itemId, hash });
export type Pair = TypeOf<typeof pair>;

export const pullFrame = oneOf({
  /** The fixed end of this pull, and how many changes will come. */
  begin: record({ kind: literal("begin"), to: headRef, changes: uint(limits.vaultItems) }),
  /** Sealed heads in order of seq; `first` is the seq of the first of them. */
  heads: record({ kind: literal("heads"), first: uint(), heads: list(sealedHead, 1_000) }),
  /** Heads of lost branches that the commits of these heads carried, in the order of the commits. What they mean, the heads say. */
  branch: record({ kind: literal("branch"), heads: list(sealedHead, limits.branchHeads) }),
  /** SHA-256 of every item's revision, ascending by item, tombstones included. */
  pairs: record({ kind: literal("pairs"), pairs: list(pair, 10_000) }),
  /** `seq` is the commit of the last of these changes. */
  changes: record({ kind: literal("changes"), seq: uint(), changes: list(change, limits.commitChanges) }),
  end: record({ kind: literal("end"), to: headRef }),
});
export type PullFrame = TypeOf<typeof pullFrame>;
