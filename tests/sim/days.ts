// What a seed means: the accounts, their devices, and the steps that happen to them. Nothing here runs.

import { Dice } from "./dice.ts";
import { type Step, type What, weights } from "./step.ts";

export interface Cast {
  /** For each account, how many devices it begins with; the first has two to six. */
  readonly devices: readonly number[];
}

export function castOf(seed: bigint): Cast {
  const dice = new Dice(seed).split("cast");
  const others = dice.below(3);
  return { devices: [2 + dice.below(5), ...Array.from({ length: others }, () => 1 + dice.below(2))] };
}

const words = Object.keys(weights) as readonly What[];
const all = words.reduce((sum, word) => sum + weights[word], 0);

function drawn(dice: Dice): What {
  let left = dice.below(all);
  for (const word of words) {
    left -= weights[word];
    if (left < 0) return word;
  }
  return "wait";
}

/** The first `count` steps that a seed draws; more of them begin with the same ones. */
export function stepsOf(seed: bigint, count: number): readonly Step[] {
  const dice = new Dice(seed).split("days");
  return Array.from({ length: count }, () => ({ what: drawn(dice), who: dice.below(1_000), roll: dice.next() }));
}
