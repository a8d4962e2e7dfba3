// What scripts/test.js runs, under Node 24: all steps, also after one has failed, and at the end one line with what was counted.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Counts, countsOf, summary } from "./report.ts";
import { runStep, typeSteps } from "./steps.ts";

const { values } = parseArgs({ options: { fast: { type: "boolean", default: false } } });
const fast = [
  "--project",
  "unit",
  "--project",
  "whole",
  "--exclude",
  "tests/attacks/**",
  "--exclude",
  "tests/sim/**",
  "--exclude",
  "tests/fuzz/**",
  "--exclude",
  "tests/model/**",
];

/** The counts that vitest wrote to `report`; a run that failed without a failed test (an error outside of all tests) counts as one. */
function counted(report: string, passed: boolean): Counts {
  let text = "";
  try {
    text = readFileSync(report, "utf8");
  } catch {
    // No report was written: said by the count.
  }
  const counts = countsOf(text) ?? { passed: 0, failed: 1 };
  return passed || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

const folder = mkdtempSync(join(tmpdir(), "holdfast-test-"));
const report = join(folder, "report.json");
const checks = [runStep({ name: "format and lint", tool: ["@biomejs/biome", "biome"], args: ["ci", "."] }), ...typeSteps.map(runStep)];
const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...(values.fast ? fast : [])];
const tests = counted(report, runStep({ name: values.fast ? "fast tests" : "tests", tool: ["vitest", "vitest"], args }));
rmSync(folder, { recursive: true });

const good = checks.filter(Boolean).length;
const total: Counts = { passed: tests.passed + good, failed: tests.failed + checks.length - good };
console.log(`\n${summary(total)}`);
process.exitCode = total.failed === 0 ? 0 : 1;
