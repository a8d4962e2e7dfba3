// holdfast agent: what the agent's own process runs. Nobody types it: signup, signin and unlock start it, with the keys on its standard
// input. It ends by itself.

import { existsSync } from "node:fs";
import { openKeysBytes } from "@holdfast/core";
import { serveAgent } from "../agent/serve-agent.ts";
import { readyWord, thisMachine } from "../agent/socket-agents.ts";
import { socketPath } from "../agent/socket-place.ts";
import type { Command, Context } from "../command.ts";
import { done, type Exit, failed } from "../exit.ts";
import { notSignedIn } from "../open.ts";

async function agent(context: Context): Promise<Exit> {
  const { folder, terminal } = context;
  if (terminal.canAsk) return failed("The agent is started by signup, signin and unlock, and by nobody else.");
  const keys = Uint8Array.from(await terminal.readInput(openKeysBytes));
  if (!existsSync(folder)) return notSignedIn;
  const socket = socketPath(folder, thisMachine(), true);
  if (socket === null) return failed("There is no place for a socket that is this user's alone.");
  const home = await context.openHome(folder, false);
  if (home === null) return notSignedIn;
  try {
    const { timers } = home.environment;
    const ready = () => terminal.write(`${readyWord}\n`);
    const outcome = await serveAgent({ folder, socket, home, keys, timers, ready, stopped: terminal.stopped() });
    if (outcome === "other-agent") return failed("This folder has an agent already.");
    return outcome === "locked" ? done : failed("These are not the keys of this folder.");
  } finally {
    keys.fill(0);
    await home.store.close();
  }
}

export const agentCommand: Command = {
  name: "agent",
  usage: ["agent"],
  summary: "Keeps an unlocked folder unlocked and synchronized; started by unlock.",
  hidden: true,
  positionals: [0, 0],
  options: {},
  run: agent,
};
