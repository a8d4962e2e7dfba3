// Data folders in every bad state there is: each is told in one sentence, and stays as it was.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { statsOf } from "../admin.ts";
import { startServer } from "../index.ts";
import { newItem } from "../testing/test-account.ts";
import { Writer } from "./contract-writer.ts";
import { FolderProblem, folderProblem, lockFile, lockFolder, type ProblemKind } from "./folder.ts";
import { migrations } from "./migrations.ts";
import { databaseFile } from "./sqlite-database.ts";
import { SqliteStorage } from "./sqlite-storage.ts";

const folders: string[] = [];
const undo: (() => void)[] = [];
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-folder-"));
  folders.push(folder);
  return folder;
}
afterEach(() => {
  for (const one of undo.splice(0)) one();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const serve = (dataDir: string) => startServer({ listen: { host: "127.0.0.1", port: 0 }, dataDir, signup: "open", log: () => {} });

async function problemOf(work: () => unknown): Promise<ProblemKind> {
  try {
    await work();
  } catch (failure) {
    if (failure instanceof FolderProblem) {
      expect(failure.message).toMatch(/^[A-Z][^\n]*\.$/);
      return failure.kind;
    }
    throw failure;
  }
  throw new Error("it worked");
}

/** A folder with a vault of a few items in it. */
async function filled(): Promise<string> {
  const folder = newFolder();
  const storage = new SqliteStorage(folder);
  const writer = await Writer.start(storage);
  await writer.write(Array.from({ length: 50 }, newItem));
  await storage.close();
  return folder;
}

/** The file with the first of these words exchanged, as long as they are. */
function renamed(file: Buffer, from: string, to: string): Buffer {
  const at = file.indexOf(from);
  return Buffer.concat([file.subarray(0, at), Buffer.from(to), file.subarray(at + from.length)]);
}

const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString("base64")]));

describe("[C34] the lock", () => {
  it("is one server's at a time, and free again when that stops", async () => {
    const folder = newFolder();
    const first = await serve(folder);
    expect(await problemOf(() => serve(folder))).toBe("in-use");
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
    await first.close();
    await (await serve(folder)).close();
  });

  it("goes with a process that is killed, whatever it was doing", async () => {
    const folder = newFolder();
    const program = fileURLToPath(new URL("../testing/serve-folder.ts", import.meta.url));
    const child = spawn(process.execPath, [program, folder], { stdio: ["ignore", "pipe", "inherit"] });
    undo.push(() => child.kill("SIGKILL"));
    await once(child.stdout, "data");
    expect(await problemOf(() => lockFolder(folder))).toBe("in-use");
    expect(await problemOf(() => serve(folder))).toBe("in-use");
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
    lockFolder(folder).release();
  });

  it("is a file of the owner's alone, into which nothing is written", () => {
    const folder = join(newFolder(), "deep", "data");
    const lock = lockFolder(folder);
    expect(statSync(join(folder, lockFile))).toMatchObject({ size: 0 });
    expect(statSync(join(folder, lockFile)).mode & 0o777).toBe(0o600);
    lock.release();
    expect(readdirSync(folder)).toEqual([lockFile]);
  });

  it("is free again where the server could not start", async () => {
    const folder = await filled();
    truncateSync(join(folder, databaseFile), 5_000);
    await problemOf(() => serve(folder));
    lockFolder(folder).release();
  });
});

