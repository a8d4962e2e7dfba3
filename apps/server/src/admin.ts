// What the one who runs a server does to its data folder from outside, while the server may be running: invite, back up,
// restore, count. Nothing here reads what is sealed. // C29, C35

import { invite, type NewInvitation } from "./auth/invitations.ts";
import { nodePorts } from "./node-ports.ts";
import { backupTo, restoreFrom } from "./storage/backup.ts";
import { openPresent } from "./storage/sqlite-database.ts";
import { SqliteStorage } from "./storage/sqlite-storage.ts";
import type { Stats } from "./storage/storage.ts";

async function withStorage<T>(dataDir: string, work: (storage: SqliteStorage) => Promise<T>): Promise<T> {
  const storage = new SqliteStorage(dataDir, () => openPresent(dataDir));
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}

/** An invitation to the server of this folder. Each of these throws `FolderProblem` where the folder or the file is not as it must be. */
export const inviteTo = (dataDir: string): Promise<NewInvitation> => withStorage(dataDir, (storage) => invite({ ...nodePorts, storage }));

export const statsOf = (dataDir: string): Promise<Stats> => withStorage(dataDir, (storage) => storage.stats());

/** Bytes of the backup written to `file`. */
export const backUp = (dataDir: string, file: string): Promise<number> => backupTo(dataDir, file);

/** The name that what was there has now; null where nothing was. */
export const restore = (dataDir: string, file: string, replace: boolean): string | null =>
  restoreFrom(file, dataDir, { replace, at: nodePorts.clock.now() });
