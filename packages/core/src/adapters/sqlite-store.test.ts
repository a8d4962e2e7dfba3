import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { storeContract } from "../testing/store-contract.ts";
import { anInFlight, anItem, anItemId, aReplica, aSealed } from "../testing/stored-values.ts";
import { migrations } from "./sqlite-schema.ts";
import { openSqliteStore } from "./sqlite-store.ts";

storeContract("SQLite", async () => {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-"));
  return { open: () => openSqliteStore(join(folder, "replica.sqlite")), remove: async () => rmSync(folder, { recursive: true }) };
});

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "holdfast-"));
  file = join(folder, "replica.sqlite");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The file as another program sees it. */
function direct<T>(work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(file);
  try {
    return work(database);
  } finally {
    database.close();
  }
}

async function replica() {
  const store = await openSqliteStore(file);
  await store.create(aReplica());
  return store;
}

describe("the file", () => {
  it("[P1] is in WAL mode with full durability, and is known by its application id", async () => {
    const store = await replica();
    const one = (sql: string) => direct((database) => Object.values(database.prepare(sql).get() ?? {})[0]);
    expect(one("PRAGMA journal_mode")).toBe("wal");
    expect(one("PRAGMA page_size")).toBe(8192);
    expect(one("PRAGMA application_id")).toBe(0x48467231);
    expect(one("PRAGMA user_version")).toBe(migrations.length);
    await store.close();
  });

  it("[P12] keeps its released migrations as they were", () => {
    const sums = migrations.map((sql) => createHash("sha256").update(sql).digest("hex"));
    expect(sums).toEqual([
      "2e33808e00f2e8024fe139f47629620529edf64219c27b9585068a848b7d85e3",
      "a33b697c6ce0e28e9b6183df84ec3eca1e4e2a285310905362521a3e0feaf77e",
      "844f8316ba678382ee351bee127f72e6b3ff7695fa15449b2e86338f85025287",
      "b218ee903381d0412d6563d43793ddda22cf3b426e83ca545dd27ea18ff98c02",
    ]);
  });

  it("[P1] is made by several at once", async () => {
    const stores = await Promise.all(Array.from({ length: 5 }, () => openSqliteStore(file)));
    const created = await Promise.all(stores.map((store) => store.create(aReplica())));
    expect(created.map(({ type }) => type).sort()).toEqual(["changed", "changed", "changed", "changed", "written"]);
    await Promise.all(stores.map((store) => store.close()));
  });

  it("[P10] holds the sealed bytes, and after clearing none of them", async () => {
    const store = await replica();
    const marker = "a-sealed-revision-that-is-easy-to-find";
    const items = Array.from({ length: 300 }, (_, n) => anItem(anItemId(n % 256, n), null, marker));
    await store.write({ expect: 1, items, inFlight: anInFlight(marker), heads: { first: 1, sealed: [aSealed(marker).revision] } });
    await store.write({ expect: 2, items: items.map(({ id }) => anItem(id, marker, null)), log: [aSealed(marker).revision] });
    const found = () => ["", "-wal"].some((end) => existsSync(file + end) && readFileSync(file + end).includes(marker));
    expect(found()).toBe(true);
    await store.clear((await store.read()).generation);
    expect(found()).toBe(false);
    await store.close();
  });
});

