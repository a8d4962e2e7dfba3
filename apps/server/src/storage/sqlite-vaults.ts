// Vaults, heads and revisions in SQLite. See storage.ts for what each method promises. No method holds a read
// transaction beyond itself, so a slow reader never keeps the write-ahead log from being folded back.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import {
  type AccountId,
  type Bytes,
  decode,
  encodeFrame,
  equalBytes,
  genesis,
  type Hash,
  type ItemId,
  idBytes,
  limits,
  type Pair,
  sealedHead,
  shape,
  type TypeOf,
  type VaultId,
  type vaultHead,
} from "@holdfast/protocol";
import { prepareAll } from "./sqlite-accounts.ts";
import { transaction, undoable } from "./sqlite-database.ts";
import { blob, hash, id, integer, type Row } from "./sqlite-row.ts";
import type { Append, AppendResult, Page, Place, StoredChange, StoredVault, Vaults } from "./storage.ts";

const asOf = "seq <= :to and (superseded_by is null or superseded_by > :to)";
const afterPlace = `vault = :vault and (seq, item) > (:seq, :item) and ${asOf}`;

/** Every statement here, by name. */
export const vaultStatements = {
  of: "select vault, seq, hash from vault where account = ? order by vault",
  find: "select vault, account, writer_key, seq, hash, items, bytes, cleaned from vault where vault = ? and account = ?",
  hashAt: "select hash from head where vault = ? and seq = ?",
  seqOf: "select seq from head where vault = ? and hash = ?",
  accountBytes: "select coalesce(sum(bytes), 0) as bytes from vault where account = ?",
  addHead: "insert into head (vault, seq, hash, received, sealed, branch) values (?, ?, ?, ?, ?, ?)",
  supersede: "update revision set superseded_by = ?, superseded_at = ? where vault = ? and item = ? and superseded_by is null",
  addRevision: "insert into revision (vault, seq, item, sha256, revision) values (?, ?, ?, ?, ?)",
  advance: "update vault set seq = ?, hash = ?, items = items + ?, bytes = bytes + ? where vault = ?",
  saw: `insert into seen (vault, device, at, seq) values (?, ?, ?, ?)
    on conflict (vault, device) do update set at = excluded.at, seq = excluded.seq`,
  heads: "select sealed from head where vault = ? and seq between ? and ? order by seq limit ?",
  branch: "select seq, branch from head where vault = ? and seq between ? and ? and branch is not null order by seq limit 1",
  countChanges: `select count(*) as count from revision where ${afterPlace}`,
  changes: `select seq, item, revision from revision where ${afterPlace} order by seq, item limit :count`,
  // What is current now, by its index, and what was still current as of the end though it no longer is: few, by theirs.
  pairs: `select item, sha256 from revision where vault = :vault and superseded_by is null and item > :item and seq <= :to
    union all
    select item, sha256 from revision indexed by revision_superseded
      where vault = :vault and superseded_by > :to and item > :item and seq <= :to
    order by item limit :count`,
} as const;

const branchShape = shape.list(sealedHead, limits.branchHeads);
const frameHeaderBytes = 5;
const beforeEveryItem = new Uint8Array(0);
const afterEveryItem = new Uint8Array(idBytes + 1).fill(0xff);

