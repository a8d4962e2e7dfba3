// The job that cleans: revisions superseded for longer than 30 days, sessions nobody uses, and invitations nobody used. A bounded piece at a time, so
// that nobody waits for it. // C16

import { limits } from "@holdfast/protocol";
import { failureCode } from "./journal.ts";
import type { Ports } from "./ports.ts";

/** Revisions, and sessions, that one piece removes at most. */
export const pieceCount = 1_000;
const restMs = 3_600_000;
const nextPieceMs = 1_000;

/** One piece of the job; answers whether there may be more. */
export async function cleanPiece({ storage, clock, log }: Ports): Promise<boolean> {
  const at = clock.now();
  const removed = await storage.clean({
    supersededBefore: at - limits.supersededMs,
    sessionsBefore: at - limits.sessionIdleMs,
    invitationsBefore: at,
    count: pieceCount,
  });
  if (removed > 0) log({ at, event: "clean", account: null, device: null, result: `ok ${removed}`, ms: clock.now() - at });
  return removed >= pieceCount;
}

/** Cleans now and then until the answer is called; that resolves when no piece is under way any more. */
export function startCleaning(ports: Ports): () => Promise<void> {
  let stopped = false;
  let cancel = (): void => {};
  let running = Promise.resolve();
  const piece = async (): Promise<void> => {
    let more = false;
    try {
      more = await cleanPiece(ports);
    } catch (failure) {
      ports.log({ at: ports.clock.now(), event: "clean", account: null, device: null, result: failureCode(failure), ms: 0 });
    }
    if (!stopped) schedule(more ? nextPieceMs : restMs);
  };
  const schedule = (delayMs: number): void => {
    cancel = ports.timers.after(delayMs, () => {
      running = piece();
    });
  };
  schedule(nextPieceMs);
  return async () => {
    stopped = true;
    cancel();
    await running;
  };
}
