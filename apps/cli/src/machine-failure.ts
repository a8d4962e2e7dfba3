// The machine's failures (a full disk, a folder that can't be written, a damaged database) as one sentence each. Caught once, in
// main.ts. A message of an unknown error is never repeated: it may quote what was being read. Neither is a stack.

import { StoreProblem } from "@holdfast/core";

const byCode: ReadonlyMap<string, string> = new Map([
  ["ENOSPC", "The disk is full."],
  ["EDQUOT", "The disk quota is used up."],
  ["EROFS", "The disk is read-only."],
  ["EFBIG", "The input is too large."],
  ["EIO", "The disk failed to read or write."],
  ["EMFILE", "Too many files are open."],
  ["EADDRINUSE", "The address to listen on is in use by another program."],
  ["EADDRNOTAVAIL", "The address to listen on does not belong to this machine."],
  ["ENOTFOUND", "The address to listen on is not known."],
]);

const byCodeOfPath: ReadonlyMap<string, string> = new Map([
  ["EACCES", "can't be used: permission denied"],
  ["EPERM", "can't be used: permission denied"],
  ["ENOENT", "does not exist"],
  ["ENOTDIR", "does not lie in a folder"],
  ["EISDIR", "is a folder"],
  ["EEXIST", "exists already"],
]);

/** Primary result codes of SQLite (sqlite.org/rescode.html): the low byte of an error's number. */
const bySqlite: ReadonlyMap<number, string> = new Map([
  [5, "The database is in use by another process; try again."],
  [6, "The database is in use by another process; try again."],
  [8, "The database can't be written: permission denied."],
  [10, "The disk failed to read or write."],
  [11, "The database is damaged."],
  [13, "The disk is full."],
  [14, "The database can't be opened."],
  [26, "The database is damaged: it is no database."],
]);

function member(error: unknown, name: string): unknown {
  return typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined;
}

export function machineFailure(error: unknown): string {
  if (error instanceof StoreProblem) return error.message;
  const code = member(error, "code");
  const number = member(error, "errcode");
  if (typeof number === "number") return bySqlite.get(number & 0xff) ?? `The database failed (code ${number}).`;
  if (typeof code === "string") {
    const known = byCode.get(code);
    if (known !== undefined) return known;
    const path = member(error, "path");
    const what = byCodeOfPath.get(code);
    if (what !== undefined && typeof path === "string") return `${path} ${what}.`;
    if (what !== undefined) return code === "ENOENT" ? "A file is missing." : "Permission denied.";
    return `The machine failed (${code.replace(/[^A-Z0-9_]/g, "")}).`;
  }
  const message = member(error, "message");
  // What assert says bears no data, by its own rule.
  if (typeof message === "string" && message.startsWith("Broken promise in the program: ")) return `${message}.`;
  return "Something went wrong inside Holdfast. What was saved before is safe.";
}

/** The code of a failed file operation, or null. */
export function fileErrorCode(error: unknown): string | null {
  const code = member(error, "code");
  return typeof code === "string" ? code : null;
}
