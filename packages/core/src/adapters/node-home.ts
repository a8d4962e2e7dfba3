// A device as a folder: `replica.sqlite`, `secret-key`, `pending` and `run.lock`. Two folders are two devices.

import { chmodSync, existsSync, readdirSync, rmdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Bytes } from "@holdfast/protocol";
import type { Home, PendingStore, SecretKeyStore } from "../home.ts";
import type { Store } from "../store/store.ts";
import { StoreProblem } from "../store/store-problem.ts";
import { filePendingStore } from "./file-pending.ts";
import { fileRunLock } from "./file-run-lock.ts";
import { fileSecretKeyStore } from "./file-secret-key.ts";
import { httpTransport } from "./http-transport.ts";
import { lateStore } from "./late-store.ts";
import { makeFolder } from "./make-folder.ts";
import { nodeCrypto } from "./node-crypto.ts";
import { asFolderProblem } from "./sqlite-problem.ts";
import { openSqliteStore } from "./sqlite-store.ts";
import { syncFolder } from "./sync-folder.ts";
import { systemClock, systemTimers } from "./system-time.ts";
import { webSocketLive } from "./web-socket-live.ts";

/** In a folder the bytes of the Secret Key are kept. */
export interface NodeHome extends Home {
  readonly secretKeys: SecretKeyStore<Bytes>;
  readonly pending: PendingStore<Bytes>;
}

export const replicaName = "replica.sqlite";

/**
 * The device in `folder`, which is made where there is none, and goes again with the closing of `store` where nothing was kept in it. Throws
 * `StoreProblem`. The caller closes `store`.
 */
export async function openNodeHome(folder: string, options: { readonly connect?: Home["connect"] } = {}): Promise<NodeHome> {
  const made = asFolderProblem(() => ownFolder(folder));
  const { connect = httpTransport } = options;
  return {
    environment: { crypto: nodeCrypto(), clock: systemClock, timers: systemTimers },
    store: await storeIn(folder, made),
    secretKeys: fileSecretKeyStore(join(folder, "secret-key")),
    pending: filePendingStore(join(folder, "pending")),
    runLock: fileRunLock(join(folder, "run.lock"), systemTimers),
    connect: (origin) => connect(origin),
    live: webSocketLive,
  };
}

async function storeIn(folder: string, made: string | null): Promise<Store> {
  const file = join(folder, replicaName);
  if (existsSync(file)) return openSqliteStore(file);
  const store = lateStore(
    () => existsSync(file),
    () => openSqliteStore(file),
  );
  return {
    ...store,
    close: async () => {
      await store.close();
      if (made !== null) removeEmpty(resolve(folder), made);
    },
  };
}

/** Takes away `folder` and those above it up to `made`, as far as nothing is in them. */
function removeEmpty(folder: string, made: string): void {
  try {
    for (let at = folder; ; at = dirname(at)) {
      rmdirSync(at);
      if (at === made) return;
    }
  } catch {
    // Something is in it, or somebody else has taken it away.
  }
}

/** The outermost folder made, or null. */
function ownFolder(folder: string): string | null {
  const made = makeFolder(folder);
  if (made !== null) syncFolder(dirname(made));
  if (isOurs(folder))
    chmodSync(folder, 0o700); // P11
  // Whoever can write here can put other files in the place of ours.
  else if (process.platform !== "win32" && (statSync(folder).mode & 0o022) !== 0) throw new StoreProblem("open-folder");
  return made;
}

/** A folder that something else lives in keeps its mode: `/tmp` is nobody's to close. */
function isOurs(folder: string): boolean {
  const names = readdirSync(folder);
  return names.length === 0 || names.includes(replicaName);
}
