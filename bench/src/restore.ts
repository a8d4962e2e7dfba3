// restore N: from the moment a fresh device has signed in until all N items are listed as plaintext and durable on it.
// Floor: one HTTP response of the same bytes, SHA-256, AES-256-GCM and JSON.parse of all, and one SQLite transaction of the same rows.

import { spawn } from "node:child_process";
import { createCipheriv, createDecipheriv, hash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { type Client, type Home, signIn, signUp, type Transport } from "@holdfast/core";
import { httpTransport } from "@holdfast/core/adapters/http-transport";
import { openNodeHome } from "@holdfast/core/adapters/node-home";
import { seedVault } from "@holdfast/core/testing/seed-vault";
import { accountName, type Bytes } from "@holdfast/protocol";
import { listening, startServerProcess } from "./server-process.ts";

/** Milliseconds of each run of the program and of its floor, measured in turns. */
export interface Measured {
  readonly atMost: number;
  readonly ms: readonly number[];
  readonly floorMs: readonly number[];
  readonly parts: Readonly<Record<string, number>>;
}

const password = "correct horse battery staple";

export async function restoreBench(n: number, runs: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-bench-"));
  const server = await startServerProcess(join(folder, "server"));
  try {
    const { secretKey, rows, bytes } = await seeded(join(folder, "first"), server.url, n);
    const floor = await floorOf(join(folder, "floor"), rows, bytes);
    const ms: number[] = [];
    const floorMs: number[] = [];
    for (let run = 0; run < runs; run++) {
      floorMs.push(await floor.run());
      ms.push(await restoreOnce(join(folder, `device-${run}`), server.url, secretKey, n));
    }
    await floor.stop();
    return { atMost: 2, ms, floorMs, parts: { bytes } };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An account with N items on the server: what a restore will move, and the rows a device keeps of it. */
async function seeded(folder: string, origin: string, n: number) {
  const account = accountName("bench@example.com");
  if (account === null) throw new Error("the bench's account has a name");
  const home = await openNodeHome(folder);
  const made = await signUp(home, { origin, account, password, deviceName: "First" });
  if (!made.ok) throw new Error(`The account was not made: ${made.error.type}`);
  await made.value.addMany(seedVault(n, 1));
  const { end } = await made.value.synchronize();
  if (end.type !== "quiet") throw new Error(`The items were not sent: ${end.type}`);
  const secretKey = await home.secretKeys.load();
  const { items } = await home.store.items();
  const rows = items.flatMap(({ id, acknowledged }) => (acknowledged === null ? [] : [{ id, ...acknowledged }]));
  await made.value.close();
  if (secretKey === null) throw new Error("the first device keeps its Secret Key");
  return { secretKey, rows, bytes: rows.reduce((sum, { revision }) => sum + revision.length + 64, 0) };
}

/** Restores on a fresh device in this process and answers how long it took. */
async function restoreOnce(folder: string, origin: string, secretKey: Bytes, n: number): Promise<number> {
  const account = accountName("bench@example.com");
  if (account === null) throw new Error("the bench's account has a name");
  const marks = { begin: 0, end: 0 };
  const home: Home = await openNodeHome(folder, { connect: (to) => timed(httpTransport(to), marks) });
  const signedIn = await signIn(home, { credentials: { origin, account, secretKey }, password, deviceName: "Next" });
  if (!signedIn.ok) throw new Error(`The sign-in failed: ${signedIn.error.type}`);
  const listing = performance.now();
  const listed = await list(signedIn.value);
  const listMs = performance.now() - listing;
  if (listed !== n) throw new Error(`${listed} of ${n} items were restored`);
  await signedIn.value.close();
  return marks.end - marks.begin + listMs;
}

/** Every title read once: the list as plaintext. */
async function list(client: Client): Promise<number> {
  const titles = (await client.items()).map(({ item }) => item.fields.get("title")?.[0]?.[0]);
  return titles.filter((title) => typeof title === "string").length;
}

/** Notes when the pull is asked for (the sign-in is done) and when the next request leaves (the restore is durable). */
function timed(transport: Transport, marks: { begin: number; end: number }): Transport {
  return {
    origin: transport.origin,
    traffic: transport.traffic,
    send: (request) => {
      if (request.path.endsWith("/pull") && marks.begin === 0) marks.begin = performance.now();
      else if (marks.begin !== 0 && marks.end === 0) marks.end = performance.now();
      return transport.send(request);
    },
  };
}

interface Row {
  readonly id: Bytes;
  readonly revision: Bytes;
  readonly hash: Bytes;
}

const tagBytes = 16;
const headBytes = 17;

/** The same sizes under a key of the floor's own, with JSON of the same length inside. */
async function floorOf(folder: string, rows: readonly Row[], bytes: number) {
  mkdirSync(folder, { recursive: true });
  const key = randomBytes(32);
  const pieces = sealedLike(rows, key);
  const file = join(folder, "bytes");
  writeFileSync(
    file,
    Buffer.concat([...pieces, new Uint8Array(Math.max(0, bytes - pieces.reduce((sum, piece) => sum + piece.length, 0)))]),
  );
  const child = await listening(
    spawn(process.execPath, [fileURLToPath(new URL("./floor-server.ts", import.meta.url)), file], { stdio: ["ignore", "pipe", "inherit"] }),
  );
  let runs = 0;
  return {
    run: () =>
      floorOnce(
        child.url,
        rows,
        pieces.map(({ length }) => length),
        key,
        join(folder, `floor-${runs++}.sqlite`),
      ),
    stop: () => child.stop(),
  };
}

function sealedLike(rows: readonly Row[], key: Bytes): readonly Bytes[] {
  return rows.map(({ revision }) => {
    const nonce = randomBytes(12);
    const room = revision.length - headBytes - tagBytes;
    const json = itemLike(room);
    const cipher = createCipheriv("aes-256-gcm", key, nonce);
    const sealed = Buffer.concat([cipher.update(json), cipher.final(), cipher.getAuthTag()]);
    return Buffer.concat([new Uint8Array(headBytes - 12), nonce, sealed]);
  });
}

/** JSON of an item's form, filled to `length` bytes with white space as a padded item is with zeros. */
function itemLike(length: number): Bytes {
  const device = "0123456789abcdef0123456789abcdef";
  const fields = Object.fromEntries(
    ["title", "username", "password", "uri/1", "note"].map((path) => [path, [["x".repeat(24), 247_000_000_000_000, device]]]),
  );
  return new TextEncoder().encode(JSON.stringify({ v: 1, kind: "login", fields, conflicts: {} }).padEnd(length, " ").slice(0, length));
}

async function floorOnce(url: string, rows: readonly Row[], lengths: readonly number[], key: Bytes, file: string): Promise<number> {
  const begin = performance.now();
  const all = Buffer.from(await (await fetch(url)).arrayBuffer());
  const kept: [Bytes, Bytes, Bytes][] = [];
  let at = 0;
  let titles = 0;
  for (const [i, length] of lengths.entries()) {
    const piece = all.subarray(at, at + length);
    at += length;
    const digest = hash("sha256", piece, "buffer");
    const decipher = createDecipheriv("aes-256-gcm", key, piece.subarray(headBytes - 12, headBytes));
    decipher.setAuthTag(piece.subarray(-tagBytes));
    const json = decipher.update(piece.subarray(headBytes, -tagBytes), undefined, "utf8") + decipher.final("utf8");
    if (JSON.parse(json).fields.title !== undefined) titles++;
    kept.push([(rows[i] as Row).id, digest, piece]);
  }
  const database = new DatabaseSync(file);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE item (id BLOB PRIMARY KEY, hash BLOB, revision BLOB)");
  const insert = database.prepare("INSERT INTO item VALUES (?, ?, ?)");
  database.exec("BEGIN IMMEDIATE");
  for (const [id, digest, piece] of kept) insert.run(id, digest, piece);
  database.exec("COMMIT");
  const ms = performance.now() - begin;
  database.close();
  if (titles !== rows.length) throw new Error("The floor read other items");
  return ms;
}
