// What the simulator is worth: each fault that is planted into the product is found within a few seeds.

import { expect, it } from "vitest";
import { stepsOf } from "./days.ts";
import { type FaultName, faults } from "./faults.ts";
import { run } from "./simulate.ts";

const mostSeeds = 10n;

/** What is said of the first seed that fails. */
async function finding(name: FaultName): Promise<string | null> {
  for (let seed = 0n; seed < mostSeeds; seed++) {
    const { failure } = await run(seed, stepsOf(seed, 300), faults[name]);
    if (failure !== null) return failure;
  }
  return null;
}

it.each(Object.keys(faults) as readonly FaultName[])("finds %s", async (name) => {
  expect(await finding(name)).not.toBeNull();
});
