// npm run sim -- [--seed S] [--seeds N] [--steps N] [--hours H] [--only 3,17,42]: simulated days from seed S on, as many seeds or hours as told.
// A seed that fails is shrunk and told as a short story; it belongs into seeds.txt once what it found is mended.

import { parseArgs } from "node:util";
import { Coverage, tablesOf } from "./coverage.ts";
import { stepsOf } from "./days.ts";
import { reportOf, run } from "./simulate.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now()) },
    seeds: { type: "string", default: "1" },
    steps: { type: "string", default: "300" },
    hours: { type: "string" },
    only: { type: "string" },
    story: { type: "boolean", default: false },
  },
});
const first = BigInt(values.seed);
const count = Number(values.steps);

const coverage = new Coverage();

async function one(seed: bigint): Promise<boolean> {
  if (values.only !== undefined || values.story) {
    const wanted = values.only === undefined ? null : new Set(values.only.split(",").map(Number));
    const { failure, story } = await run(
      seed,
      stepsOf(seed, count).filter((_, at) => wanted === null || wanted.has(at)),
    );
    console.log([...story, failure === null ? "✓" : `✗ ${failure}`].join("\n"));
    return failure === null;
  }
  const report = await reportOf(seed, count, coverage);
  if (report !== null) console.log(report);
  return report === null;
}

const until = values.hours === undefined ? null : Date.now() + Number(values.hours) * 3_600_000;
let failed = 0;
let tried = 0;
for (let seed = first; until === null ? tried < Number(values.seeds) : Date.now() < until; seed++) {
  if (!(await one(seed))) failed++;
  tried++;
}
if (tried > 1) console.log(`${tablesOf(coverage)}\n`);
console.log(`${tried} seeds from ${first} on, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
