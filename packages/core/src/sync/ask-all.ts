// Asking for everything once more while items are damaged here: what came wrong once may have been wrong on the way alone, and then a server that
// holds the right bytes mends them, with no other device and no person needed. // S39

import { equalBytes, toHex } from "@holdfast/protocol";
import type { Replica, Store } from "../store/store.ts";
import { lostReason } from "./join.ts";
import type { Received } from "./receive.ts";

/** At most so often for each process, in milliseconds: all of a vault is much to ask for, and bytes that have rotted stay so. */
const everyMs = 3_600_000;

/** Whether the whole is to be asked for now; `askedAt`: when it last came, milliseconds since 1970. */
export const asksForAll = ({ restored, troubles }: Replica, askedAt: number, now: number): boolean =>
  restored && troubles.some(({ reason }) => reason === lostReason) && Math.abs(now - askedAt) >= everyMs;

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
