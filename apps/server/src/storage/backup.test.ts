// Backups of folders that are in use, and everything that can be wrong with one.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, describe, expect, it } from "vitest";
import { backUp, type RunningServer, restore, startServer, statsOf } from "../index.ts";
import { type Answerer, newChanges, pullAll, pushChanges, startDevice, type TestDevice } from "../testing/test-account.ts";
import { FolderProblem } from "./folder.ts";
import { migrations } from "./migrations.ts";
import { databaseFile } from "./sqlite-database.ts";

const folders: string[] = [];
const running: RunningServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

interface Place {
  readonly data: string;
  readonly file: string;
  readonly other: string;
}

function newPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-backup-"));
  folders.push(folder);
  return { data: join(folder, "data"), file: join(folder, "backup"), other: join(folder, "other") };
}

async function serve(dataDir: string): Promise<Answerer & { close(): Promise<void> }> {
  const listen = { host: "127.0.0.1", port: 0 };
  const server = await startServer({ listen, origin: "https://holdfast.test", dataDir, signup: "open", log: () => {} });
  running.push(server);
  const send = (request: Request): Promise<Response> => fetch(new URL(new URL(request.url).pathname, server.url), request);
  return { origin: "https://holdfast.test", fetch: send, close: () => server.close() };
}

const whole = (device: TestDevice) => pullAll(device, { after: null, whole: true });

async function kindOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (failure) {
    if (failure instanceof FolderProblem) return failure.kind;
    throw failure;
  }
  return "done";
}

describe("[C35] a backup", () => {
  it("of a server that runs holds what was acknowledged, in one file of the owner's alone", async () => {
    const { data, file, other } = newPlace();
    const server = await serve(data);
    const device = await startDevice(server);
    await pushChanges(device, newChanges(40));
    const before = await whole(device);
    expect(await backUp(data, file)).toBe(statSync(file).size);
    await pushChanges(device, newChanges(3));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(file, "..")).sort()).toEqual(["backup", "data"]);
    await server.close();
    expect(restore(other, file, false)).toBeNull();
    const again = { ...device, server: await serve(other) };
    expect(await whole(again)).toEqual(before);
    expect(readdirSync(join(file, "..")).sort()).toEqual(["backup", "data", "other"]);
  });

  it("is whole although pushes go on while it is made", async () => {
    const { data, file, other } = newPlace();
    const device = await startDevice(await serve(data));
    await pushChanges(device, newChanges(400, 2_000));
    let done = false;
    const pushing = (async () => {
      let pushes = 0;
      for (; !done || pushes < 5; pushes++) await pushChanges(device, newChanges(5));
      return pushes;
    })();
    await backUp(data, file);
    done = true;
    const pushes = await pushing;
    restore(other, file, false);
    const { commits, items } = await statsOf(other);
    expect(commits).toBeGreaterThanOrEqual(1);
    expect(commits).toBeLessThanOrEqual(1 + pushes);
    expect(items).toBe(400 + 5 * (commits - 1));
  });

  it("is not written over a file, and leaves nothing behind when it can't be made", async () => {
    const { data, file } = newPlace();
    expect(await kindOf(() => backUp(data, file))).toBe("no-data");
    const server = await serve(data);
    await startDevice(server);
    writeFileSync(file, "mine");
    expect(await kindOf(() => backUp(data, file))).toBe("file-taken");
    expect(readFileSync(file, "utf8")).toBe("mine");
    await expect(backUp(data, join(file, "..", "nowhere", "backup"))).rejects.toMatchObject({ code: "ENOENT" });
    await server.close();
    rmSync(file);
    const database = readFileSync(join(data, databaseFile));
    database.fill(0xa5, 3 * 4_096, 12 * 4_096);
    writeFileSync(join(data, databaseFile), database);
    expect(await kindOf(() => backUp(data, file))).toBe("damaged");
    expect(readdirSync(join(file, ".."))).toEqual(["data"]);
  });
});

describe("[C35] a restore", () => {
  async function made(): Promise<Place & { readonly device: TestDevice; readonly server: Awaited<ReturnType<typeof serve>> }> {
    const place = newPlace();
    const server = await serve(place.data);
    const device = await startDevice(server);
    await pushChanges(device, newChanges(30));
    await backUp(place.data, place.file);
    return { ...place, device, server };
  }

  it("is refused while a server runs on the folder, also when told to replace", async () => {
    const { data, file, device } = await made();
    expect(await kindOf(() => restore(data, file, true))).toBe("in-use");
    expect(await kindOf(() => restore(data, file, false))).toBe("in-use");
    await pushChanges(device, newChanges(1));
  });

  it("is refused over data unless told to replace; then what was there is kept and can be put back", async () => {
    const { data, file, device, server } = await made();
    await pushChanges(device, newChanges(7));
    await server.close();
    expect(await kindOf(() => restore(data, file, false))).toBe("has-data");
    expect((await statsOf(data)).items).toBe(37);
    const kept = restore(data, file, true);
    expect(kept).toMatch(/^holdfast\.sqlite\.before-\d{8}T\d{6}Z$/);
    expect((await statsOf(data)).items).toBe(30);
    const [once, again] = [newPlace(), newPlace()];
    restore(once.data, join(data, kept ?? ""), false);
    expect((await statsOf(once.data)).items).toBe(37);
    restore(again.data, file, false);
    expect((await statsOf(again.data)).items).toBe(30);
  });

  it.each([
    ["no file", (file: string) => rmSync(file)],
    ["an empty file", (file: string) => truncateSync(file, 0)],
    ["a text", (file: string) => writeFileSync(file, "text ".repeat(1_000))],
    ["a file cut short", (file: string) => truncateSync(file, statSync(file).size - 4_096)],
    [
      "a file with a damaged page",
      (file: string) =>
        writeFileSync(
          file,
          Buffer.concat([readFileSync(file).subarray(0, 8_192), Buffer.alloc(8_192, 0xa5), readFileSync(file).subarray(16_384)]),
        ),
    ],
    [
      "a database of another program",
      (file: string) => {
        rmSync(file);
        const database = new DatabaseSync(file);
        database.exec("create table other (a); pragma user_version = 1");
        database.close();
      },
    ],
  ])("of %s is refused, and the folder stays as it was", async (_, damage) => {
    const { data, file, server } = await made();
    await server.close();
    damage(file);
    const given = existsSync(file) ? readFileSync(file) : null;
    const before = readFileSync(join(data, databaseFile));
    expect(await kindOf(() => restore(data, file, true))).toBe("no-backup");
    expect(readFileSync(join(data, databaseFile)).equals(before)).toBe(true);
    expect(readdirSync(data).filter((name) => /part|before/.test(name))).toEqual([]);
    if (given !== null) expect(readFileSync(file).equals(given)).toBe(true);
  });

  it("of a newer version's backup is refused", async () => {
    const { file, other } = await made();
    const database = new DatabaseSync(file);
    database.exec(`pragma user_version = ${migrations.length + 1}`);
    database.close();
    expect(await kindOf(() => restore(other, file, false))).toBe("newer");
  });

  it("of an older version's backup is brought to this one when the server starts", async () => {
    const { data, file } = newPlace();
    const database = new DatabaseSync(file);
    database.exec(`${migrations[0]}; pragma user_version = 1`);
    database.close();
    restore(data, file, false);
    await startDevice(await serve(data));
    expect(await statsOf(data)).toMatchObject({ accounts: 1 });
  });
});
