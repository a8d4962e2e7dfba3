// The folder in which a server keeps its data: made, locked for one server at a time, and what is wrong with it told in one
// plain sentence. The lock is the kernel's, held by a transaction on a small SQLite file of its own; it goes with the process
// that held it, however it ends, and nothing is ever written into that file. // C34

import { closeSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";

export type ProblemKind =
  | "in-use"
  | "busy"
  | "read-only"
  | "denied"
  | "full"
  | "failing"
  | "damaged"
  | "no-folder"
  | "no-place"
  | "newer"
  | "older"
  | "no-data"
  | "has-data"
  | "no-backup"
  | "file-taken";

const sentences: Readonly<Record<ProblemKind, string>> = {
  "in-use": "Another server is running on this data folder.",
  busy: "The database is in use by another process; try again.",
  "read-only": "The data folder can't be written: its disk is read-only.",
  denied: "The data folder can't be used: permission denied.",
  full: "The disk of the data folder is full.",
  failing: "The disk of the data folder failed to read or write; it may be full.",
  damaged: "The database is damaged. It was left as it is; restore a backup with holdfast admin restore.",
  "no-folder": "The data folder is no folder.",
  "no-place": "The data folder can't be made.",
  newer: "The database was made by a newer version of the server.",
  older: "The database was made by an older version: start the server once, then try again.",
  "no-data": "There is no server's data in this folder.",
  "has-data":
    "There is a server's data in this folder already; --replace puts the backup in its place, and keeps what was there beside it.",
  "no-backup": "This file is no whole backup of a server.",
  "file-taken": "The backup is not written over a file that is there.",
};

/** What is wrong with a data folder or a backup. Its message is a sentence for people, and bears no data. */
export class FolderProblem extends Error {
  readonly kind: ProblemKind;

  constructor(kind: ProblemKind) {
    super(sentences[kind]);
    this.kind = kind;
  }
}

/** Primary result codes of SQLite (sqlite.org/rescode.html): the low byte of an error's number. */
const bySqlite: ReadonlyMap<number, ProblemKind> = new Map([
  [5, "busy"],
  [6, "busy"],
  [7, "failing"],
  [8, "read-only"],
  [10, "failing"],
  [11, "damaged"],
  [13, "full"],
  [14, "denied"],
  [26, "damaged"],
]);

const byCode: ReadonlyMap<string, ProblemKind> = new Map([
  ["EACCES", "denied"],
  ["EPERM", "denied"],
  ["EROFS", "read-only"],
  ["ENOSPC", "full"],
  ["EDQUOT", "full"],
  ["EIO", "failing"],
  ["ENOTDIR", "no-folder"],
  ["EEXIST", "no-folder"],
  // Also what Node says for a folder to be made on a read-only disk.
  ["ENOENT", "no-place"],
  // A number in the database that JavaScript can't hold, which no server writes.
  ["ERR_OUT_OF_RANGE", "damaged"],
]);

/** What the machine threw as what it means for the folder; null for anything else. */
export function folderProblem(failure: unknown): FolderProblem | null {
  if (failure instanceof FolderProblem) return failure;
  if (!(failure instanceof Error)) return null;
  const { code, errcode } = failure as { code?: unknown; errcode?: unknown };
  const kind = typeof errcode === "number" ? bySqlite.get(errcode & 0xff) : typeof code === "string" ? byCode.get(code) : undefined;
  return kind === undefined ? null : new FolderProblem(kind);
}

/** SQLITE_ERROR: a statement does not fit the tables. */
const sqlError = 1;

/** What was thrown while a database was opened: there a statement that does not fit means tables that are not those of its version. */
export const openingFailure = (failure: unknown): unknown =>
  failure instanceof Error && "errcode" in failure && failure.errcode === sqlError ? new FolderProblem("damaged") : failure;

/** Runs `work` on a folder; a failure that is the folder's is thrown as its problem. */
export function inFolder<T>(work: () => T): T {
  try {
    return work();
  } catch (failure) {
    throw folderProblem(failure) ?? failure;
  }
}

/** Makes the folder and an empty file in it where they are not there: readable by their owner alone. */
export function makePrivate(folder: string, file: string): string {
  makeFolders(resolve(folder));
  const path = join(folder, file);
  closeSync(openSync(path, "a", 0o600));
  return path;
}

/** Level by level: Node's own `recursive` never ends under /proc, where nothing can be made in a folder that is there. */
function makeFolders(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found !== undefined && !found.isDirectory()) throw new FolderProblem("no-folder");
  if (found !== undefined) return;
  if (dirname(folder) !== folder) makeFolders(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (failure) {
    const made = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
    if (!made) throw failure;
  }
}

export interface FolderLock {
  release(): void;
}

export const lockFile = "holdfast.lock";

/** The one lock on `folder`, which is made where it is not there. Throws `in-use` where another process, or this one, has it. */
export function lockFolder(folder: string): FolderLock {
  return inFolder(() => {
    const database = new DatabaseSync(makePrivate(folder, lockFile), { timeout: 0 });
    try {
      database.exec("begin exclusive");
    } catch (failure) {
      database.close();
      const problem = folderProblem(failure);
      throw problem?.kind === "busy" ? new FolderProblem("in-use") : failure;
    }
    return { release: () => database.close() };
  });
}
