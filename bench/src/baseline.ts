// The committed ratios: bench/baseline/<work>.json, each with the machine it was measured on. Ratios alone: the times behind them say
// something of that machine and nothing of the program.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Figure, isMet, ratioOf } from "./figure.ts";
import type { machine } from "./machine.ts";

export interface BaselineFigure {
  readonly name: string;
  readonly n: number;
  readonly ratio: number;
  readonly bound: Figure["bound"];
  readonly met: boolean;
}

export interface Baseline {
  readonly machine: ReturnType<typeof machine>;
  readonly figures: readonly BaselineFigure[];
}

export const baselineFolder = join(import.meta.dirname, "..", "baseline");

export const baselineFigure = (figure: Figure): BaselineFigure => ({
  name: figure.name,
  n: figure.n,
  ratio: Number(ratioOf(figure).toFixed(2)),
  bound: figure.bound,
  met: isMet(figure),
});

/** `held` with the newly measured figures in their places: those of other sizes stay. */
export function withFigures(held: readonly BaselineFigure[], measured: readonly BaselineFigure[]): readonly BaselineFigure[] {
  const key = ({ name, n }: BaselineFigure): string => `${name} ${n}`;
  const all = new Map([...held, ...measured].map((figure) => [key(figure), figure]));
  const names = [...new Set([...all.values()].map(({ name }) => name))];
  return [...all.values()].sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name) || a.n - b.n);
}

export function readBaseline(work: string, folder: string = baselineFolder): Baseline | null {
  const file = join(folder, `${work}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

export function writeBaseline(work: string, { machine, figures }: Baseline, folder: string = baselineFolder): void {
  mkdirSync(folder, { recursive: true });
  const held = readBaseline(work, folder)?.figures ?? [];
  writeFileSync(join(folder, `${work}.json`), `${JSON.stringify({ machine, figures: withFigures(held, figures) }, null, 2)}\n`);
}

export const baselineWorks = (folder: string = baselineFolder): readonly string[] =>
  existsSync(folder) ? readdirSync(folder).flatMap((name) => (name.endsWith(".json") ? [name.slice(0, -5)] : [])) : [];
