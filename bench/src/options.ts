// The command line of the bench.

import { parseArgs } from "node:util";
import type { Work } from "./work.ts";

export interface Plan {
  readonly runs: number;
  readonly quick: boolean;
  /** Where the JSON goes, if anywhere. */
  readonly out: string | null;
  /** Whether the ratios of this run become the committed ones. */
  readonly baseline: boolean;
  readonly tasks: readonly { readonly work: Work; readonly n: number }[];
}

const usual = { n: 10_000, accounts: 500, runs: 5 };
const quickN = 100;

export const usage = (works: readonly Work[]): string =>
  `Usage: npm run bench -- [--work ${works.map(({ name }) => name).join("|")}|growth] [--n N] [--runs R] [--out FILE] [--quick] [--baseline]\n`;

/** What `args` ask for; null where they are wrong. */
export function parsePlan(works: readonly Work[], args: readonly string[]): Plan | null {
  const given = read(args);
  if (given === null) return null;
  const { work, out, quick = false, baseline = false } = given;
  const n = number(given.n);
  const runs = number(given.runs ?? String(quick ? 1 : usual.runs));
  const chosen = work === undefined || work === "growth" ? works : works.filter(({ name }) => name === work);
  if (n === null || runs === null || runs === undefined || chosen.length === 0 || (quick && baseline)) return null;
  const usualN = (of: Work): number => (quick ? quickN : of.name === "server" ? usual.accounts : usual.n);
  const sizesOf = (of: Work): readonly number[] => (n !== undefined ? [n] : work === "growth" ? of.sizes : [usualN(of)]);
  const tasks = chosen.flatMap((each) => sizesOf(each).map((size) => ({ work: each, n: size })));
  return { runs, quick, out: out ?? null, baseline, tasks };
}

function read(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        work: { type: "string" },
        n: { type: "string" },
        runs: { type: "string" },
        out: { type: "string" },
        quick: { type: "boolean" },
        baseline: { type: "boolean" },
      },
    });
    return values;
  } catch {
    return null;
  }
}

/** A count from 1; undefined where none is given, null where it is none. */
function number(text: string | undefined): number | null | undefined {
  if (text === undefined) return undefined;
  return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : null;
}
