// holdfast unlock: asks for the main password once; an agent keeps the folder unlocked until nobody has needed it for a quarter of an hour.

import { keepUnlocked } from "../agent/keep-unlocked.ts";
import { promptMs } from "../agent/messages.ts";
import { value } from "../arguments.ts";
import { answer, type Command, type Context } from "../command.ts";
import { done, type Exit, failed } from "../exit.ts";
import { withPassword } from "../open.ts";

async function unlock(context: Context): Promise<Exit> {
  const { terminal, agents, folder } = context;
  const byFile = value(context.args, "password-file") !== null;
  if (!byFile && (await agents.ask(folder, { kind: "keys" }, promptMs)) !== null)
    return told(context, true, "This folder is unlocked already.");
  return withPassword(context, async ({ client }) => {
    // With a password file every command unlocks for itself; no agent is needed, or started.
    if (byFile) return told(context, false, "The main password is right. With --password-file nothing stays unlocked.");
    if (!(await keepUnlocked(context, client))) return failed("The agent could not be started; commands ask for the main password.");
    terminal.say("Unlocked. It locks after 15 minutes without a command, or with holdfast lock.");
    return told(context, true, null);
  });
}

function told(context: Context, unlocked: boolean, words: string | null): Exit {
  answer(context, { unlocked }, () => "");
  if (words !== null) context.terminal.say(words);
  return done;
}

export const unlockCommand: Command = {
  name: "unlock",
  usage: ["unlock"],
  summary: "Keeps this folder unlocked until it is idle for 15 minutes.",
  positionals: [0, 0],
  options: {},
  run: unlock,
};
