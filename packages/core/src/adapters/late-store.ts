// A store whose file is not made before something is to be kept in it: until then it reads as empty. So whoever only asks whether this is a
// device, or whose sign-up is refused, leaves nothing behind. Whatever another process makes meanwhile is found.

import type { Store } from "../store/store.ts";

const empty = { generation: 0, replica: null, inFlight: null, waiting: 0 } as const;

/** `made`: whether the file is there. `open` opens it, and makes it where it is not. */
export function lateStore(made: () => boolean, open: () => Promise<Store>): Store {
  let opened: Store | null = null;
  let opening: Promise<Store> | null = null;
  const store = async (): Promise<Store> => {
    if (opened !== null) return opened;
    opening ??= open();
    try {
      opened = await opening;
      return opened;
    } finally {
      opening = null;
    }
  };
  return {
    read: async () => (opened === null && !made() ? empty : (await store()).read()),
    create: async (replica) => (await store()).create(replica),
    write: async (change) => (await store()).write(change),
    item: async (id) => (await store()).item(id),
    itemsById: async (ids) => (await store()).itemsById(ids),
    items: async () => (await store()).items(),
    waiting: async (count) => (await store()).waiting(count),
    pairs: async (bucket) => (await store()).pairs(bucket),
    buckets: async () => (await store()).buckets(),
    acknowledgedCount: async () => (await store()).acknowledgedCount(),
    heads: async (first, count) => (await store()).heads(first, count),
    lostHead: async (hash) => (await store()).lostHead(hash),
    lostWaiting: async (count) => (await store()).lostWaiting(count),
    log: async (count) => (await store()).log(count),
    note: async () => (await store()).note(),
    clear: async (expect) => (await store()).clear(expect),
    close: async () => opened?.close(),
  };
}
