// Accounts, devices and sessions in SQLite. See storage.ts for what each method promises.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type AccountId, type AccountName, type DeviceId, equalBytes, genesis, type Hash, type VaultId } from "@holdfast/protocol";
import { transaction } from "./sqlite-database.ts";
import { blob, hash, id, integer, text } from "./sqlite-row.ts";
import {
  type Accounts,
  type CreateResult,
  type DeviceSeen,
  type Invitation,
  type NewAccount,
  type NewSession,
  type OpenResult,
  type Seen,
  type StoredAccount,
  type StoredSession,
  seenStepMs,
} from "./storage.ts";

const statements = {
  find: "select name, account, request, slot_version, slot, sign_in_key, epoch from account where name = ?",
  idsTaken: "select exists (select 1 from account where account = ?) or exists (select 1 from vault where vault = ?) as taken",
  create: "insert into account (name, account, request, slot_version, slot, sign_in_key, epoch, created) values (?, ?, ?, ?, ?, ?, ?, ?)",
  invite: "insert into invitation (token, created, until) values (?, ?, ?)",
  invited: "select 1 from invitation where token = ? and until > ?",
  useInvitation: "delete from invitation where token = ?",
  createVault:
    "insert into vault (vault, account, writer_key, seq, hash, items, bytes, cleaned, created) values (?, ?, ?, ?, ?, 0, 0, 0, ?)",
  owner: "select account from device where device = ?",
  countDevices: "select count(*) as count from device where account = ?",
  bindDevice: "insert into device (account, device, created) values (?, ?, ?)",
  openSession: "insert into session (token, account, device, created, used) values (?, ?, ?, ?, ?)",
  makeRoom: `delete from session where rowid in
    (select rowid from session where account = ? and device = ? order by created desc, rowid desc limit -1 offset ?)`,
  session: "select account, device, used from session where token = ?",
  useSession: "update session set used = ? where token = ?",
  endSession: "delete from session where token = ?",
  devices: `select device.device, seen.at, coalesce(seen.seq, 0) as seq
    from device left join seen on seen.vault = ? and seen.device = device.device where device.account = ? order by device.device`,
  saw: `insert into seen (vault, device, at, seq) values (?, ?, ?, ?)
    on conflict (vault, device) do update set at = excluded.at, seq = excluded.seq
    where seq <> excluded.seq or abs(excluded.at - at) >= ${seenStepMs}`,
} as const;

export class SqliteAccounts implements Accounts {
  readonly #database: DatabaseSync;
  readonly #sql: { readonly [name in keyof typeof statements]: StatementSync };

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#sql = prepareAll(database, statements);
  }

  async invite({ token, at, until }: Invitation): Promise<void> {
    this.#sql.invite.run(token, at, until);
  }

  async create(account: NewAccount): Promise<CreateResult> {
    return transaction(this.#database, () => {
      const { invitation } = account;
      const named = this.#sql.find.get(account.name);
      const taken = named === undefined ? null : hash(named, "request");
      if (taken !== null && equalBytes(taken, account.request)) return { type: "taken", request: taken };
      if (invitation !== null && this.#sql.invited.get(invitation, account.at) === undefined) return { type: "uninvited" };
      if (taken !== null) return { type: "taken", request: taken };
      const idsTaken = this.#sql.idsTaken.get(account.account, account.vault);
      if (integer(idsTaken ?? {}, "taken") === 1) return { type: "taken", request: null };
      const { name, account: accountId, request, slot, signInKey, epoch, at } = account;
      this.#sql.create.run(name, accountId, request, slot.version, slot.sealed, signInKey, epoch, at);
      this.#sql.createVault.run(account.vault, accountId, account.writerKey, genesis.seq, genesis.hash, at);
      if (invitation !== null) this.#sql.useInvitation.run(invitation);
      return { type: "created" };
    });
  }

  async find(name: AccountName): Promise<StoredAccount | null> {
    const row = this.#sql.find.get(name);
    if (row === undefined) return null;
    return {
      name: text(row, "name") as AccountName,
      account: id(row, "account"),
      request: hash(row, "request"),
      slot: { version: integer(row, "slot_version"), sealed: blob(row, "slot") },
      signInKey: blob(row, "sign_in_key"),
      epoch: integer(row, "epoch"),
    };
  }

  async openSession({ account, device, token, at, maximum }: NewSession): Promise<OpenResult> {
    return transaction(this.#database, () => {
      const owner = this.#sql.owner.get(device);
      if (owner === undefined) {
        const { count } = this.#sql.countDevices.get(account) ?? {};
        if (Number(count) >= maximum.devices) return { type: "devices-full" };
        this.#sql.bindDevice.run(account, device, at);
      } else if (!Buffer.from(account).equals(blob(owner, "account"))) return { type: "device-elsewhere" };
      this.#sql.makeRoom.run(account, device, maximum.sessions - 1);
      this.#sql.openSession.run(token, account, device, at, at);
      return { type: "opened" };
    });
  }

  async session(token: Hash): Promise<StoredSession | null> {
    const row = this.#sql.session.get(token);
    return row === undefined
      ? null
      : { account: id<AccountId>(row, "account"), device: id<DeviceId>(row, "device"), used: integer(row, "used") };
  }

  async useSession(token: Hash, at: number): Promise<void> {
    this.#sql.useSession.run(at, token);
  }

  async endSession(token: Hash): Promise<void> {
    this.#sql.endSession.run(token);
  }

  async devices(account: AccountId, vault: VaultId): Promise<readonly DeviceSeen[]> {
    return this.#sql.devices.all(vault, account).map((row) => ({
      device: id<DeviceId>(row, "device"),
      lastSync: row.at === null ? null : integer(row, "at"),
      seq: integer(row, "seq"),
    }));
  }

  async saw({ vault, device, at, seq }: Seen): Promise<void> {
    this.#sql.saw.run(vault, device, at, seq);
  }
}

/** Every statement of a table of SQL, prepared once. */
export function prepareAll<const Names extends string>(
  database: DatabaseSync,
  sql: { readonly [name in Names]: string },
): { readonly [name in Names]: StatementSync } {
  const prepared = Object.entries<string>(sql).map(([name, text]) => [name, database.prepare(text)]);
  return Object.fromEntries(prepared);
}
