// A device as a folder: `replica.sqlite`, `secret-key`, `pending` and `run.lock`. Two folders are two devices.

import { chmodSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Home } from "../home.ts";
import { StoreProblem } from "../store/store-problem.ts";
import { filePendingStore } from "./file-pending.ts";
import { fileRunLock } from "./file-run-lock.ts";
import { fileSecretKeyStore } from "./file-secret-key.ts";
import { httpTransport } from "./http-transport.ts";
import { makeFolder } from "./make-folder.ts";
import { nodeCrypto } from "./node-crypto.ts";
import { asFolderProblem } from "./sqlite-problem.ts";
import { openSqliteStore } from "./sqlite-store.ts";
import { syncFolder } from "./sync-folder.ts";
import { systemClock, systemTimers } from "./system-time.ts";
import { webSocketLive } from "./web-socket-live.ts";

/** The device in `folder`, which is made where there is none. Throws `StoreProblem`. The caller closes `store`. */
export async function openNodeHome(folder: string, options: { readonly connect?: Home["connect"] } = {}): Promise<Home> {
  asFolderProblem(() => ownFolder(folder));
  const { connect = httpTransport } = options;
  return {
    environment: { crypto: nodeCrypto(), clock: systemClock, timers: systemTimers },
    store: await openSqliteStore(join(folder, "replica.sqlite")),
    secretKeys: fileSecretKeyStore(join(folder, "secret-key")),
    pending: filePendingStore(join(folder, "pending")),
    runLock: fileRunLock(join(folder, "run.lock"), systemTimers),
    connect: (origin) => connect(origin),
    live: webSocketLive,
  };
}

function ownFolder(folder: string): void {
  const made = makeFolder(folder);
  if (made !== null) syncFolder(dirname(made));
  if (isOurs(folder))
    chmodSync(folder, 0o700); // P11
  // Whoever can write here can put other files in the place of ours.
  else if (process.platform !== "win32" && (statSync(folder).mode & 0o022) !== 0) throw new StoreProblem("open-folder");
}

/** A folder that something else lives in keeps its mode: `/tmp` is nobody's to close. */
function isOurs(folder: string): boolean {
  const names = readdirSync(folder);
  return names.length === 0 || names.includes("replica.sqlite");
}
