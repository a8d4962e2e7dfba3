// The commit in flight: what it carried, and what its acknowledgement does to the items. // S7, S8

import { type Bytes, commit, decode, equalBytes, type Hash, type ItemId, toHex } from "@holdfast/protocol";
import type { InFlight, Sealed, StoredItem } from "../store/store.ts";

/** The revisions that a commit in flight carries, by hex of the item. */
export function carried(inFlight: InFlight): ReadonlyMap<string, Sealed & { readonly item: ItemId }> {
  const decoded = decode(commit, inFlight.request);
  const revisions = new Map(
    (decoded.ok ? decoded.value.changes : []).map(({ item, revision }): [string, Bytes] => [toHex(item), revision]),
  );
  const sealed = new Map<string, Sealed & { readonly item: ItemId }>();
  for (const { item, hash } of inFlight.changes) {
    const revision = revisions.get(toHex(item));
    if (revision !== undefined) sealed.set(toHex(item), { item, revision, hash });
  }
  return sealed;
}

/** The item once `sent` of it is acknowledged: it waits on only where its newest state is another one. // S8 */
export function acknowledge(held: StoredItem, sent: Sealed): StoredItem {
  const still = held.waiting !== null && !equalBytes(held.waiting.hash, sent.hash) ? held.waiting : null;
  return { id: held.id, acknowledged: { revision: sent.revision, hash: sent.hash as Hash }, waiting: still };
}

/** What `held` becomes when the commit is acknowledged. Its bytes are read only where an item has changed since: else what waits is what was sent. */
export function acknowledgeAll(held: readonly StoredItem[], inFlight: InFlight): readonly StoredItem[] {
  const hashes = new Map(inFlight.changes.map(({ item, hash }) => [toHex(item), hash]));
  let sent: ReturnType<typeof carried> | null = null;
  return held.map((item) => {
    const hash = hashes.get(toHex(item.id));
    if (hash !== undefined && item.waiting !== null && equalBytes(item.waiting.hash, hash)) {
      return { id: item.id, acknowledged: item.waiting, waiting: null };
    }
    sent ??= carried(inFlight);
    const revision = sent.get(toHex(item.id));
    return revision === undefined ? item : acknowledge(item, revision);
  });
}
