// Rows of the table: SQLite files that the disk, or somebody, has damaged. A replica gives its values or says what is wrong in the store's own
// words; a server that can't open its database says so in a sentence, and one that can answers every request with a code of its own.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteStore } from "@holdfast/core/adapters/sqlite-store";
import { type Bytes, commit, concat, encode, genesis, type HeadRef, pullRequest, readU32, routes, u32 } from "@holdfast/protocol";
import { databaseFile, FolderProblem, SqliteStorage } from "@holdfast/server/testing/parsers";
import { makeCommit, newChanges, post, pushChanges, refusalOf, startDevice, type TestDevice } from "@holdfast/server/testing/test-account";
import { createTestServer } from "@holdfast/server/testing/test-server";
import { type Outcome, type Parser, read, refused } from "../parser.ts";
import { fillStore, inItsWords, useStore } from "./use-store.ts";

/** A folder of this process, emptied for each input. */
const place = mkdtempSync(join(tmpdir(), "holdfast-fuzz-"));
process.once("exit", () => rmSync(place, { recursive: true, force: true }));

function emptyFolder(name: string): string {
  const folder = join(place, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

/** A database and what is written ahead of it, as one input: the length of the first, and both. */
const joined = (folder: string, file: string): Bytes => {
  const main = readFileSync(join(folder, file));
  return concat(u32(main.length), main, readFileSync(join(folder, `${file}-wal`)));
};

function layOut(folder: string, file: string, input: Bytes): void {
  const length = input.length < 4 ? 0 : Math.min(readU32(input, 0), input.length - 4);
  writeFileSync(join(folder, file), input.subarray(4, 4 + length), { mode: 0o600 });
  if (input.length > 4 + length) writeFileSync(join(folder, `${file}-wal`), input.subarray(4 + length), { mode: 0o600 });
}

// ── a replica ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

const replicaFile = "replica.sqlite";

const replica: Parser = {
  name: "file of a replica",
  reads: ["openSqliteStore", "openSqliteFile"],
  form: "bytes",
  samples: async () => {
    const folder = emptyFolder("replica made");
    const store = await openSqliteStore(join(folder, replicaFile));
    await fillStore(store);
    const ahead = joined(folder, replicaFile);
    await store.close();
    const main = readFileSync(join(folder, replicaFile));
    return [ahead, concat(u32(main.length), main)];
  },
  parse: async (input): Promise<Outcome> => {
    const folder = emptyFolder("replica tried");
    layOut(folder, replicaFile, input);
    const store = await openSqliteStore(join(folder, replicaFile)).catch(inItsWords);
    if (store === undefined) return refused;
    await useStore(store);
    await store.close();
    return read();
  },
  runs: 150,
};

// ── a server ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

const served = serve();

async function serve() {
  const folder = emptyFolder("server made");
  const storage = new SqliteStorage(folder);
  const device = await startDevice(createTestServer({ storage }));
  for (let times = 0; times < 4; times++) await pushChanges(device, newChanges(10, 600));
  const ahead = joined(folder, databaseFile);
  await storage.close();
  const main = readFileSync(join(folder, databaseFile));
  const next = encode(commit, await makeCommit(device.account, device.head.hash, newChanges(2)));
  return { device, next, samples: [ahead, concat(u32(main.length), main)] };
}

async function ask(server: ReturnType<typeof createTestServer>, device: TestDevice, next: Bytes): Promise<void> {
  const vault = device.account.request.vault;
  const { token } = device.session;
  const pull = (after: HeadRef | null, whole: boolean) =>
    post(server, routes.pull(vault), { token, body: encode(pullRequest, { after, whole }) });
  const headers = { "if-match": `"${Buffer.from(device.head.hash).toString("hex")}"` };
  const asks = [
    () => pull(genesis, true),
    () => pull(genesis, false),
    () => post(server, routes.push(vault), { token, body: next, headers }),
  ];
  for (const one of asks) {
    const response = await one();
    if (response.status !== 200) await refusalOf(response);
    // A stream that the database fails is cut.
    else await response.arrayBuffer().catch(() => undefined);
  }
  await startDevice(server).catch((error: unknown) => {
    if (!(error instanceof Error && error.message.startsWith("refused: "))) throw error;
  });
}

const database: Parser = {
  name: "database of a server",
  reads: ["openDatabase"],
  form: "bytes",
  samples: async () => (await served).samples,
  parse: async (input): Promise<Outcome> => {
    const { device, next } = await served;
    const folder = emptyFolder("server tried");
    layOut(folder, databaseFile, input);
    const storage = opened(folder);
    if (storage === null) return refused;
    await ask(createTestServer({ storage }), device, next);
    await storage.close();
    return read();
  },
  runs: 150,
};

function opened(folder: string): SqliteStorage | null {
  try {
    return new SqliteStorage(folder);
  } catch (error) {
    if (error instanceof FolderProblem) return null;
    throw error;
  }
}

export const databaseParsers: readonly Parser[] = [replica, database];
