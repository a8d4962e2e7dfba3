// Asking for everything once more while items are damaged here: what came wrong once may have been wrong on the way alone, and then a server that
// holds the right bytes mends them, with no other device and no person needed. // S39

import { equalBytes, toHex } from "@holdfast/protocol";
import type { Replica, Store } from "../store/store.ts";
import { lostReason } from "./join.ts";
import type { Received, ReceiveFailure } from "./receive.ts";

/** At most so often for each process, in milliseconds: all of a vault is much to ask for, and bytes that have rotted stay so. */
const everyMs = 3_600_000;

/** Whether the whole is to be asked for now; `askedAt`: when it was last tried, milliseconds since 1970. */
export const asksForAll = ({ restored, troubles }: Replica, askedAt: number, now: number): boolean =>
  restored && troubles.some(({ reason }) => reason === lostReason) && Math.abs(now - askedAt) >= everyMs;

/** What this process knows of its asking for everything. A try that brings nothing stops no run: what is new can be had without it. // S39 */
export class AskAll {
  #triedAt = Number.NEGATIVE_INFINITY;
  /** When a try had no answer that tells whose fault it is: it counts as one where a lesser question is answered. */
  #unanswered: number | null = null;
  #wanted = false;
  #settled = false;

  /** The next pull asks where something is damaged here, however short ago it was. // S42 */
  want(): void {
    this.#triedAt = Number.NEGATIVE_INFINITY;
    this.#wanted = true;
    this.#settled = false;
  }

  /** Asked for by a person, and nothing has been pulled since. */
  get isWanted(): boolean {
    return this.#wanted;
  }

  /** Whether what is damaged here now is all that could not be had, though everything was asked for since `want` and came. // S42 */
  get isSettled(): boolean {
    return this.#settled;
  }

  isDue(replica: Replica, now: number): boolean {
    return this.#unanswered === null && asksForAll(replica, this.#triedAt, now);
  }

  /** Whether the run goes on without. What ends a session, or says that the history is another one, says so to any question. */
  failed(failure: ReceiveFailure, now: number): boolean {
    if (failure.type === "later-epoch" || (failure.type === "alarm" && failure.server !== undefined)) return false;
    if (failure.type === "unreachable" && failure.why === "offline") return false;
    const refused = failure.type === "refused" ? failure.refusal.kind : null;
    if (refused === "session-ended" || refused === "not-found") return false;
    // Nothing is asked before the time that the server names; the next run's question is the lesser one. // S34
    if (refused === "too-many-requests") {
      this.#triedAt = now;
      return false;
    }
    this.#unanswered = now;
    return true;
  }

  /** A pull has ended; `missed`: it came, and named what is damaged beside what was. Null where nothing came. */
  ended(pulled: { readonly all: boolean; readonly left: boolean; readonly missed: boolean } | null, now: number): void {
    const unanswered = this.#unanswered;
    this.#unanswered = null;
    if (pulled === null) return;
    this.#wanted = false;
    if (pulled.all || unanswered !== null) this.#triedAt = unanswered ?? now;
    if (pulled.all || !pulled.left) this.#settled = true;
    else if (pulled.missed) this.#settled = false;
  }
}

/** Of a verified whole pull what is news to a replica that stands on the first of its heads: other states, and the bytes of those that are damaged. */
export async function newsOf(store: Store, received: Received): Promise<Received> {
  const { items } = await store.items();
  const { replica } = await store.read();
  const held = new Map(items.map(({ id, acknowledged }) => [toHex(id), acknowledged]));
  const changes = received.changes.filter(({ item, hash, revision }) => {
    const mine = held.get(toHex(item));
    return mine == null || !equalBytes(mine.hash, hash) || !equalBytes(mine.revision, revision);
  });
  const known = Math.max(0, Math.min(received.sealedHeads.length, (replica?.head.seq ?? 0) + 1 - received.firstHead));
  return {
    ...received,
    whole: false,
    changes,
    firstHead: received.firstHead + known,
    sealedHeads: received.sealedHeads.slice(known),
    headIds: received.headIds.slice(known),
  };
}
