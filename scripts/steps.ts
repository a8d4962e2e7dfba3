// Runs the tools of the checkout as steps: each in a process of its own under this Node, its output passed on as it comes.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

export const root = join(import.meta.dirname, "..");

export interface Step {
  readonly name: string;
  /** The package the tool comes from and the name of its command. */
  readonly tool: readonly [packageName: string, command: string];
  readonly args: readonly string[];
}

/** Where a package of the checkout keeps a command. */
function commandPath([packageName, command]: Step["tool"]): string {
  const folder = join(root, "node_modules", packageName);
  const { bin }: { bin: string | Record<string, string> } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const path = typeof bin === "string" ? bin : bin[command];
  if (path === undefined) throw new Error(`${packageName} has no command ${command}`);
  return join(folder, path);
}

/** Runs one step and says how it went; true when it passed. */
export function runStep({ name, tool, args }: Step): boolean {
  console.log(`\n== ${name}`);
  const begun = performance.now();
  const path = `${join(root, "node_modules", ".bin")}${delimiter}${process.env.PATH ?? ""}`;
  const child = spawnSync(process.execPath, [commandPath(tool), ...args], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, PATH: path },
  });
  if (child.error !== undefined) console.error(child.error.message);
  const passed = child.status === 0;
  console.log(`== ${name}: ${passed ? "passed" : "FAILED"} in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  return passed;
}

/** Types of each part with what it may see: protocol and core without the platform, everything with Node. */
export const typeSteps: readonly Step[] = ["packages/protocol", "packages/core", "."].map((project) => ({
  name: `types of ${project === "." ? "everything" : project}`,
  tool: ["typescript", "tsc"],
  args: ["-p", project],
}));