describe("[C34] a damaged database", () => {
  it.each([
    ["no database at all", (file: string) => writeFileSync(file, "This is a text, and a rather long one as texts go.".repeat(100))],
    ["a header that is overwritten", (file: string) => writeFileSync(file, new Uint8Array(100), { flag: "r+" })],
    [
      "a schema that is garbage",
      (file: string) =>
        writeFileSync(
          file,
          Buffer.concat([readFileSync(file).subarray(0, 100), Buffer.alloc(3_996, 0xa5), readFileSync(file).subarray(4_096)]),
        ),
    ],
    ["a file cut short", (file: string) => truncateSync(file, 5_000)],
    // SQLite's file format, 1.3: the user version stands at offset 60.
    [
      "a version below all",
      (file: string) =>
        writeFileSync(file, Buffer.concat([readFileSync(file).subarray(0, 60), Buffer.of(0x80, 0, 0, 0), readFileSync(file).subarray(64)])),
    ],
    ["a table of another name", (file: string) => writeFileSync(file, renamed(readFileSync(file), "TABLE vault", "TABLE fault"))],
  ])("%s is told, and left as it is", async (_, damage) => {
    const folder = await filled();
    damage(join(folder, databaseFile));
    writeFileSync(join(folder, lockFile), "", { mode: 0o600 });
    const before = contents(folder);
    expect(await problemOf(() => serve(folder))).toBe("damaged");
    expect(await problemOf(() => statsOf(folder))).toBe("damaged");
    expect(contents(folder)).toEqual(before);
  });

  it("of a newer version is told, and left as it is", async () => {
    const folder = await filled();
    const database = new DatabaseSync(join(folder, databaseFile));
    database.exec(`pragma user_version = ${migrations.length + 1}`);
    database.close();
    writeFileSync(join(folder, lockFile), "", { mode: 0o600 });
    const before = contents(folder);
    expect(await problemOf(() => serve(folder))).toBe("newer");
    expect(contents(folder)).toEqual(before);
  });
});

describe("[C34] a folder that is none", () => {
  it("is told: a file in its place, or in the place of one above", async () => {
    const folder = newFolder();
    const file = join(folder, "file");
    writeFileSync(file, "");
    expect(await problemOf(() => serve(file))).toBe("no-folder");
    expect(await problemOf(() => serve(join(file, "data")))).toBe("no-folder");
    expect(await problemOf(() => serve(join(file, "deep", "data")))).toBe("no-folder");
  });

  it("is told where none can be made, and does not try for ever", async () => {
    expect(await problemOf(() => serve("/proc/holdfast"))).toBe("no-place");
    expect(await problemOf(() => serve("/proc/holdfast/deep/er"))).toBe("no-place");
  });

  it("is told where there are no data, by whoever only looks, and not made", async () => {
    const folder = join(newFolder(), "nothing");
    expect(await problemOf(() => statsOf(folder))).toBe("no-data");
    expect(existsSync(folder)).toBe(false);
  });

  it("is told where the data are of an older version, by whoever only looks", async () => {
    const folder = newFolder();
    mkdirSync(folder, { recursive: true });
    const database = new DatabaseSync(join(folder, databaseFile));
    database.exec(`${migrations[0]}; pragma user_version = 1`);
    database.close();
    expect(await problemOf(() => statsOf(folder))).toBe("older");
  });
});

describe("[C34] what the machine throws", () => {
  it.each([
    [{ code: "ENOSPC" }, "full"],
    [{ code: "EDQUOT" }, "full"],
    [{ code: "EROFS" }, "read-only"],
    [{ code: "EACCES" }, "denied"],
    [{ code: "ENOENT" }, "no-place"],
    [{ code: "ERR_SQLITE_ERROR", errcode: 13 }, "full"],
    [{ code: "ERR_SQLITE_ERROR", errcode: 8 | (3 << 8) }, "read-only"],
    [{ code: "ERR_SQLITE_ERROR", errcode: 10 | (19 << 8) }, "failing"],
    [{ code: "ERR_SQLITE_ERROR", errcode: 11 }, "damaged"],
    [{ code: "ERR_SQLITE_ERROR", errcode: 26 }, "damaged"],
    [{ code: "ERR_SQLITE_ERROR", errcode: 1 }, undefined],
    [{ code: "EADDRINUSE" }, undefined],
  ])("%j is %s", (members, kind) => {
    expect(folderProblem(Object.assign(new Error("text with data"), members))?.kind).toBe(kind);
  });

  it("bears nothing of its text into the sentence", () => {
    const problem = folderProblem(Object.assign(new Error("secret"), { code: "ENOSPC", path: "/secret" }));
    expect(problem?.message).toBe("The disk of the data folder is full.");
  });
});
