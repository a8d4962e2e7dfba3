// holdfast lock: what waits is sent, for three seconds at most, and the agent forgets the keys and ends.

import { lockMs } from "../agent/messages.ts";
import { answer, type Command } from "../command.ts";
import { done } from "../exit.ts";

export const lockCommand: Command = {
  name: "lock",
  usage: ["lock"],
  summary: "Locks this folder at once.",
  positionals: [0, 0],
  options: {},
  run: async (context) => {
    const locked = await context.agents.ask(context.folder, { kind: "lock" }, lockMs);
    answer(context, { locked: true }, () => "");
    context.terminal.say(locked === null ? "This folder was locked already." : "Locked.");
    return done;
  },
};
