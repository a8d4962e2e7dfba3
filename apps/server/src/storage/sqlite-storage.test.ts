import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type AccountName, compareBytes } from "@holdfast/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { sha256 } from "../sha256.ts";
import { newItem } from "../testing/test-account.ts";
import { storageContract } from "./contract.ts";
import { largePage, Writer } from "./contract-writer.ts";
import { migrations } from "./migrations.ts";
import { SqliteAccounts } from "./sqlite-accounts.ts";
import { databaseFile, openDatabase } from "./sqlite-database.ts";
import { SqliteStorage } from "./sqlite-storage.ts";
import { SqliteVaults, vaultStatements } from "./sqlite-vaults.ts";

storageContract("SQLite in memory", async () => new SqliteStorage(null));

const folders: string[] = [];
const newFolder = (): string => {
  const folder = join(mkdtempSync(join(tmpdir(), "holdfast-server-")), "data");
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(join(folder, ".."), { recursive: true, force: true });
});

describe("a folder", () => {
  it("[C2] keeps what was written when it is opened again", async () => {
    const folder = newFolder();
    const first = new SqliteStorage(folder);
    const writer = await Writer.start(first);
    const { changes } = await writer.write([newItem(), newItem()]);
    const before = await writer.vault();
    await first.close();
    const second = new SqliteStorage(folder);
    const again = new Writer(second, writer.of);
    expect(await again.vault()).toEqual(before);
    expect((await again.changes(1)).map(({ revision }) => revision)).toEqual(changes.map(({ revision }) => revision));
    await second.close();
  });

  it("is readable by its owner alone, with everything in it", async () => {
    const folder = newFolder();
    const storage = new SqliteStorage(folder);
    await Writer.start(storage);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const suffix of ["", "-wal", "-shm"]) expect(statSync(join(folder, databaseFile + suffix)).mode & 0o777).toBe(0o600);
    await storage.close();
  });

  it("[C2] writes through to the disk: a log ahead, synchronous to the full", () => {
    const database = openDatabase(newFolder());
    expect(database.prepare("pragma journal_mode").get()).toEqual({ journal_mode: "wal" });
    expect(database.prepare("pragma synchronous").get()).toEqual({ synchronous: 2 });
    expect(database.prepare("pragma foreign_keys").get()).toEqual({ foreign_keys: 1 });
    expect(database.prepare("pragma busy_timeout").get()).toEqual({ timeout: 5_000 });
    database.close();
  });

  it("[C13] takes nothing of a commit when the machine fails in the middle of it", async () => {
    const folder = newFolder();
    const storage = new SqliteStorage(folder);
    const writer = await Writer.start(storage);
    await writer.write([newItem()]);
    const before = await writer.vault();
    const size = writer.commit(Array.from({ length: 200 }, newItem));
    const hold = new DatabaseSync(join(folder, databaseFile));
    hold.exec(
      "create trigger fail before insert on revision when (select count(*) from revision) > 100 begin select raise(abort, 'disk'); end",
    );
    await expect(writer.append(size)).rejects.toThrow();
    hold.exec("drop trigger fail");
    hold.close();
    expect(await writer.vault()).toEqual(before);
    expect(await writer.changes(9)).toHaveLength(1);
    await writer.write([newItem()]);
    await storage.close();
  });

  it("[C13] takes nothing of a commit when the disk is full, and goes on when there is room", async () => {
    const database = openDatabase(newFolder());
    const vaults = new SqliteVaults(database);
    const pages = Number(database.prepare("pragma page_count").get()?.page_count);
    const accounts = new SqliteAccounts(database);
    const writer = await Writer.start({ accounts, vaults });
    await writer.write([newItem()]);
    const before = await writer.vault();
    database.exec(`pragma max_page_count = ${pages + 4}`);
    const large = writer.commit(Array.from({ length: 400 }, newItem));
    await expect(writer.append(large)).rejects.toMatchObject({ code: "ERR_SQLITE_ERROR", errcode: 13 });
    expect(await writer.vault()).toEqual(before);
    expect(await writer.changes(9)).toHaveLength(1);
    database.exec("pragma max_page_count = 100000");
    expect((await writer.append(large)).type).toBe("appended");
    database.close();
  });

  it("refuses a database that a newer server has made", async () => {
    const folder = newFolder();
    await new SqliteStorage(folder).close();
    const database = new DatabaseSync(join(folder, databaseFile));
    database.exec(`pragma user_version = ${migrations.length + 1}`);
    database.close();
    expect(() => new SqliteStorage(folder)).toThrow("newer version");
  });
});

