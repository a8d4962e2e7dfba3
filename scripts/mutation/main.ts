// npm run mutate -- [--of keys,log] [--only slot.ts,token.ts] [--quick] [--timed]: a mutation run over the parts of parts.ts, one after the other and
// in the background of everything else. Fails when fewer than 90% of a part's mutants die, or when one lives without its reason in docs/mutation.md.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { copyTree } from "./copy.ts";
import { leastPercent, type Report, unlisted, type Verdict, verdictOf, withoutLiving } from "./judge.ts";
import { type Part, parts } from "./parts.ts";

const here = import.meta.dirname;
const root = join(here, "..", "..");
const out = join(here, "out");
const packages = join(here, "node_modules", "@stryker-mutator");
const summaryFile = join(out, "summary.json");

const { values } = parseArgs({
  options: {
    of: { type: "string", default: Object.keys(parts).join(",") },
    /** Only these files of each part. */
    only: { type: "string" },
    /** Leaves out what runs once at loading: each such mutant meets every test of its part. */
    quick: { type: "boolean", default: false },
    /** Tries those again that ended by time, and gives each more of it. */
    timed: { type: "boolean", default: false },
  },
});

/** How much longer a test may take where what ended by time is tried again. */
const patience = values.timed ? 6 : 1;

function install(): boolean {
  if (existsSync(packages)) return true;
  console.log("Installing what a mutation run needs …");
  return spawnSync("npm", ["ci"], { cwd: here, stdio: "inherit", shell: process.platform === "win32" }).status === 0;
}

/** What Stryker is told. One process, since a run of hours shall not hold up its machine. */
const configOf = (name: string, { folder, files = ["*.ts"] }: Part): object => ({
  testRunner: "vitest",
  vitest: { configFile: "vitest.mutation.config.ts", related: false },
  plugins: [join(packages, "vitest-runner", "dist", "src", "index.js"), join(here, "words.js")],
  ignorers: ["words"],
  mutate: [...(values.only?.split(",") ?? files), "!*.test.ts"].map((file) => file.replace(/^!?/, (not) => `${not}${folder}/`)),
  inPlace: true,
  concurrency: 1,
  coverageAnalysis: "perTest",
  ignoreStatic: values.quick,
  incremental: true,
  incrementalFile: incrementalOf(name),
  timeoutMS: 3_000 * patience,
  reporters: ["json", "progress-append-only"],
  jsonReporter: { fileName: join(out, `${name}.json`) },
  allowConsoleColors: false,
});

/** The first failing test ends it for a mutant: those beside the code come first, and of each kind the files that hold the most. */
const vitestOf = ({ tests }: Part): string =>
  `import { statSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { BaseSequencer } from "vitest/node";
const cost = ({ moduleId }) => (moduleId.startsWith(import.meta.dirname + "/tests/") ? 1e9 : 0) - statSync(moduleId).size;
class NearestFirst extends BaseSequencer {
  sort = async (files) => files.toSorted((a, b) => cost(a) - cost(b));
}
const sequence = { sequencer: NearestFirst };
export default defineConfig({ test: { include: ${JSON.stringify(tests)}, testTimeout: ${5_000 * patience}, isolate: false, sequence } });
`;

const incrementalOf = (name: string): string => join(out, `${name}.incremental.json`);

function forgetLiving(name: string): void {
  const file = incrementalOf(name);
  if (existsSync(file)) writeFileSync(file, JSON.stringify(withoutLiving(JSON.parse(readFileSync(file, "utf8")), values.timed)));
}

/** Null where Stryker itself failed. */
function mutate(name: string, part: Part): Verdict | null {
  const copy = mkdtempSync(join(tmpdir(), "holdfast-mutation-"));
  try {
    forgetLiving(name);
    copyTree(root, copy);
    writeFileSync(join(copy, "stryker.config.json"), JSON.stringify(configOf(name, part)));
    writeFileSync(join(copy, "vitest.mutation.config.ts"), vitestOf(part));
    const run = spawnSync(process.execPath, [join(packages, "core", "bin", "stryker.js"), "run"], { cwd: copy, stdio: "inherit" });
    if (run.status !== 0) return null;
    const report: Report = JSON.parse(readFileSync(join(out, `${name}.json`), "utf8"));
    return verdictOf(report);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Judges one part, adds it to the summary, and says whether all is well. */
function judge(name: string, part: Part): boolean {
  const verdict = mutate(name, part);
  if (verdict === null) return false;
  const summary: object = existsSync(summaryFile) ? JSON.parse(readFileSync(summaryFile, "utf8")) : {};
  const of = { only: values.only ?? null, withoutStatic: values.quick };
  writeFileSync(summaryFile, `${JSON.stringify({ ...summary, [name]: { ...of, ...verdict } }, null, 2)}\n`);
  const unknown = unlisted(verdict.survivors, readFileSync(join(root, "docs", "mutation.md"), "utf8"));
  console.log(`${name}: ${verdict.died} of ${verdict.mutants} mutants died (${verdict.timedOut} by time), ${verdict.percent}%`);
  for (const { file, line, change, covered } of unknown) {
    console.log(`  lives without a reason in docs/mutation.md: ${file}:${line} ${change}${covered ? "" : " (no test runs it)"}`);
  }
  return verdict.percent >= leastPercent && unknown.length === 0;
}

const wanted = values.of.split(",").map((name) => ({ name, part: parts[name] }));
for (const { name, part } of wanted) if (part === undefined) console.error(`There is no part ${name}: ${Object.keys(parts).join(", ")}.`);
if (wanted.some(({ part }) => part === undefined) || !install()) {
  process.exitCode = 1;
} else {
  setPriority(15);
  mkdirSync(out, { recursive: true });
  const well = wanted.map(({ name, part }) => part !== undefined && judge(name, part));
  process.exitCode = well.every(Boolean) ? 0 : 1;
}
