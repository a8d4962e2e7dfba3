// One small file that is replaced whole: after a crash it holds the old bytes or the new ones, never a part. Mode 0600. // P11, P13

import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Bytes } from "@holdfast/protocol";
import { asStoreProblem } from "./sqlite-problem.ts";
import { syncFolder } from "./sync-folder.ts";

/** The bytes of `file`, or null where there is none. Throws `StoreProblem`. */
export const readWhole = (file: string): Bytes | null =>
  asStoreProblem(() => {
    try {
      return Uint8Array.from(readFileSync(file));
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
      throw error;
    }
  });

/** Durable when it returns. The temporary file's name is fixed: what a crash left of it is replaced by the next write. */
export function replaceWhole(file: string, bytes: Bytes): void {
  asStoreProblem(() => {
    const next = `${file}.new`;
    rmSync(next, { force: true });
    const handle = openSync(next, "wx", 0o600);
    try {
      writeFileSync(handle, bytes);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(next, file);
    syncFolder(dirname(file));
  });
}

/** Removes `file`, whether it is there or not; durable when it returns. */
export function removeWhole(file: string): void {
  asStoreProblem(() => {
    rmSync(file, { force: true });
    rmSync(`${file}.new`, { force: true });
    syncFolder(dirname(file));
  });
}
