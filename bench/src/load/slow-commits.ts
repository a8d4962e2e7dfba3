// Loaded into a server's process before it starts: makes every commit of SQLite wait, as a disk does that is slow to say that bytes are on it.
// The wait holds the process up, just as the real one would: node:sqlite works at once.

import { DatabaseSync } from "node:sqlite";

const waitMs = Number(process.env.HOLDFAST_COMMIT_MS);
const bell = new Int32Array(new SharedArrayBuffer(4));
const exec = DatabaseSync.prototype.exec;

DatabaseSync.prototype.exec = function slowly(sql: string): void {
  if (sql === "commit") Atomics.wait(bell, 0, 0, waitMs);
  exec.call(this, sql);
};
