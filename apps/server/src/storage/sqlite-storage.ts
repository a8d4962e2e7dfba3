// The default engine: SQLite by node:sqlite, one file in one folder, one process. See storage.ts for the promises.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { VaultId } from "@holdfast/protocol";
import { prepareAll, SqliteAccounts } from "./sqlite-accounts.ts";
import { openDatabase, transaction } from "./sqlite-database.ts";
import { id, integer } from "./sqlite-row.ts";
import { SqliteVaults } from "./sqlite-vaults.ts";
import type { Storage } from "./storage.ts";

// Cleaning alone goes over all vaults, by age; on a spread database each part does its own.
const statements = {
  probe: "select count(*) as count from (select 1 from account limit 1)",
  old: `select rowid, vault, superseded_by, length(revision) as bytes from revision
    where superseded_at is not null and superseded_at < ? order by superseded_at limit ?`,
  remove: "delete from revision where rowid = ?",
  forget: "update vault set bytes = bytes - ?, cleaned = max(cleaned, ?) where vault = ?",
  idle: "delete from session where rowid in (select rowid from session where used < ? limit ?)",
} as const;

export class SqliteStorage implements Storage {
  readonly accounts: SqliteAccounts;
  readonly vaults: SqliteVaults;
  readonly #database: DatabaseSync;
  readonly #sql: { readonly [name in keyof typeof statements]: StatementSync };

  /** `folder` is made where it does not exist; null keeps everything in memory. Throws where the database can't be opened. */
  constructor(folder: string | null) {
    this.#database = openDatabase(folder);
    this.accounts = new SqliteAccounts(this.#database);
    this.vaults = new SqliteVaults(this.#database);
    this.#sql = prepareAll(this.#database, statements);
  }

  async probe(): Promise<void> {
    this.#sql.probe.get();
  }

  async clean(job: { readonly supersededBefore: number; readonly sessionsBefore: number; readonly count: number }): Promise<number> {
    return transaction(this.#database, () => {
      const old = this.#sql.old.all(job.supersededBefore, job.count);
      for (const row of old) {
        this.#sql.remove.run(integer(row, "rowid"));
        this.#sql.forget.run(integer(row, "bytes"), integer(row, "superseded_by"), id<VaultId>(row, "vault"));
      }
      return old.length + Number(this.#sql.idle.run(job.sessionsBefore, job.count).changes);
    });
  }

  async close(): Promise<void> {
    this.#database.close();
  }
}
