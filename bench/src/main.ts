// npm run bench -- [--work restore] [--n 10000] [--runs 5] [--out FILE]
// Runs one workload against its floor, both measured in turns in this run, and prints the ratio. Never part of the tests: a time
// says something of a machine, a ratio of the program.

import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { machine } from "./machine.ts";
import { median } from "./median.ts";
import { type Measured, restoreBench } from "./restore.ts";

const works: Readonly<Record<string, (n: number, runs: number) => Promise<Measured>>> = { restore: restoreBench };

const { values } = parseArgs({
  options: { work: { type: "string" }, n: { type: "string" }, runs: { type: "string" }, out: { type: "string" } },
});
const n = Number(values.n ?? 10_000);
const runs = Number(values.runs ?? 5);
const chosen = values.work === undefined ? Object.keys(works) : [values.work];

const results = [];
for (const work of chosen) {
  const run = works[work];
  if (run === undefined || !Number.isInteger(n) || n < 1 || !Number.isInteger(runs) || runs < 1) {
    process.stderr.write(`Usage: npm run bench -- [--work ${Object.keys(works).join("|")}] [--n N] [--runs N] [--out FILE]\n`);
    process.exit(2);
  }
  const { atMost, floorMs, ms, parts } = await run(n, runs);
  const ratio = median(ms) / median(floorMs);
  results.push({ work, n, atMost, ratio: Number(ratio.toFixed(2)), ms: ms.map(Math.round), floorMs: floorMs.map(Math.round), parts });
  process.stdout.write(
    `${work} ${n}: ${ratio.toFixed(2)} × the floor (at most ${atMost} ×; ${Math.round(median(ms))} ms to ${Math.round(median(floorMs))} ms)\n`,
  );
}
if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify({ machine: machine(), results }, null, 2)}\n`);
