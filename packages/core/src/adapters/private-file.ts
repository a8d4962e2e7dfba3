// A file that only its owner reads, made before anything is written into it.

import { chmodSync, closeSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { syncFolder } from "./sync-folder.ts";

/** Makes `file` where there is none, and narrows the mode of one that is there. // P11 */
export function makePrivate(file: string): void {
  closeSync(openSync(file, "a", 0o600));
  chmodSync(file, 0o600);
  syncFolder(dirname(file));
}
