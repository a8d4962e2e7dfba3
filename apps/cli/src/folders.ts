// The folders of a real machine: a replica's home, and where data goes when nobody says it.

import { statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Home } from "@holdfast/core";
import { openNodeHome, replicaName } from "@holdfast/core/adapters/node-home";
import { dataFolder } from "./data-folder.ts";

export const openFolder = async (folder: string, create: boolean): Promise<Home | null> => {
  const path = resolve(folder);
  return create || mayBeDevice(path) ? openNodeHome(path) : null;
};

/** Whether there is something to open, or something in its way that is to be told. A folder of anything else is left alone. */
function mayBeDevice(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || !found.isDirectory()) return found !== undefined;
  try {
    return statSync(join(path, replicaName), { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

export const placeOfData = (name: string): string =>
  dataFolder(name, { platform: process.platform, home: homedir(), environment: process.env });
