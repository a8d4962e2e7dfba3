// A file that only its owner reads, made before anything is written into it.

import { chmodSync, closeSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { syncFolder } from "./sync-folder.ts";

/**
 * Makes `file` where there is none, and narrows the mode of one that is there. // P11
 *
 * One that is there is never opened: closing any handle of a file drops every lock that this process holds on it (POSIX, fcntl), also those
 * that SQLite holds. // P14
 */
export function makePrivate(file: string): void {
  try {
    closeSync(openSync(file, "wx", 0o600));
    syncFolder(dirname(file));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST" && statSync(file).isFile())) throw error;
  }
  chmodSync(file, 0o600);
}
