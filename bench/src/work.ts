// What every work of the bench is: a name, and a run at one size that gives its figures.

import type { Figure } from "./figure.ts";

export interface WorkOptions {
  /** Items of the vault; for the server its accounts. */
  readonly n: number;
  /** Turns: each measures the floor and then the work. */
  readonly runs: number;
  /** As little as shows that it runs: no figure of it means anything. */
  readonly quick: boolean;
  /** A folder of its own, removed afterwards. */
  readonly folder: string;
}

export interface Work {
  readonly name: string;
  /** One line: what is measured, and against what. */
  readonly about: string;
  /** What `growth` runs it with. */
  readonly sizes: readonly number[];
  run(options: WorkOptions): Promise<readonly Figure[]>;
}

export const sizes: readonly number[] = [1_000, 10_000, 50_000];
