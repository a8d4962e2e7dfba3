// A browser's database as rows that can be taken out, damaged and put back, for the fuzzer (tests/fuzz). For tests alone.

import "fake-indexeddb/auto";
import { asked, openDatabase, type PlaceName, places } from "../adapters/indexeddb.ts";
import { indexedDbPending, indexedDbSecretKeys } from "../adapters/indexeddb-keys.ts";
import { indexedDbStore } from "../adapters/indexeddb-store.ts";
import type { PendingStore, SecretKeyStore } from "../home.ts";
import type { HeldSecretKey } from "../ports.ts";
import type { Store } from "../store/store.ts";

export interface Row {
  readonly place: PlaceName;
  readonly key: unknown;
  readonly value: unknown;
}

export interface BrowserDevice {
  readonly store: Store;
  readonly secretKeys: SecretKeyStore<HeldSecretKey>;
  readonly pending: PendingStore<HeldSecretKey>;
}

/** The device over the database `name`. Closing its store closes it. */
export function browserDevice(name: string): BrowserDevice {
  const database = openDatabase(name);
  return { store: indexedDbStore(database), secretKeys: indexedDbSecretKeys(database), pending: indexedDbPending(database) };
}

export async function removeRows(name: string): Promise<void> {
  await asked(indexedDB.deleteDatabase(name));
}

/** Everything that lies in the database. */
export async function takeRows(name: string): Promise<readonly Row[]> {
  const database = openDatabase(name);
  const rows = await database.run(places, { mode: "readonly", durability: "relaxed" }, async (at) => {
    const all = places.map(async (place): Promise<readonly Row[]> => {
      const [keys, values] = await Promise.all([asked(at(place).getAllKeys()), asked(at(place).getAll())]);
      return keys.map((key, index) => ({ place, key: key instanceof ArrayBuffer ? new Uint8Array(key) : key, value: values[index] }));
    });
    return (await Promise.all(all)).flat();
  });
  database.close();
  return rows;
}

/** A database of these rows; a row whose key no database takes is left out. */
export async function layRows(name: string, rows: readonly Row[]): Promise<void> {
  const database = openDatabase(name);
  await database.run(places, { mode: "readwrite", durability: "relaxed" }, async (at) => {
    for (const { place, key, value } of rows) if (isKey(key)) await asked(at(place).put(value, key));
  });
  database.close();
}

function isKey(key: unknown): key is IDBValidKey {
  try {
    indexedDB.cmp(key, 0);
    return true;
  } catch {
    return false;
  }
}
