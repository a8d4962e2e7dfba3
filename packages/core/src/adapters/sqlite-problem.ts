// What SQLite and the file system report, in the words of the store. Anything else they throw is passed on as it is.

import { StoreProblem, type StoreProblemKind } from "../store/store-problem.ts";

/** Primary result codes (sqlite.org/rescode.html). */
const byResultCode: ReadonlyMap<number, StoreProblemKind> = new Map([
  [3, "read-only"], // PERM
  [5, "busy"], // BUSY
  [6, "busy"], // LOCKED
  [7, "unreadable"], // NOMEM, which a length that was damaged asks for
  [8, "read-only"], // READONLY
  [10, "unreadable"], // IOERR
  [11, "damaged"], // CORRUPT
  [13, "disk-full"], // FULL
  [14, "read-only"], // CANTOPEN
  [18, "damaged"], // TOOBIG: no store writes a value of a gigabyte
  [23, "read-only"], // AUTH
  [26, "damaged"], // NOTADB
]);

const byErrno: ReadonlyMap<string, StoreProblemKind> = new Map([
  ["EACCES", "read-only"],
  ["EPERM", "read-only"],
  ["EROFS", "read-only"],
  ["ENOTDIR", "read-only"],
  ["EISDIR", "read-only"],
  ["EEXIST", "read-only"],
  ["ENOENT", "read-only"],
  ["ENOSPC", "disk-full"],
  ["EDQUOT", "disk-full"],
  ["EIO", "unreadable"],
  // A number that JavaScript can't hold, which no store writes.
  ["ERR_OUT_OF_RANGE", "damaged"],
]);

/** A StoreProblem for what is wrong with the disk or the file; every other error unchanged. // P12 */
export function storeProblem(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if ("errcode" in error && typeof error.errcode === "number") {
    const kind = byResultCode.get(error.errcode & 0xff); // the low byte of an extended code is the primary one
    return kind === undefined ? error : new StoreProblem(kind);
  }
  const kind = "code" in error && typeof error.code === "string" ? byErrno.get(error.code) : undefined;
  return kind === undefined ? error : new StoreProblem(kind);
}

/** SQLITE_ERROR: a statement does not fit the tables. */
const sqlError = 1;

/** The same while a file is opened, where a statement that does not fit means tables that are not those of its version: a damaged schema. */
export function openingProblem(error: unknown): unknown {
  const misfit = error instanceof Error && "errcode" in error && error.errcode === sqlError;
  return misfit ? new StoreProblem("damaged") : storeProblem(error);
}

/** Runs `work` and lets its failures out in the words of the store. */
export function asStoreProblem<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeProblem(error);
  }
}

const byFolderErrno: ReadonlyMap<string, StoreProblemKind> = new Map([
  ["ENOTDIR", "no-folder"],
  ["EEXIST", "no-folder"],
  ["ENOENT", "no-place"],
]);

/** The same for work on the folder itself. */
export function asFolderProblem<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const kind = error instanceof Error && "code" in error && typeof error.code === "string" ? byFolderErrno.get(error.code) : undefined;
    throw kind === undefined ? storeProblem(error) : new StoreProblem(kind);
  }
}
