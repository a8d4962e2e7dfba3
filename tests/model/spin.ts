// Runs the model of docs/spec/model in spin, exhaustively: the bounds and a planted fault go in, what was found comes out, with the rules of
// the line that found it and the way there as a person reads it.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemProgram } from "../support/system-package.ts";
import { root } from "../tidy/repository.ts";

export const modelFolder = join(root, "docs", "spec", "model");
const model = join(modelFolder, "holdfast.pml");

export interface Question {
  /** What is defined for the model: its bounds, and a planted fault. */
  readonly defines: Readonly<Record<string, number>>;
  /** `rules`: what must hold in every state and at rest. `progress`: that no run goes on for ever, which is to say that all come to rest. */
  readonly about: "rules" | "progress";
}

export interface Found {
  readonly errors: number;
  /** Whether every state within the bounds was seen, up to the first error. */
  readonly complete: boolean;
  readonly states: number;
  /** The rules of the line that does not hold. */
  readonly rules: readonly string[];
  /** How it comes to that, a line for each step; empty where nothing was found. */
  readonly way: string;
}

export function ask({ defines, about }: Question): Found {
  const spin = systemProgram({ name: "spin", places: ["spin"], packages: ["spin"], variable: "SPIN" });
  const cc = systemProgram({ name: "a C compiler", places: ["cc", "gcc"], packages: ["gcc", "libc6-dev"], variable: "CC" });
  const folder = mkdtempSync(join(tmpdir(), "holdfast-model-"));
  const defined = Object.entries(defines).map(([name, value]) => `-D${name}=${value}`);
  try {
    run(folder, spin, ["-a", ...defined, model]);
    // Compiling is most of the work, so it is not told to take its time. The bounds of the search: 4 GiB of memory, and a way of a million steps.
    const kind = about === "rules" ? ["-DSAFETY", "-DNOCLAIM"] : ["-DNP"];
    run(folder, cc, ["-O0", "-w", "-DMEMLIM=4096", "-DVECTORSZ=1024", "-DNOFAIR", ...kind, "-o", "pan", "pan.c"]);
    const said = run(folder, join(folder, "pan"), ["-n", "-m1000000", ...(about === "progress" ? ["-l"] : [])]);
    const errors = number(/errors: (\d+)/, said);
    const way = errors === 0 ? "" : run(folder, spin, ["-t", "-T", "-k", "holdfast.pml.trail", ...defined, model]);
    return {
      errors,
      complete: !/max search depth too small|Search not completed|out of memory|hash table full/i.test(said),
      states: number(/(\d+) states, stored/, said),
      rules: errors === 0 ? [] : about === "progress" ? ["S19"] : rulesOf(way),
      way: way
        .split("\n")
        .filter((line) => /^(?:device|server|rest)|failed assertion/.test(line.trim()))
        .join("\n"),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Output of a program; what it says matters, its exit code alone where it says nothing. */
function run(cwd: string, program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (error !== undefined) throw error;
  if (status !== 0 && !/trail/.test(stdout)) throw new Error(`${program} ${args.join(" ")}\n${stdout}\n${stderr}`);
  return stdout;
}

function number(form: RegExp, said: string): number {
  const match = form.exec(said);
  if (match === null) throw new Error(`not what spin says:\n${said}`);
  return Number(match[1]);
}

/** The ids in the comment above the line that spin names. */
function rulesOf(way: string): readonly string[] {
  const [, file = "", line = "0"] = /([\w-]+\.pml):(\d+), Error: assertion violated/.exec(way) ?? [];
  if (file === "") return [];
  const above = readFileSync(join(modelFolder, file), "utf8").split("\n").slice(0, Number(line)).reverse();
  const ids = above.map((text) => /\/\* \[([A-Z\d, ]+)\]/.exec(text)?.[1]).find((found) => found !== undefined);
  return ids?.split(", ") ?? [];
}