describe("a file that can't be used", () => {
  const refused = async (kind: string) => {
    const before = readFileSync(file);
    await expect(openSqliteStore(file)).rejects.toMatchObject({ name: "StoreProblem", kind });
    expect(readFileSync(file).equals(before)).toBe(true);
  };

  it("[P12] is `not-ours` where another program's tables stand in it", async () => {
    direct((database) => database.exec("CREATE TABLE theirs (a)"));
    await refused("not-ours");
    direct((database) => database.exec("PRAGMA user_version = 1"));
    await refused("not-ours");
    direct((database) => database.exec("PRAGMA application_id = 252006675"));
    await refused("not-ours");
  });

  it("[P12] is `damaged` where it is no SQLite file", async () => {
    writeFileSync(file, "something else, longer than the header of a SQLite file is, which has a hundred bytes. ".repeat(20));
    await refused("damaged");
  });

  it("[P12] [P15] [P16] is brought up to date from the first version, with all it holds", async () => {
    const store = await replica();
    const item = anItem(anItemId(7), "base", "new");
    await store.write({ expect: 1, items: [item] });
    await store.close();
    direct((database) => database.exec("DROP TABLE activity; DROP TABLE lost_head; DROP TABLE note; PRAGMA user_version = 1"));
    const newer = await openSqliteStore(file);
    expect(await newer.log(10)).toEqual([]);
    expect(await newer.write({ expect: 2, log: [aSealed("line").revision] })).toEqual({ type: "written", generation: 3 });
    expect(await newer.log(10)).toEqual([aSealed("line").revision]);
    expect(await newer.lostWaiting(10)).toEqual([]);
    expect(await newer.note()).toBeNull();
    expect(await newer.item(item.id)).toEqual(item);
    await newer.close();
  });

  it("[P12] is `newer-version` where a later migration has been at it", async () => {
    await (await replica()).close();
    direct((database) => database.exec(`PRAGMA user_version = ${migrations.length + 1}`));
    await refused("newer-version");
  });

  it.each([
    ["a table has another name", "ALTER TABLE item RENAME TO items"],
    ["a column has another name", "ALTER TABLE head RENAME COLUMN sealed TO seared"],
    ["its version says that tables are missing which are there", "PRAGMA user_version = 1"],
    ["its version is below all", "PRAGMA user_version = -2147483648"],
  ])("[P12] is `damaged` where %s", async (_, sql) => {
    await (await replica()).close();
    direct((database) => database.exec(sql));
    await refused("damaged");
  });

  it("[P12] is `read-only` where the folder is missing", async () => {
    await expect(openSqliteStore(join(folder, "missing", "replica.sqlite"))).rejects.toMatchObject({ kind: "read-only" });
  });

  it("[P12] is `damaged` where its pages were overwritten, and says so when they are read", async () => {
    const store = await replica();
    const items = Array.from({ length: 500 }, (_, n) => anItem(anItemId(n % 256, n), "base", null));
    await store.write({ expect: 1, items });
    await store.close();
    const handle = openSync(file, "r+");
    const size = statSync(file).size;
    for (let at = 8192; at < size; at += 8192) writeSync(handle, new Uint8Array(4096).fill(0x55), 0, 4096, at);
    const broken = await openSqliteStore(file)
      .then(
        (opened) => opened.items(),
        (problem) => Promise.reject(problem),
      )
      .catch((problem: unknown) => problem);
    expect(broken).toMatchObject({ name: "StoreProblem", kind: "damaged" });
  });

  it.each([
    ["the replica", "UPDATE state SET replica = x'a0'", "read"],
    ["the replica's type", "UPDATE state SET replica = 'text'", "read"],
    ["the generation", "UPDATE state SET generation = 'text'", "read"],
    ["the state", "DELETE FROM state", "read"],
    ["the commit in flight", "INSERT INTO in_flight VALUES (1, x'00')", "read"],
    ["an item's revision", "UPDATE item SET acknowledged = 'text'", "items"],
    ["a bucket's hash", "INSERT INTO bucket VALUES (1, '01234567890123456789012345678901')", "buckets"],
    ["a head", "INSERT INTO head VALUES (1, 'text')", "head"],
    ["a number beyond 2^53", "UPDATE state SET generation = 9007199254740993", "read"],
  ] as const)("[P12] is `damaged` where somebody wrote something else: %s", async (_, sql, call) => {
    const store = await replica();
    await store.write({ expect: 1, items: [anItem(anItemId(1), "base", null)] });
    direct((database) => database.exec(sql));
    const calls = { read: () => store.read(), items: () => store.items(), buckets: () => store.buckets(), head: () => store.heads(1, 1) };
    await expect(calls[call]()).rejects.toMatchObject({ name: "StoreProblem", kind: "damaged" });
    await store.close();
  });
});

