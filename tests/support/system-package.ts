// A program that tests need and npm does not bring: the system's is taken; where there is none and this process may, it is installed once
// from the system's packages. Nothing is skipped for the lack of it.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

export interface SystemProgram {
  /** What it is called in a sentence. */
  readonly name: string;
  /** Where it may lie: paths, or names to be looked up in `PATH`. */
  readonly places: readonly string[];
  /** Debian packages that bring it. */
  readonly packages: readonly string[];
  /** The variable of the environment that names another one. */
  readonly variable: string;
}

/** The path of the program; throws one sentence where it can't be had. */
export function systemProgram(program: SystemProgram): string {
  const path = found(program) ?? (install(program.packages) ? found(program) : undefined);
  if (path === undefined) throw new Error(`These tests need ${program.name}: install it, or name it in ${program.variable}.`);
  return path;
}

function found({ places, variable }: SystemProgram): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = places.flatMap((place) => (place.includes("/") ? [place] : folders.map((folder) => join(folder, place))));
  return [process.env[variable] ?? "", ...paths].find((path) => path !== "" && existsSync(path));
}

function install(packages: readonly string[]): boolean {
  const apt = (...args: string[]): boolean => spawnSync("apt-get", args, { stdio: ["ignore", "ignore", "inherit"] }).status === 0;
  // Another test may be installing something: its lock is waited for.
  const wanted = ["-o", "DPkg::Lock::Timeout=300", "install", "-y", "--no-install-recommends", ...packages];
  return apt(...wanted) || (apt("update") && apt(...wanted));
}
