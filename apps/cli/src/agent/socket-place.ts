// Where the socket of a folder's agent lies: a short path in a folder that only this user can enter. The name follows from the folder, so
// that every command finds it without being told; a place that somebody else could have made is refused.

import { createHash } from "node:crypto";
import { lstatSync, realpathSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { makeFolder } from "@holdfast/core/adapters/make-folder";

export interface Machine {
  readonly platform: string;
  readonly uid: number | null;
  readonly temporary: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The kernel's limit for a socket's path is 104 to 108 bytes. */
const longestPath = 100;

/** Candidates for the socket's folder, the best first. */
export function runtimeFolders({ platform, uid, temporary, environment }: Machine): readonly string[] {
  if (platform === "win32" || uid === null) return [];
  const runtime = environment.XDG_RUNTIME_DIR;
  const own = runtime !== undefined && isAbsolute(runtime) ? [join(runtime, "holdfast")] : [];
  return [...own, join(temporary, `holdfast-${uid}`), `/tmp/holdfast-${uid}`];
}

/** The socket's name for the replica in `folder`. */
export function socketName(folder: string): string {
  const path = resolve(folder);
  let real = path;
  try {
    real = realpathSync(path);
  } catch {
    // A folder that is not there has no agent; its name will not be used.
  }
  return `${createHash("sha256").update(real).digest("hex").slice(0, 16)}.sock`;
}

/** The socket's path; `make` makes its folder where there is none. null where there is no place that is ours alone. */
export function socketPath(folder: string, machine: Machine, make: boolean): string | null {
  for (const place of runtimeFolders(machine)) {
    const path = join(place, socketName(folder));
    if (Buffer.byteLength(path) <= longestPath && isOurs(place, machine.uid, make)) return path;
  }
  return null;
}

/** Whether `place` is a folder, no link, of this user, that nobody else can enter. */
function isOurs(place: string, uid: number | null, make: boolean): boolean {
  try {
    if (make) makeFolder(place);
    const found = lstatSync(place);
    return found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0;
  } catch {
    return false;
  }
}
