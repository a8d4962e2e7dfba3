// What the contract of storage writes with: accounts of random bytes, and commits on a vault of one.

import {
  type AccountId,
  type AccountName,
  compareBytes,
  type DeviceId,
  genesis,
  type Hash,
  type ItemId,
  type VaultId,
} from "@holdfast/protocol";
import { expect } from "vitest";
import { sha256 } from "../sha256.ts";
import { newDevice, random, sealedPiece } from "../testing/test-account.ts";
import type { Append, AppendResult, CleanJob, NewAccount, Page, Storage, StoredChange } from "./storage.ts";

export const newAccount = (changed: Partial<NewAccount> = {}): NewAccount => ({
  name: `${Buffer.from(random(6)).toString("hex")}@example.org` as AccountName,
  account: random(16) as AccountId,
  request: sha256(random(8)),
  slot: { version: 3, sealed: sealedPiece(3) },
  signInKey: random(32),
  epoch: 1,
  vault: random(16) as VaultId,
  writerKey: random(32),
  invitation: null,
  at: 1_000,
  ...changed,
});

export const nothingToClean: CleanJob = { supersededBefore: 0, sessionsBefore: 0, invitationsBefore: 0, count: 100 };
export const largePage: Page = { bytes: 1 << 30, count: 100_000 };
const maximum = { items: 1_000, accountBytes: 1 << 20 };

type Tables = Pick<Storage, "accounts" | "vaults">;

/** A vault of a new account, and commits on it, each on the one before unless told otherwise. */
export class Writer {
  readonly of: NewAccount;
  readonly device: DeviceId = newDevice();
  readonly #storage: Tables;
  head: Hash = genesis.hash;

  constructor(storage: Tables, of: NewAccount) {
    this.#storage = storage;
    this.of = of;
  }

  static async start(storage: Tables, changed: Partial<NewAccount> = {}): Promise<Writer> {
    const account = newAccount(changed);
    expect(await storage.accounts.create(account)).toEqual({ type: "created" });
    const writer = new Writer(storage, account);
    await writer.signIn();
    return writer;
  }

  signIn(token: Hash = sha256(random(8)), device = this.device, at = 2_000) {
    const most = { devices: 3, sessions: 2 };
    return this.#storage.accounts.openSession({ account: this.of.account, device, token, at, maximum: most });
  }

  commit(items: readonly ItemId[], changed: Partial<Append> = {}): Append {
    const head = changed.head ?? sealedPiece(1, 30);
    const changes = [...items].sort(compareBytes).map((item) => {
      const revision = sealedPiece(1, 100);
      return { item, revision, hash: sha256(revision) };
    });
    const { account, vault } = this.of;
    const place = { account, vault, device: this.device, prev: this.head, hash: sha256(head), head };
    return { ...place, branch: [], changes, at: 5_000, maximum, ...changed };
  }

  async append(given: Append): Promise<AppendResult> {
    const [result] = await this.#storage.vaults.append([given]);
    if (result?.type === "appended") this.head = result.head.hash;
    if (result === undefined) throw new Error("no result");
    return result;
  }

  async write(items: readonly ItemId[], changed: Partial<Append> = {}): Promise<Append> {
    const given = this.commit(items, changed);
    expect((await this.append(given)).type).toBe("appended");
    return given;
  }

  vault() {
    return this.#storage.vaults.find(this.of.account, this.of.vault);
  }

  changes(to: number, after = { seq: 0, item: null as ItemId | null }, page = largePage): Promise<readonly StoredChange[]> {
    return this.#storage.vaults.changes(this.of.vault, after, to, page);
  }

  pairs(to: number, after: ItemId | null = null, count = 1_000) {
    return this.#storage.vaults.pairs(this.of.vault, after, to, count);
  }
}
