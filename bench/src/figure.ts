// One measured figure of a work and what it is held against: the floor, measured in turns with it in the same run, or a fixed bound.
// What counts is the ratio: a time says something of a machine, a ratio says something of the program.

import { median } from "./median.ts";

export type Unit = "ms" | "bytes" | "pushes/s" | "pushes per second of processor";

export interface Figure {
  /** The work, and where it has several figures which one: `restore`, `server memory`. */
  readonly name: string;
  /** Items in the vault; for the server its accounts. */
  readonly n: number;
  readonly unit: Unit;
  /** What each turn gave, and what the floor gave beside it. Of the same length. */
  readonly measured: readonly number[];
  readonly floor: readonly number[];
  /** The ratio may be at most, or must be at least, this. */
  readonly bound: { readonly most: number } | { readonly least: number };
  /** Whatever else helps to understand it; no part is held against anything. */
  readonly parts?: Readonly<Record<string, number>>;
}

/** The work over its floor: the median over the turns, since both halves of a turn see the same load of the machine. */
export function ratioOf({ measured, floor }: Pick<Figure, "measured" | "floor">): number {
  return median(measured.map((value, turn) => value / (floor[turn] ?? Number.NaN)));
}

/** Whether the ratio is within its bound. */
export function isMet(figure: Figure): boolean {
  const ratio = ratioOf(figure);
  return "most" in figure.bound ? ratio <= figure.bound.most : ratio >= figure.bound.least;
}

export const boundText = (bound: Figure["bound"]): string => ("most" in bound ? `at most ${bound.most} ×` : `at least ${bound.least} ×`);

/** Short, but never one digit for what is small: 0.42, 2.05, 31.2, 12,345. */
export const short = (value: number): string =>
  Math.abs(value) < 10 ? value.toFixed(2) : value.toLocaleString("en", { maximumFractionDigits: value < 100 ? 1 : 0 });

export function figureLine(figure: Figure): string {
  const { name, n, unit, measured, floor, bound } = figure;
  const verdict = isMet(figure) ? "met" : "NOT met";
  const values = `${short(median(measured))} to ${short(median(floor))} ${unit}`;
  return `${name} ${n.toLocaleString("en")}: ${short(ratioOf(figure))} × (${boundText(bound)}, ${verdict}; ${values})`;
}
