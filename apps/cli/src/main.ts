// The program of a real process: its terminal, its folders, its exit code. The one place that catches what the machine throws, and
// the one that ends the process.

import { hostname } from "node:os";
import { nodeCrypto } from "@holdfast/core/adapters/node-crypto";
import { socketAgents } from "./agent/socket-agents.ts";
import { failed } from "./exit.ts";
import { openFolder, placeOfData } from "./folders.ts";
import { machineFailure } from "./machine-failure.ts";
import { flushed, processTerminal } from "./process-terminal.ts";
import { run } from "./run.ts";
import { builtWebApp } from "./web-app.ts";

export async function main(): Promise<void> {
  // A reader that has seen enough (`holdfast list | head`) is no failure of ours.
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});
  process.on("uncaughtException", (error) => void end(say(error)));
  const terminal = processTerminal();
  const world = {
    terminal,
    openHome: openFolder,
    crypto: nodeCrypto(),
    dataFolder: placeOfData,
    hostName: hostname(),
    webApp: builtWebApp,
    agents: socketAgents(process.argv[1] ?? ""),
  };
  await end(await run(process.argv.slice(2), world).then((exit) => exit.code, say));
}

/** Says a failure of the machine; the exit code for it. */
function say(error: unknown): number {
  const exit = failed(machineFailure(error));
  process.stderr.write(`${exit.sentence}\n`);
  return exit.code;
}

async function end(code: number): Promise<void> {
  process.exitCode = code;
  await flushed();
  process.exit(code);
}
