// The default engine: SQLite by node:sqlite, one file in one folder, one process. See storage.ts for the promises.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { VaultId } from "@holdfast/protocol";
import { inFolder, openingFailure } from "./folder.ts";
import { prepareAll, SqliteAccounts } from "./sqlite-accounts.ts";
import { aheadBytes, openDatabase, transaction } from "./sqlite-database.ts";
import { id, integer } from "./sqlite-row.ts";
import { SqliteVaults } from "./sqlite-vaults.ts";
import type { CleanJob, Stats, Storage } from "./storage.ts";

// Cleaning alone goes over all vaults, by age; on a spread database each part does its own.
const statements = {
  probe: "select count(*) as count from (select 1 from account limit 1)",
  old: `select rowid, vault, superseded_by, length(revision) as bytes from revision
    where superseded_at is not null and superseded_at < ? order by superseded_at limit ?`,
  remove: "delete from revision where rowid = ?",
  forget: "update vault set bytes = bytes - ?, cleaned = max(cleaned, ?) where vault = ?",
  idle: "delete from session where rowid in (select rowid from session where used < ? limit ?)",
  over: "delete from invitation where rowid in (select rowid from invitation where until < ? limit ?)",
  stats: `select (select count(*) from account) as accounts, (select count(*) from device) as devices,
    (select count(*) from session) as sessions, (select count(*) from invitation) as invitations, (select count(*) from vault) as vaults,
    (select coalesce(sum(seq), 0) from vault) as commits, (select coalesce(sum(items), 0) from vault) as items,
    (select coalesce(sum(bytes), 0) from vault) as sealed,
    (select page_count * page_size from pragma_page_count, pragma_page_size) as bytes`,
} as const;

export class SqliteStorage implements Storage {
  readonly accounts: SqliteAccounts;
  readonly vaults: SqliteVaults;
  readonly #folder: string | null;
  readonly #database: DatabaseSync;
  readonly #sql: { readonly [name in keyof typeof statements]: StatementSync };

  /** `folder` is made where it does not exist; null keeps everything in memory. Throws `FolderProblem` where the database can't be opened. */
  constructor(folder: string | null, open: (folder: string | null) => DatabaseSync = openDatabase) {
    this.#folder = folder;
    const { database, accounts, vaults, sql } = inFolder(() => prepared(open(folder)));
    this.#database = database;
    this.accounts = accounts;
    this.vaults = vaults;
    this.#sql = sql;
  }

  async probe(): Promise<void> {
    this.#sql.probe.get();
  }

  async stats(): Promise<Stats> {
    const row = this.#sql.stats.get() ?? {};
    return {
      accounts: integer(row, "accounts"),
      devices: integer(row, "devices"),
      sessions: integer(row, "sessions"),
      invitations: integer(row, "invitations"),
      vaults: integer(row, "vaults"),
      commits: integer(row, "commits"),
      items: integer(row, "items"),
      sealedBytes: integer(row, "sealed"),
      databaseBytes: integer(row, "bytes"),
      aheadBytes: aheadBytes(this.#folder),
    };
  }

  async clean(job: CleanJob): Promise<number> {
    return transaction(this.#database, () => {
      const old = this.#sql.old.all(job.supersededBefore, job.count);
      for (const row of old) {
        this.#sql.remove.run(integer(row, "rowid"));
        this.#sql.forget.run(integer(row, "bytes"), integer(row, "superseded_by"), id<VaultId>(row, "vault"));
      }
      const idle = Number(this.#sql.idle.run(job.sessionsBefore, job.count).changes);
      return old.length + idle + Number(this.#sql.over.run(job.invitationsBefore, job.count).changes);
    });
  }

  async close(): Promise<void> {
    this.#database.close();
  }
}

/** Every statement of an open database; where one does not fit its tables, it is closed again. */
function prepared(database: DatabaseSync) {
  try {
    const [accounts, vaults] = [new SqliteAccounts(database), new SqliteVaults(database)];
    return { database, accounts, vaults, sql: prepareAll(database, statements) };
  } catch (failure) {
    database.close();
    throw openingFailure(failure);
  }
}
