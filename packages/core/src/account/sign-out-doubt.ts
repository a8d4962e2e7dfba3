// Whether a device may forget its vault: only while nothing that is here could be missing at the server. Pure; the run that was made just
// before, and what the replica says after it, are all there is to decide by. // S43

import type { Replica } from "../store/store.ts";
import { lostReason } from "../sync/join.ts";
import type { RunEnd } from "../sync/run-report.ts";

/** Why a device is not signed out without a person's word that what only it holds may go. */
export type SignOutRefusal =
  | { readonly type: "waiting"; readonly waiting: number }
  /** Nothing waits, but it is not known that the server holds all that is here. `end` is how the run ended that asked. */
  | { readonly type: "unsure"; readonly end: Exclude<RunEnd, { readonly type: "quiet" }> };

export interface SignOutFacts {
  readonly end: RunEnd;
  readonly waiting: number;
  readonly troubles: Replica["troubles"];
}

/** Null where nothing can be lost. */
export function signOutDoubt({ end, waiting, troubles }: SignOutFacts): SignOutRefusal | null {
  if (waiting > 0) return { type: "waiting", waiting };
  if (end.type !== "quiet") return { type: "unsure", end };
  // A good state may stand here of what the server has damaged, and it is what could take its place. // S42
  const lost = troubles.some(({ reason }) => reason === lostReason);
  return lost ? { type: "unsure", end: { type: "attention", reason: lostReason } } : null;
}
