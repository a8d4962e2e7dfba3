// What two test files do with a hundred seeds each, so that two cores share them: every seed of three hundred steps, the seeds that once failed,
// and whether all of them together have been everywhere.

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { Coverage, phases, steps } from "./coverage.ts";
import { lies } from "./lies/liar.ts";
import type { Outcome } from "./lies/lie.ts";
import { lineLies } from "./lies/on-the-line.ts";
import { reportOf } from "./simulate.ts";

const stepsOfASeed = 300;

/** One seed and count a line, after it what it found; lines with # tell about the file. */
export const failedOnce: readonly { readonly seed: bigint; readonly count: number; readonly found: string }[] = readFileSync(
  new URL("./seeds.txt", import.meta.url),
  "utf8",
)
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => {
    const [seed = "", count = "", ...found] = line.split(" ");
    return { seed: BigInt(seed), count: Number(count), found: found.join(" ") };
  });

export function aHundredSeedsFrom(first: number): void {
  const coverage = new Coverage();
  it.each(Array.from({ length: 100 }, (_, at) => first + at))(
    "[S5, S15, S19, H5, M3] days of seed %i: nothing that was saved is lost, and all meet",
    async (seed) => {
      expect(await reportOf(BigInt(seed), stepsOfASeed, coverage)).toBeNull();
    },
  );

  it("has met devices in every phase, done every step, and seen every disaster", () => {
    expect(phases.filter((phase) => steps.every((step) => coverage.count(phase, step) === 0))).toEqual([]);
    expect(steps.filter((step) => phases.filter((phase) => coverage.count(phase, step) > 0).length < 8)).toEqual([]);
    expect(coverage.columns(["happened"])).toEqual(expect.arrayContaining([...disasters]));
  });

  it("has told every lie, and seen each come to what it is found by", () => {
    expect(everyLie.filter((lie) => coverage.lies(lie) === 0)).toEqual([]);
    const outcomes = everyLie.flatMap((lie) => coverage.outcomesOf(lie));
    expect(catches.filter((outcome) => !outcomes.includes(outcome))).toEqual([]);
    expect(coverage.outcomesOf(unstored)).toEqual(expect.arrayContaining(["server-behind"]));
  });
}

const everyLie: readonly string[] = [
  ...Object.values(lies).flatMap((some) => Object.keys(some)),
  ...Object.keys(lineLies).map((lie) => `poked with ${lie}`),
];

const unstored = "it is acknowledged and not stored, and then the truth";

/** All codes but the two whose lies take keys (S26, S28), and one that hardly any day brings (S31). */
const catches = [
  "server-behind",
  "history-differs",
  "head-damaged",
  "chain-broken",
  "heads-missing",
  "end-differs",
  "root-differs",
  "item-repeated",
  "revision-differs",
  "revision-lost",
  "later-epoch",
  "not-holdfast",
  "vault-gone",
  "protocol-version",
  "sign-in-refused",
  "signature-refused",
  "items-refused",
  "too-large",
  "quota-full",
  "unreachable",
] as const satisfies readonly Outcome[];

const disasters = [
  "a device died after",
  "a device died before",
  "a device died with the power after",
  "a device signed out",
  "a person healed: account-unknown",
  "a person healed: behind",
  "a person healed: diverged",
  "a purge",
  "a face was turned",
  "a server died",
  "a server had two faces",
  "a server lost its tail",
  "a server was emptied",
  "a server was full",
  "a server was impatient",
  "a server was put back",
  "two faces became one",
] as const;