export class SqliteVaults implements Vaults {
  readonly #database: DatabaseSync;
  readonly #sql: { readonly [name in keyof typeof vaultStatements]: StatementSync };

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#sql = prepareAll(database, vaultStatements);
  }

  async of(account: AccountId): Promise<readonly TypeOf<typeof vaultHead>[]> {
    return this.#sql.of.all(account).map((row) => ({ vault: id<VaultId>(row, "vault"), head: headOf(row) }));
  }

  async find(account: AccountId, vault: VaultId): Promise<StoredVault | null> {
    return this.#find(account, vault);
  }

  #find(account: AccountId, vault: VaultId): StoredVault | null {
    const row = this.#sql.find.get(vault, account);
    if (row === undefined) return null;
    return {
      vault: id(row, "vault"),
      account: id(row, "account"),
      writerKey: blob(row, "writer_key"),
      head: headOf(row),
      items: integer(row, "items"),
      bytes: integer(row, "bytes"),
      cleaned: integer(row, "cleaned"),
    };
  }

  async hashAt(vault: VaultId, seq: number): Promise<Hash | null> {
    const row = this.#sql.hashAt.get(vault, seq);
    return row === undefined ? null : hash(row, "hash");
  }

  async seqOf(vault: VaultId, of: Hash): Promise<number | null> {
    const row = this.#sql.seqOf.get(vault, of);
    return row === undefined ? null : integer(row, "seq");
  }

  async append(commits: readonly Append[]): Promise<readonly AppendResult[]> {
    return transaction(this.#database, () =>
      commits.map((commit) => {
        const { result } = undoable(this.#database, () => {
          const result = this.#append(commit);
          return { result, keep: result.type === "appended" };
        });
        return result;
      }),
    );
  }

  #append({ account, vault, device, prev, hash, head, branch, changes, at, maximum }: Append): AppendResult {
    const held = this.#find(account, vault);
    if (held === null) return { type: "not-found" };
    if (!equalBytes(held.head.hash, prev)) return { type: "stale", head: held.head };
    if (equalBytes(genesis.hash, hash) || this.#sql.seqOf.get(vault, hash) !== undefined) return { type: "repeated" };
    const seq = held.head.seq + 1;
    const branchBytes = branch.length === 0 ? null : encodeFrame(branchShape, branch);
    let bytes = head.length + (branchBytes?.length ?? 0);
    let added = 0;
    this.#sql.addHead.run(vault, seq, hash, at, head, branchBytes);
    for (const change of changes) {
      if (this.#sql.supersede.run(seq, at, vault, change.item).changes === 0) added++;
      this.#sql.addRevision.run(vault, seq, change.item, change.hash, change.revision);
      bytes += change.revision.length;
    }
    if (held.items + added > maximum.items) return { type: "vault-full" };
    const accountBytes = integer(this.#sql.accountBytes.get(account) ?? {}, "bytes");
    if (accountBytes + bytes > maximum.accountBytes) return { type: "quota-full" };
    this.#sql.advance.run(seq, hash, added, bytes, vault);
    this.#sql.saw.run(vault, device, at, seq);
    return { type: "appended", head: { seq, hash } };
  }

  async heads(vault: VaultId, first: number, last: number, page: Page): Promise<readonly Bytes[]> {
    const rows = this.#sql.heads.iterate(vault, first, last, page.count);
    return takePage(
      rows,
      page.bytes,
      (row) => blob(row, "sealed"),
      (sealed) => sealed.length,
    );
  }

  async branch(vault: VaultId, first: number, last: number): ReturnType<Vaults["branch"]> {
    const row = this.#sql.branch.get(vault, first, last);
    return row === undefined ? null : { seq: integer(row, "seq"), heads: branchOf(blob(row, "branch")) };
  }

  async countChanges(vault: VaultId, after: Place, to: number): Promise<number> {
    const row = this.#sql.countChanges.get({ vault, seq: after.seq, item: after.item ?? afterEveryItem, to });
    return integer(row ?? {}, "count");
  }

  async changes(vault: VaultId, after: Place, to: number, page: Page): Promise<readonly StoredChange[]> {
    const rows = this.#sql.changes.iterate({ vault, seq: after.seq, item: after.item ?? afterEveryItem, to, count: page.count });
    const read = (row: Row): StoredChange => ({ seq: integer(row, "seq"), item: id<ItemId>(row, "item"), revision: blob(row, "revision") });
    return takePage(rows, page.bytes, read, ({ revision }) => revision.length);
  }

  async pairs(vault: VaultId, after: ItemId | null, to: number, count: number): Promise<readonly Pair[]> {
    const rows = this.#sql.pairs.all({ vault, item: after ?? beforeEveryItem, to, count });
    return rows.map((row) => ({ item: id<ItemId>(row, "item"), hash: hash(row, "sha256") }));
  }
}

/** The heads as `encodeFrame` has written them: behind a header of five bytes. */
function branchOf(stored: Bytes): readonly Bytes[] {
  const heads = decode(branchShape, stored.subarray(frameHeaderBytes));
  if (!heads.ok) throw new Error("the database is damaged");
  return heads.value;
}

const headOf = (row: Row) => ({ seq: integer(row, "seq"), hash: hash(row, "hash") });

/** The first values of `rows`, up to the one with which their sizes reach `bytes`; leaving the loop ends the statement. */
function takePage<T>(rows: Iterable<Row>, bytes: number, read: (row: Row) => T, size: (value: T) => number): T[] {
  const taken: T[] = [];
  let total = 0;
  for (const row of rows) {
    const value = read(row);
    taken.push(value);
    total += size(value);
    if (total >= bytes) break;
  }
  return taken;
}
