// npm run load -- [--work W] [--quick]: the server under faults and load, by real processes on this machine. Each work prints what it has
// counted; a broken promise ends the run with its sentence. By hand for the whole size; `--quick` is what the end-to-end tests run.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { crash } from "./crash.ts";
import { fullDisk } from "./full-disk.ts";
import { live } from "./live.ts";
import { slowDisk } from "./slow-disk.ts";
import { stalled } from "./stalled.ts";

const loads = [crash, fullDisk, slowDisk, stalled, live];

const { values } = parseArgs({ options: { work: { type: "string" }, quick: { type: "boolean", default: false } } });
const chosen = values.work === undefined ? loads : loads.filter(({ name }) => name === values.work);
if (chosen.length === 0) {
  process.stderr.write(`Usage: npm run load -- [--work ${loads.map(({ name }) => name).join("|")}] [--quick]\n`);
  process.exit(2);
}
for (const load of chosen) {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-load-"));
  try {
    for (const [what, count] of Object.entries(await load.run({ folder, quick: values.quick }))) {
      process.stdout.write(`${load.name}: ${what}: ${Number.isInteger(count) ? count : count.toFixed(2)}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
// Connections that fetch has kept alive would hold this process up.
process.exit(0);