describe("migrations", () => {
  it("bring a database of the first version to the newest, with what it holds", async () => {
    const folder = newFolder();
    mkdirSync(folder);
    const old = new DatabaseSync(join(folder, databaseFile));
    old.exec(`${migrations[0]}; pragma user_version = 1`);
    const bytes = (count: number): string => `randomblob(${count})`;
    old.exec(`insert into account values ('kim', ${bytes(16)}, ${bytes(32)}, 1, ${bytes(50)}, ${bytes(32)}, 1, 1)`);
    old.close();
    const storage = new SqliteStorage(folder);
    expect(await storage.accounts.find("kim" as AccountName)).toMatchObject({ name: "kim", epoch: 1 });
    await storage.accounts.invite({ token: sha256(new Uint8Array(1)), at: 1, until: 2 });
    expect(await storage.stats()).toMatchObject({ accounts: 1, invitations: 1 });
    await storage.close();
  });

  it("are never edited", () => {
    const pinned = [
      "cc452d8f8a9c64b1412b9c481cdfda889efae7ac170ffe7b5763be11469fc7fa",
      "625767ac37d6ce61ba4a107a7f639a2c02d17d9fac4b0557ffa4b10a03a48127",
      "fd8306da5164284b90222b90321076921bd48ad53d93783466ad1e9b894e720a",
    ];
    expect(migrations.map((step) => Buffer.from(sha256(Buffer.from(step))).toString("hex"))).toEqual(pinned);
  });
});

it.each(["changes", "countChanges", "heads", "hashAt", "seqOf", "supersede", "find"] as const)(
  "[C1] answers %s by an index that the vault stands first in: no scan, no sorting",
  (name) => {
    const database = openDatabase(null);
    const steps = database.prepare(`explain query plan ${vaultStatements[name]}`).all();
    for (const { detail } of steps) {
      expect(detail).toMatch(/^SEARCH \w+ USING .*\(vault=\?/);
    }
    expect(steps).not.toHaveLength(0);
    database.close();
  },
);

it("[C1] answers pairs by two indexes that the vault stands first in", () => {
  const database = openDatabase(null);
  const steps = database.prepare(`explain query plan ${vaultStatements.pairs}`).all();
  const searches = steps.map(({ detail }) => String(detail)).filter((detail) => /revision/.test(detail));
  expect(searches).toEqual([
    "SEARCH revision USING INDEX revision_current (vault=? AND item>?)",
    "SEARCH revision USING INDEX revision_superseded (vault=? AND superseded_by>?)",
  ]);
  database.close();
});

it("[C7] reads ten thousand revisions, their pairs and their count in one go and in order", async () => {
  const storage = new SqliteStorage(null);
  const writer = await Writer.start(storage);
  const items = Array.from({ length: 10_000 }, newItem).sort(compareBytes);
  const room = { items: 10_000, accountBytes: 1 << 30 };
  for (let i = 0; i < items.length; i += 1_000) await writer.write(items.slice(i, i + 1_000), { maximum: room });
  const changes = await writer.changes(10, undefined, largePage);
  expect(changes.map(({ item }) => item)).toEqual(items);
  expect((await writer.pairs(10, null, 20_000)).map(({ item }) => item)).toEqual(items);
  expect(await storage.vaults.countChanges(writer.of.vault, { seq: 0, item: null }, 10)).toBe(10_000);
  await storage.close();
});