describe("a write", () => {
  it("[P1] that fails in its middle, within SQLite, leaves nothing, and the next one works", async () => {
    const store = await replica();
    direct((database) =>
      // FAIL keeps what the transaction did before: only our own rollback takes it back.
      database.exec(
        `CREATE TRIGGER break BEFORE INSERT ON item WHEN NEW.id = x'09${"00".repeat(15)}' BEGIN SELECT RAISE(FAIL, 'broken'); END`,
      ),
    );
    const items = [anItem(anItemId(1), null, "one"), anItem(anItemId(9), null, "breaks")];
    await expect(store.write({ expect: 1, items, replica: { enabled: false } })).rejects.toThrow("broken");
    expect(await store.read()).toEqual({ generation: 1, replica: aReplica(), inFlight: null, waiting: 0 });
    expect(await store.write({ expect: 1, items: items.slice(0, 1) })).toEqual({ type: "written", generation: 2 });
    expect(await store.items()).toEqual({ generation: 2, items: items.slice(0, 1) });
    await store.close();
  });

  it("[P2] that another process is in the middle of is waited for", async () => {
    const store = await replica();
    const source = `import { DatabaseSync } from "node:sqlite";
      const database = new DatabaseSync(${JSON.stringify(file)});
      database.exec("BEGIN IMMEDIATE; UPDATE state SET generation = generation + 1");
      console.log("held"); setTimeout(() => database.exec("COMMIT"), 150);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", source], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    expect(await store.write({ expect: 1, items: [anItem(anItemId(1), null, "late")] })).toEqual({ type: "changed" });
    expect((await store.read()).generation).toBe(2);
    await store.close();
  });
});

describe("what a store remembers of its last read", () => {
  it("[P4] never stands against what another store has written since", async () => {
    const [mine, theirs] = [await replica(), await openSqliteStore(file)];
    for (const writer of [mine, theirs, theirs, mine, theirs, mine, mine]) {
      const reader = writer === mine ? theirs : mine;
      const { generation } = await reader.read();
      await writer.write({ expect: generation, inFlight: anInFlight(String(generation)), replica: { serverSeq: generation } });
      for (const store of [mine, theirs]) {
        expect(await store.read()).toMatchObject({ generation: generation + 1, replica: { serverSeq: generation } });
        expect((await store.read()).inFlight).toEqual(anInFlight(String(generation)));
      }
      await reader.write({ expect: null, items: [anItem(anItemId(1, generation), null, "new")] });
      for (const store of [mine, theirs]) {
        expect((await store.read()).inFlight).toEqual(anInFlight(String(generation)));
        expect((await store.read()).waiting).toBe((await store.waiting(100)).length);
      }
      await writer.write({ expect: null, inFlight: null });
      for (const store of [mine, theirs]) expect((await store.read()).inFlight).toBe(null);
    }
    await mine.close();
    await theirs.close();
  });

  it("[P8] counts acknowledged states as a look at every item does, whoever wrote how many", async () => {
    const [mine, theirs] = [await replica(), await openSqliteStore(file)];
    const put = (store: typeof mine, from: number, count: number, acknowledged: string | null) =>
      store.write({
        expect: null,
        items: Array.from({ length: count }, (_, i) => anItem(anItemId(3, from + i), acknowledged, acknowledged === null ? "waits" : null)),
      });
    const writes: readonly (() => unknown)[] = [
      () => put(mine, 0, 5, null),
      () => put(mine, 0, 3, "sent"),
      () => put(theirs, 2, 3, "sent"),
      () => put(mine, 100, 100, "came"),
      () => put(mine, 199, 2, "came"),
      () => mine.write({ expect: null, replica: { serverSeq: 7 } }),
      () => mine.write({ expect: null, items: [anItem(anItemId(3, 1), "one", null), anItem(anItemId(3, 1), null, "two")] }),
      () => put(theirs, 0, 64, "sent"),
      () => put(mine, 0, 65, null),
    ];
    for (const write of writes) {
      await write();
      for (const store of [mine, theirs]) {
        const { items } = await store.items();
        expect(await store.acknowledgedCount()).toBe(items.filter(({ acknowledged }) => acknowledged !== null).length);
      }
    }
    expect(await mine.write({ expect: 1, items: [anItem(anItemId(3, 999), "never", null)] })).toEqual({ type: "changed" });
    expect(await mine.acknowledgedCount()).toBe(await theirs.acknowledgedCount());
    await mine.close();
    await theirs.close();
  });

  it("[P2] is what it was after a write that was refused", async () => {
    const store = await replica();
    await store.write({ expect: 1, inFlight: anInFlight("one") });
    expect(await store.write({ expect: 1, inFlight: anInFlight("two") })).toEqual({ type: "changed" });
    expect((await store.read()).inFlight).toEqual(anInFlight("one"));
    await store.close();
  });

  it("[P5] is gone when the store is emptied", async () => {
    const store = await replica();
    await store.write({ expect: 1, inFlight: anInFlight("one") });
    await store.read();
    await store.clear((await store.read()).generation);
    expect(await store.read()).toEqual({ generation: 3, replica: null, inFlight: null, waiting: 0 });
    await store.close();
  });
});

/** A process that writes item after item on the generation it read, and prints each generation once it is written. */
function writer(bucket: number, writes: number) {
  const here = (path: string) => JSON.stringify(new URL(path, import.meta.url).pathname);
  const source = `import { openSqliteStore } from ${here("./sqlite-store.ts")};
    import { anItem, anItemId } from ${here("../testing/stored-values.ts")};
    const store = await openSqliteStore(${JSON.stringify(file)});
    for (let n = 0; n < ${writes}; ) {
      const { generation } = await store.read();
      const done = await store.write({ expect: generation, items: [anItem(anItemId(${bucket}, n), null, "by " + n)] });
      if (done.type === "written") { n++; process.stdout.write(done.generation + "\\n"); }
    }
    await store.close();`;
  return spawn(process.execPath, ["--input-type=module", "-e", source], { stdio: ["ignore", "pipe", "inherit"] });
}

describe("several processes", () => {
  it("[P2] over one file each write on what they read, and no write is lost", async () => {
    await (await replica()).close();
    const writers = [1, 2, 3].map((bucket) => writer(bucket, 40));
    await Promise.all(writers.map((child) => once(child, "exit")));
    const store = await openSqliteStore(file);
    expect(await store.read()).toMatchObject({ generation: 1 + 3 * 40, waiting: 3 * 40 });
    await store.close();
  });

  it("[P1] killed at any moment leave every write that had resolved, and the store whole", async () => {
    await (await replica()).close();
    for (const after of [1, 7, 40]) {
      const child = writer(after, 1_000_000);
      const closed = once(child, "close");
      let printed = 0;
      for await (const line of createInterface(child.stdout)) {
        printed++;
        if (printed === after) child.kill("SIGKILL");
        expect(Number(line)).toBeGreaterThan(0);
      }
      await closed;
      const store = await openSqliteStore(file);
      const held = (await store.items()).items.filter(({ id }) => id[0] === after);
      expect(held.length).toBeGreaterThanOrEqual(printed);
      expect(held).toEqual(held.map((_, n) => anItem(anItemId(after, n), null, `by ${n}`)));
      await store.close();
    }
    expect(direct((database) => database.prepare("PRAGMA integrity_check").get())).toEqual({ integrity_check: "ok" });
  });
});
