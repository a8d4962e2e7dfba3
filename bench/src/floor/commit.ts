// Floor of the server: bare node:http, and for each push the same rows in the same tables of SQLite, as durable. It decodes nothing, checks
// nothing and knows nobody. With the argument `grouped` the pushes that arrived together share one transaction, as the server's do.

import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import { DatabaseSync } from "node:sqlite";
import { bodyOf, listenAt } from "./listen.ts";

const [file = "", mode] = process.argv.slice(2);
const mostTogether = 64;
const answer = Buffer.alloc(80);

const database = new DatabaseSync(file);
database.exec(`
PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
CREATE TABLE vault (vault BLOB PRIMARY KEY, seq INTEGER, hash BLOB, items INTEGER, bytes INTEGER) STRICT;
CREATE TABLE seen (vault BLOB, device BLOB, at INTEGER, seq INTEGER, PRIMARY KEY (vault, device)) STRICT;
CREATE TABLE head (vault BLOB, seq INTEGER, hash BLOB, received INTEGER, sealed BLOB, PRIMARY KEY (vault, seq)) STRICT;
CREATE UNIQUE INDEX head_hash ON head (vault, hash);
CREATE TABLE revision (vault BLOB, seq INTEGER, item BLOB, superseded_by INTEGER, sha256 BLOB, revision BLOB) STRICT;
CREATE INDEX revision_order ON revision (vault, seq, item, superseded_by);
CREATE UNIQUE INDEX revision_current ON revision (vault, item) WHERE superseded_by IS NULL;
`);
const advance = database.prepare(`INSERT INTO vault VALUES (?, ?, ?, 1, ?)
  ON CONFLICT (vault) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, items = items + 1, bytes = bytes + excluded.bytes`);
const saw = database.prepare("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)");
const addHead = database.prepare("INSERT INTO head VALUES (?, ?, ?, ?, ?)");
const addRevision = database.prepare("INSERT INTO revision VALUES (?, ?, ?, NULL, ?, ?)");

interface Push {
  readonly vault: Buffer;
  readonly body: Buffer;
  readonly response: ServerResponse;
}

const seqs = new Map<string, number>();
const headBytes = 557;

function keep({ vault, body }: Push): void {
  const name = vault.toString("hex");
  const seq = (seqs.get(name) ?? 0) + 1;
  seqs.set(name, seq);
  const [hash, item] = [randomBytes(32), randomBytes(16)];
  addHead.run(vault, seq, hash, Date.now(), body.subarray(0, headBytes));
  addRevision.run(vault, seq, item, hash, body.subarray(headBytes));
  advance.run(vault, seq, hash, body.length);
  saw.run(vault, vault, Date.now(), seq);
}

function commit(pushes: readonly Push[]): void {
  database.exec("BEGIN IMMEDIATE");
  for (const push of pushes) keep(push);
  database.exec("COMMIT");
  for (const { response } of pushes) {
    response.writeHead(200, { "content-length": answer.length });
    response.end(answer);
  }
}

const waiting: Push[] = [];
function commitWaiting(): void {
  commit(waiting.splice(0, mostTogether));
  if (waiting.length > 0) setImmediate(commitWaiting);
}

listenAt(async (request, response) => {
  const push: Push = { vault: Buffer.from(request.url?.split("/")[3] ?? "", "hex"), body: await bodyOf(request), response };
  if (mode !== "grouped") return commit([push]);
  waiting.push(push);
  if (waiting.length === 1) setImmediate(commitWaiting);
});
