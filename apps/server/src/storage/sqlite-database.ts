// Opens the database file with the durability that an acknowledgement stands on, and runs transactions in it.
// The only importer of node:sqlite's DatabaseSync besides its statements' types.

import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { FolderProblem, makePrivate, openingFailure } from "./folder.ts";
import { migrations } from "./migrations.ts";
import { integer } from "./sqlite-row.ts";

/** How long a statement waits for another process that holds the database, in milliseconds. */
const busyMs = 5_000;

const aheadPages = 1_024;
/** Bytes that the log ahead keeps of the disk once it has been folded back. */
export const aheadLimit = 16 * 1024 * 1024;

export const databaseFile = "holdfast.sqlite";

/** The database in `folder` (made, readable by its owner alone), or one in memory for null, at the newest version. */
export function openDatabase(folder: string | null): DatabaseSync {
  // Made before SQLite sees it: the WAL and its index take over the mode of the file they belong to.
  return open(folder === null ? ":memory:" : makePrivate(folder, databaseFile), migrate);
}

/** The database in `folder`, that is there and of this version: for work beside a server that may be running. */
export function openPresent(folder: string): DatabaseSync {
  const file = join(folder, databaseFile);
  if (!existsSync(file)) throw new FolderProblem("no-data");
  return open(file, (database) => {
    if (versionOf(database) < migrations.length) throw new FolderProblem("older");
  });
}

function open(file: string, prepare: (database: DatabaseSync) => void): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busyMs, enableForeignKeyConstraints: true });
  try {
    // Before anything that could write.
    const version = versionOf(database);
    if (version > migrations.length) throw new FolderProblem("newer");
    // Counting up from there would have no end.
    if (version < 0) throw new FolderProblem("damaged");
    // C2: an acknowledged commit is on the disk, not in a cache.
    database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma trusted_schema = off; pragma cache_size = -16000");
    // C30: what is written ahead is folded back after every 4 MiB, and the file cut to its limit when it grew beyond.
    database.exec(`pragma wal_autocheckpoint = ${aheadPages}; pragma journal_size_limit = ${aheadLimit}`);
    prepare(database);
  } catch (failure) {
    database.close();
    throw openingFailure(failure);
  }
  return database;
}

/** Bytes of what is written ahead of the database in `folder`. */
export const aheadBytes = (folder: string | null): number =>
  folder === null ? 0 : (statSync(join(folder, `${databaseFile}-wal`), { throwIfNoEntry: false })?.size ?? 0);

const versionOf = (database: DatabaseSync): number => integer(database.prepare("pragma user_version").get() ?? {}, "user_version");

function migrate(database: DatabaseSync): void {
  for (let step = versionOf(database); step < migrations.length; step++) {
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
