// Makes the names in a folder durable, after a file in it was made, replaced or removed. Windows does that by itself.

import { closeSync, fsyncSync, openSync } from "node:fs";

export function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
