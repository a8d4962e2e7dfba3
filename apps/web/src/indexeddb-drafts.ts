// Sealed drafts in a browser: a small database beside the device's, so that what somebody types is written without touching the replica.

import type { DraftStore } from "@holdfast/ui/host";

const version = 1;
const place = "drafts";

function opened(name: string, factory: IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(name, version);
    request.onupgradeneeded = () => request.result.createObjectStore(place);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** One transaction, on the disk when it resolves. The connection lives no longer, so that nothing stands in the way of another tab. */
async function run<T>(
  name: string,
  factory: IDBFactory,
  mode: "readonly" | "readwrite",
  work: (drafts: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await opened(name, factory);
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(place, mode, { durability: "strict" });
      const request = work(transaction.objectStore(place));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error("the transaction ended"));
    });
  } finally {
    database.close();
  }
}

export function indexedDbDrafts(name: string, factory: IDBFactory = indexedDB): DraftStore {
  return {
    async all() {
      const keys = await run(name, factory, "readonly", (drafts) => drafts.getAllKeys());
      const values = await run(name, factory, "readonly", (drafts) => drafts.getAll());
      return keys.flatMap((key, i) => {
        const sealed: unknown = values[i];
        return typeof key === "string" && sealed instanceof Uint8Array ? [{ key, sealed }] : [];
      });
    },
    put: async (key, sealed) => void (await run(name, factory, "readwrite", (drafts) => drafts.put(Uint8Array.from(sealed), key))),
    remove: (key) => run(name, factory, "readwrite", (drafts) => drafts.delete(key)),
    clear: () => run(name, factory, "readwrite", (drafts) => drafts.clear()),
  };
}
