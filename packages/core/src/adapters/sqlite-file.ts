// Opens the SQLite file of a replica: makes it where there is none, refuses one that is not ours, brings an older one up to date.
// Knows nothing of what the tables mean.

import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { StoreProblem } from "../store/store-problem.ts";
import { makePrivate } from "./private-file.ts";
import { asStoreProblem, openingProblem, storeProblem } from "./sqlite-problem.ts";
import { applicationId, migrations, pageBytes } from "./sqlite-schema.ts";

/** How long a statement waits for another process's write, in milliseconds; a bulk write takes a tenth of a second. */
const busyMs = 5_000;

/** What `use` makes of the open file; throws `StoreProblem`. A file that is refused is left as it was, and closed. // P12 */
export async function openSqliteFile<T>(file: string, use: (database: DatabaseSync) => T): Promise<T> {
  asStoreProblem(() => makePrivate(file)); // SQLite gives its -wal and -shm files the mode of the main file
  const database = asStoreProblem(() => new DatabaseSync(file, { timeout: busyMs, allowExtension: false }));
  try {
    checkIdentity(database);
    database.exec(`PRAGMA page_size = ${pageBytes}`);
    await switchToWal(database);
    // FULL: a resolved write outlives a power cut, not only the process. // P1
    database.exec("PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -16384; PRAGMA secure_delete = FAST");
    migrate(database);
    return use(database);
  } catch (error) {
    database.close();
    throw openingProblem(error);
  }
}

function checkIdentity(database: DatabaseSync): void {
  const version = pragma(database, "user_version");
  const fresh = version === 0 && count(database, "SELECT count(*) FROM sqlite_schema") === 0;
  const owner = pragma(database, "application_id");
  if (owner !== applicationId && !(fresh && owner === 0)) throw new StoreProblem("not-ours");
  if (version > migrations.length) throw new StoreProblem("newer-version");
  if (version < 0) throw new StoreProblem("damaged");
}

const pragma = (database: DatabaseSync, name: string): number => count(database, `PRAGMA ${name}`);

/** The one number that `sql` answers. */
function count(database: DatabaseSync, sql: string): number {
  const value = Object.values(database.prepare(sql).get() ?? {})[0];
  if (typeof value !== "number") throw new StoreProblem("damaged");
  return value;
}

/** Two processes that make one file at once may both be told `busy` without waiting (SQLite does not call its busy handler here). */
async function switchToWal(database: DatabaseSync): Promise<void> {
  for (let left = busyMs / 20; ; left--) {
    try {
      database.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      const problem = storeProblem(error);
      if (!(problem instanceof StoreProblem && problem.kind === "busy") || left <= 0) throw problem;
    }
    await sleep(20);
  }
}

function migrate(database: DatabaseSync): void {
  if (pragma(database, "user_version") === migrations.length) return;
  database.exec("BEGIN IMMEDIATE");
  for (const step of migrations.slice(pragma(database, "user_version"))) database.exec(step);
  database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}; COMMIT`);
}
