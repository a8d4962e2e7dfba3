// Backups of a server's data: one file that holds everything, made while the server runs, looked through before it counts, and
// put back whole or not at all. A backup holds what the server holds, so its file is its owner's alone. // C35

import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { FolderProblem, folderProblem, inFolder, lockFolder } from "./folder.ts";
import { migrations } from "./migrations.ts";
import { databaseFile } from "./sqlite-database.ts";
import { integer } from "./sqlite-row.ts";

/** All pages in one step: a backup in several begins anew whenever the server writes between two of them. */
const allPages = 0x7fff_ffff;

/** Writes a backup of `folder` to the new file `file`; answers its bytes. The server may be running. */
export async function backupTo(folder: string, file: string): Promise<number> {
  const from = join(folder, databaseFile);
  if (!existsSync(from)) throw new FolderProblem("no-data");
  if (existsSync(file)) throw new FolderProblem("file-taken");
  const part = `${file}.part`;
  rmSync(part, { force: true });
  closeSync(openSync(part, "wx", 0o600));
  try {
    const source = inFolder(() => new DatabaseSync(from, { timeout: 5_000 }));
    try {
      await backup(source, part, { rate: allPages });
    } catch (failure) {
      throw folderProblem(failure) ?? failure;
    } finally {
      source.close();
    }
    verify(part, "damaged");
    flush(part);
    // A link, since a rename would go over a file that came meanwhile.
    linkSync(part, file);
    flush(dirname(file));
    return statSync(file).size;
  } finally {
    rmSync(part, { force: true });
  }
}

/** Puts the backup `file` into `folder`. Answers the name that what was there has now, null where nothing was. */
export function restoreFrom(
  file: string,
  folder: string,
  { replace, at }: { readonly replace: boolean; readonly at: number },
): string | null {
  if (!existsSync(file)) throw new FolderProblem("no-backup");
  const lock = lockFolder(folder);
  const target = join(folder, databaseFile);
  const part = `${target}.part`;
  try {
    if (existsSync(target) && !replace) throw new FolderProblem("has-data");
    rmSync(part, { force: true });
    inFolder(() => copyFileSync(file, part, constants.COPYFILE_EXCL));
    chmodSync(part, 0o600);
    verify(part, "no-backup");
    flush(part);
    const kept = existsSync(target) ? setAside(target, at) : null;
    renameSync(part, target);
    flush(folder);
    return kept;
  } finally {
    rmSync(part, { force: true });
    lock.release();
  }
}

/** The database and what is written ahead of it, under a name with the time in it: SQLite still finds them together. */
function setAside(target: string, at: number): string {
  const stamp = new Date(at).toISOString().replace(/[-:]/g, "").replace(/\.\d+/, "");
  const name = `${databaseFile}.before-${stamp}`;
  for (const suffix of ["-wal", "-shm", ""]) {
    if (existsSync(target + suffix)) renameSync(target + suffix, join(dirname(target), name + suffix));
  }
  return name;
}

/** Looks through a copy; throws `kind` unless it is whole, of this version or an earlier one, and this program's. */
function verify(part: string, kind: "damaged" | "no-backup"): void {
  try {
    const database = new DatabaseSync(part);
    try {
      // One file: what is written ahead is folded in, and no second file is needed to read it.
      database.exec("pragma trusted_schema = off; pragma journal_mode = delete");
      const version = integer(database.prepare("pragma user_version").get() ?? {}, "user_version");
      if (version > migrations.length) throw new FolderProblem("newer");
      const found = database.prepare("pragma integrity_check(1)").all();
      const whole = version > 0 && found.length === 1 && found[0]?.integrity_check === "ok";
      const torn = database.prepare("pragma foreign_key_check").all().length;
      if (!whole || torn > 0) throw new FolderProblem(kind);
      database.prepare("select count(*) from account").get();
    } finally {
      database.close();
    }
  } catch (failure) {
    if (failure instanceof FolderProblem) throw failure;
    const problem = folderProblem(failure);
    throw problem !== null && problem.kind !== "damaged" ? problem : new FolderProblem(kind);
  }
}

function flush(path: string): void {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
