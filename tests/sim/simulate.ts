// One seed, from beginning to rest: the same seed and steps always give the same story. A failing run is made shorter by leaving out steps as
// long as it still fails, until each one that is left matters.

import { createHash } from "node:crypto";
import { act } from "./actions.ts";
import { type Coverage, phaseOf } from "./coverage.ts";
import { stepsOf } from "./days.ts";
import { Dice } from "./dice.ts";
import type { Fault } from "./faults.ts";
import { checkStep } from "./invariants.ts";
import { comeToRest } from "./rest.ts";
import { Broken, Simulation } from "./simulation.ts";
import type { Step } from "./step.ts";

export interface Outcome {
  /** What did not hold; null where all did. */
  readonly failure: string | null;
  readonly story: readonly string[];
  /** SHA-256 of the story, in hex: two runs alike have the same. */
  readonly hash: string;
  readonly simulation: Simulation;
}

/** `fault`: planted into the product, to see that it is found. */
export async function run(seed: bigint, steps: readonly Step[], fault: Fault = {}): Promise<Outcome> {
  const simulation = new Simulation(seed, fault);
  const failure = await through(simulation, steps).then(
    () => null,
    (thrown: unknown) => (thrown instanceof Error && !(thrown instanceof Broken) ? (thrown.stack ?? thrown.message) : String(thrown)),
  );
  const hash = createHash("sha256").update(simulation.story.join("\n")).digest("hex");
  return { failure, story: simulation.story, hash, simulation };
}

async function through(simulation: Simulation, steps: readonly Step[]): Promise<void> {
  await simulation.begin();
  for (const step of steps) {
    const { members } = simulation;
    const member = members[step.who % members.length];
    if (member === undefined) continue;
    simulation.coverage.saw(await phaseOf(member), step.what);
    await act(simulation, member, step, new Dice(step.roll));
    await checkStep(simulation, member);
  }
  await comeToRest(simulation);
}

/** The shortest steps found that still fail, by leaving out ever smaller parts; at most so many runs are tried. */
export async function shrink(seed: bigint, steps: readonly Step[], fault: Fault = {}): Promise<readonly Step[]> {
  let left = steps;
  let tries = 0;
  for (let size = Math.ceil(left.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < left.length && tries < mostTries; ) {
      const without = [...left.slice(0, at), ...left.slice(at + size)];
      tries++;
      if ((await run(seed, without, fault)).failure === null) at += size;
      else left = without;
    }
  }
  return left;
}

const mostTries = 200;

/** What a person reads of a failing seed; null where it does not fail. Where it has been is added to `coverage`. */
export async function reportOf(seed: bigint, count: number, coverage?: Coverage): Promise<string | null> {
  const steps = stepsOf(seed, count);
  const first = await run(seed, steps);
  coverage?.add(first.simulation.coverage);
  if (first.failure === null) return null;
  const short = await shrink(seed, steps);
  const { failure, story } = await run(seed, short);
  return [
    `seed ${seed}, ${short.length} of ${count} steps:`,
    ...story.map((line) => `  ${line}`),
    `  ✗ ${failure}`,
    `  again: npm run sim -- --seed ${seed} --steps ${count} --only ${short.map((step) => steps.indexOf(step)).join(",")}`,
  ].join("\n");
}
