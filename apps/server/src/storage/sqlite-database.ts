// Opens the database file with the durability that an acknowledgement stands on, and runs transactions in it.
// The only importer of node:sqlite's DatabaseSync besides its statements' types.

import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { assert } from "@holdfast/protocol";
import { migrations } from "./migrations.ts";
import { integer } from "./sqlite-row.ts";

/** How long a statement waits for another process that holds the database, in milliseconds. */
const busyMs = 5_000;

export const databaseFile = "holdfast.sqlite";

/** The database in `folder` (made, readable by its owner alone), or one in memory for null, at the newest version. */
export function openDatabase(folder: string | null): DatabaseSync {
  if (folder !== null) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Made before SQLite sees it: the WAL and its index take over the mode of the file they belong to.
    closeSync(openSync(join(folder, databaseFile), "a", 0o600));
  }
  const database = new DatabaseSync(folder === null ? ":memory:" : join(folder, databaseFile), {
    timeout: busyMs,
    enableForeignKeyConstraints: true,
  });
  try {
    // C2: an acknowledged commit is on the disk, not in a cache.
    database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma trusted_schema = off; pragma cache_size = -16000");
    migrate(database);
  } catch (failure) {
    database.close();
    throw failure;
  }
  return database;
}

function migrate(database: DatabaseSync): void {
  const version = integer(database.prepare("pragma user_version").get() ?? {}, "user_version");
  assert(version <= migrations.length, "the database was made by a newer server");
  for (let step = version; step < migrations.length; step++) {
    transaction(database, () => {
      database.exec(migrations[step] ?? "");
      database.exec(`pragma user_version = ${step + 1}`);
    });
  }
}

/** Runs `work` in one transaction: all of it durable when this returns, or none of it when it throws. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec("begin immediate");
  try {
    const result = work();
    database.exec("commit");
    return result;
  } catch (failure) {
    if (database.isTransaction) database.exec("rollback");
    throw failure;
  }
}

/** Runs `work` within a transaction; what it wrote is undone when it answers false. */
export function undoable<T extends { readonly keep: boolean }>(database: DatabaseSync, work: () => T): T {
  database.exec("savepoint one");
  const result = work();
  database.exec(result.keep ? "release one" : "rollback to one; release one");
  return result;
}
