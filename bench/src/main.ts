// npm run bench -- [--work W] [--n N] [--runs R] [--out FILE] [--quick] [--baseline]
// Runs works against their floors, both measured in turns in this run, and prints the ratios. Never part of the tests: a time says
// something of a machine, a ratio of the program. `--work growth` runs each at all its sizes; `--baseline` makes the ratios the committed
// ones (and rewrites the tables of docs/speed.md).

import { writeFileSync } from "node:fs";
import { baselineFigure, readBaseline, writeBaseline } from "./baseline.ts";
import { type Figure, figureLine, ratioOf, short } from "./figure.ts";
import { machine } from "./machine.ts";
import { parsePlan, usage } from "./options.ts";
import { rewritePage } from "./page.ts";
import { runWork, works } from "./works.ts";

const plan = parsePlan(works, process.argv.slice(2));
if (plan === null) {
  process.stderr.write(usage(works));
  process.exit(2);
}

const figures: Figure[] = [];
for (const { work, n } of plan.tasks) {
  const held = readBaseline(work.name)?.figures ?? [];
  const measured = await runWork(work, { n, runs: plan.runs, quick: plan.quick });
  for (const figure of measured) {
    const before = held.find(({ name, n }) => name === figure.name && n === figure.n);
    process.stdout.write(`${figureLine(figure)}${before === undefined ? "" : `; committed: ${short(before.ratio)} ×`}\n`);
  }
  if (plan.baseline) writeBaseline(work.name, { machine: machine(), figures: measured.map(baselineFigure) });
  figures.push(...measured);
}
if (plan.out !== null) {
  const results = figures.map((figure) => ({ ...figure, ratio: ratioOf(figure) }));
  writeFileSync(plan.out, `${JSON.stringify({ machine: machine(), results }, null, 2)}\n`);
}
if (plan.baseline) rewritePage();
