// A device as a browser profile: one database and one lock for each name, of this page's origin alone. Works in a page and in a worker.

import type { Home, PendingStore, SecretKeyStore } from "../home.ts";
import type { HeldSecretKey } from "../ports.ts";
import { httpTransport } from "./http-transport.ts";
import { openDatabase } from "./indexeddb.ts";
import { indexedDbPending, indexedDbSecretKeys } from "./indexeddb-keys.ts";
import { indexedDbStore } from "./indexeddb-store.ts";
import { rememberingStore } from "./remembering-store.ts";
import { systemClock, systemTimers } from "./system-time.ts";
import { webCrypto } from "./web-crypto.ts";
import { webRunLock } from "./web-run-lock.ts";
import { webSocketLive } from "./web-socket-live.ts";

/** In a browser the Secret Key is held and never read back. // K9 */
export interface WebHome extends Home {
  readonly secretKeys: SecretKeyStore<HeldSecretKey>;
  readonly pending: PendingStore<HeldSecretKey>;
}

/**
 * The device called `name` in this profile. Nothing is made before something is asked; the caller closes `store`, and can't use it then. One home
 * of a name is in use at a time, in whatever tab (decision 0031): its store remembers. // P22
 */
export function openWebHome(name: string, options: { readonly connect?: Home["connect"] } = {}): WebHome {
  const database = openDatabase(name, () => store.forget());
  const store = rememberingStore(indexedDbStore(database));
  const { connect = (origin) => httpTransport(origin) } = options;
  return {
    environment: { crypto: webCrypto(), clock: systemClock, timers: systemTimers },
    store,
    secretKeys: indexedDbSecretKeys(database),
    pending: indexedDbPending(database),
    runLock: webRunLock(`${name} run`, systemTimers),
    connect,
    live: webSocketLive,
  };
}

/** Asks the browser to throw nothing away when the disk is short. A hint: where it says no, signing in brings everything back. */
export async function keepOnDisk(): Promise<boolean> {
  try {
    return await navigator.storage.persist();
  } catch {
    return false; // also where a browser has nothing to be asked
  }
}
