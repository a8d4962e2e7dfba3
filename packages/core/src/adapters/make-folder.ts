// Makes a folder with those above it, one level after the other. Node's own `recursive` never ends where the system says of a folder that
// is there that nothing can be made in it because it is not there, as Linux does under /proc.

import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** The outermost folder made, or null where all were there. Throws what the system throws: ENOTDIR where something else stands in the way. */
export function makeFolder(folder: string): string | null {
  const missing: string[] = [];
  let at = resolve(folder);
  while (!isThere(at)) {
    missing.push(at);
    if (dirname(at) === at) break;
    at = dirname(at);
  }
  for (const path of missing.toReversed()) makeOne(path);
  return missing.at(-1) ?? null;
}

function isThere(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isDirectory()) throw noFolder();
  return found !== undefined;
}

function makeOne(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Somebody else may have made it meanwhile; a link that leads nowhere is no folder.
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    if (!isThere(path)) throw noFolder();
  }
}

const noFolder = (): Error => Object.assign(new Error("there is something else"), { code: "ENOTDIR" });
