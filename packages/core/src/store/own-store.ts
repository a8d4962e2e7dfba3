// A store as one device's client sees it. A folder may be signed out and become another device of another account while a client is still
// open in some process: for that client the store is empty from then on. It reads nothing of the other device, and no write of it arrives,
// so that nothing sealed for one account is ever sent to another. // P18

import { type DeviceId, equalBytes } from "@holdfast/protocol";
import type { Store } from "./store.ts";

/** `store`, as long as its replica is `device`'s. */
export function ownStore(store: Store, device: DeviceId): Store {
  const read: Store["read"] = async () => {
    const state = await store.read();
    const ours = state.replica !== null && equalBytes(state.replica.device, device);
    return ours ? state : { generation: state.generation, replica: null, inFlight: null, waiting: 0 };
  };
  // Looked at behind the reading: a device that stands then stood before, since none comes back once it was signed out.
  const ours = async <T>(found: T, nothing: T): Promise<T> => ((await read()).replica === null ? nothing : found);
  return {
    read,
    create: (replica) => store.create(replica),
    write: async (change) => {
      const foreign = change.device !== undefined && !equalBytes(change.device, device);
      return foreign ? { type: "changed" } : store.write({ ...change, device });
    },
    item: async (id) => ours(await store.item(id), null),
    itemsById: async (ids) => ours(await store.itemsById(ids), []),
    items: async () => {
      const held = await store.items();
      return ours(held, { ...held, items: [] });
    },
    waiting: async (count) => ours(await store.waiting(count), []),
    pairs: (bucket) => store.pairs(bucket),
    buckets: () => store.buckets(),
    acknowledgedCount: () => store.acknowledgedCount(),
    heads: (first, count) => store.heads(first, count),
    lostHead: (hash) => store.lostHead(hash),
    lostWaiting: (count) => store.lostWaiting(count),
    log: async (count) => ours(await store.log(count), []),
    note: async () => ours(await store.note(), null),
    clear: async (expect) => ((await read()).replica === null ? { type: "changed" } : store.clear(expect)),
    close: () => store.close(),
  };
}
