// The folders of a real machine: a replica's home, and where data goes when nobody says it.

import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";
import type { Home } from "@holdfast/core";
import { openNodeHome } from "@holdfast/core/adapters/node-home";
import { dataFolder } from "./data-folder.ts";

export const openFolder = async (folder: string, create: boolean): Promise<Home | null> => {
  const path = resolve(folder);
  return create || existsSync(path) ? openNodeHome(path) : null;
};

export const placeOfData = (name: string): string =>
  dataFolder(name, { platform: process.platform, home: homedir(), environment: process.env });
