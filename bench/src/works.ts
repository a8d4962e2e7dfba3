// All works of the bench, in the order in which they are run and told.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catchUp } from "./catch-up.ts";
import type { Figure } from "./figure.ts";
import { idle } from "./idle.ts";
import { propagate } from "./propagate.ts";
import { restore } from "./restore.ts";
import { seed } from "./seed.ts";
import { server } from "./server.ts";
import { unlock } from "./unlock.ts";
import { web } from "./web.ts";
import type { Work, WorkOptions } from "./work.ts";

export const works: readonly Work[] = [restore, seed, propagate, catchUp, idle, unlock, server, web];

/** Runs a work in a folder that is gone afterwards. */
export async function runWork(work: Work, options: Omit<WorkOptions, "folder">): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-bench-"));
  try {
    return await work.run({ ...options, folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
