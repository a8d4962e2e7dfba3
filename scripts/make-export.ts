// Writes a made-up Bitwarden export: node scripts/make-export.ts COUNT FILE [SEED]. For trying an import by hand, and for the bench.

import { writeFileSync } from "node:fs";
import { bitwardenExport } from "@holdfast/core/testing/seed-vault";

const [count, file, seed = "1"] = process.argv.slice(2);
if (file === undefined || !/^\d{1,6}$/.test(count ?? "") || !/^\d{1,9}$/.test(seed)) {
  console.error("Use: node scripts/make-export.ts COUNT FILE [SEED]");
  process.exitCode = 2;
} else {
  writeFileSync(file, bitwardenExport(Number(count), Number(seed)));
}
