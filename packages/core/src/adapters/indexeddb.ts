// The database of a device in a browser: its object stores, one connection that is opened again where the browser has closed it, and
// transactions whose outcome is what the disk says. What is in it and what it means is indexeddb-store.ts's and web-device.ts's to know.

import { StoreProblem } from "../store/store-problem.ts";

/** Raised with a step in `upgrade`; steps are never edited. */
const version = 1;

export const places = ["state", "items", "buckets", "heads", "lost", "log", "device"] as const;
export type PlaceName = (typeof places)[number];

export interface Database {
  /** One transaction over `names`; what `work` throws undoes it. Throws `StoreProblem` for what the platform refuses. */
  run<T>(names: readonly PlaceName[], how: Transacting, work: (place: (name: PlaceName) => IDBObjectStore) => Promise<T>): Promise<T>;
  close(): void;
}

export interface Transacting {
  readonly mode: "readonly" | "readwrite";
  /** `strict`: on the disk when it resolves, whatever the power does (Indexed Database API 3.0, 2.7.1). */
  readonly durability: "strict" | "relaxed";
}

/** The answer of a request, for as long as its transaction lives: awaited alone and at once. */
export const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/**
 * The database `name`. It is made when it is first needed; one that the browser has thrown away is made anew, and is empty. `lost` is told
 * whenever the connection ends by itself: what lay there may be gone.
 */
export function openDatabase(name: string, lost: () => void = () => {}): Database {
  let connection: Promise<IDBDatabase> | null = null;
  const drop = (): void => {
    connection = null;
    lost();
  };
  const connected = (): Promise<IDBDatabase> => {
    connection ??= connect(name, drop);
    return connection;
  };
  return {
    async run(names, how, work) {
      try {
        return await transact(await begin(connected, drop, names, how), work);
      } catch (error) {
        throw asStoreProblem(error);
      }
    },
    close() {
      void connection?.then((database) => database.close()).catch(drop);
      drop();
    },
  };
}

async function begin(
  connected: () => Promise<IDBDatabase>,
  drop: () => void,
  names: readonly PlaceName[],
  { mode, durability }: Transacting,
): Promise<IDBTransaction> {
  try {
    return (await connected()).transaction([...names], mode, { durability });
  } catch (error) {
    drop();
    // The connection was closed under us: its data was cleared, or another version wants the database.
    if (!(error instanceof DOMException && error.name === "InvalidStateError")) throw error;
    return (await connected()).transaction([...names], mode, { durability });
  }
}

async function transact<T>(transaction: IDBTransaction, work: (place: (name: PlaceName) => IDBObjectStore) => Promise<T>): Promise<T> {
  const over = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new StoreProblem("unreadable"));
  });
  try {
    const answer = await work((name) => transaction.objectStore(name));
    await over;
    return answer;
  } catch (error) {
    over.catch(() => undefined); // said by `error`
    try {
      transaction.abort();
    } catch {
      // It has ended by itself.
    }
    throw error;
  }
}

function connect(name: string, gone: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => upgrade(request.result);
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = gone;
      database.onversionchange = () => {
        database.close();
        gone();
      };
      resolve(database);
    };
    request.onerror = () => {
      gone();
      reject(request.error);
    };
    request.onblocked = () => {
      gone();
      reject(new StoreProblem("busy"));
    };
  });
}

function upgrade(database: IDBDatabase): void {
  for (const name of places) {
    const place = database.createObjectStore(name, { autoIncrement: name === "log" });
    // Marks stand in an index only where a value bears them, so that counting them looks at nothing else. // P8
    if (name === "items" || name === "lost") place.createIndex("waits", "waits");
    if (name === "items") place.createIndex("held", "held");
  }
}

/** As the rest of core knows it; what is not the platform's refusal is passed on. */
function asStoreProblem(error: unknown): unknown {
  if (!(error instanceof DOMException)) return error;
  if (error.name === "QuotaExceededError") return new StoreProblem("disk-full");
  if (error.name === "VersionError") return new StoreProblem("newer-version");
  if (error.name === "SecurityError" || error.name === "NotAllowedError") return new StoreProblem("read-only");
  return new StoreProblem("unreadable");
}
