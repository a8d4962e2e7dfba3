// holdfast signout: this folder is no device any more. Refused while changes wait, since they would be lost with it.

import { lockMs } from "../agent/messages.ts";
import { answer, type Command, type Context } from "../command.ts";
import { done, type Exit, failed } from "../exit.ts";
import { type Opened, withClient } from "../open.ts";
import { plural } from "../words.ts";

async function signout(context: Context, { client }: Opened): Promise<Exit> {
  await client.synchronize({ waitMs: 3_000 });
  const { waiting } = await client.status();
  if (waiting > 0) {
    return failed(`${plural(waiting, "change waits", "changes wait")} to be sent and would be lost: run holdfast sync first.`);
  }
  await context.agents.ask(context.folder, { kind: "lock" }, lockMs);
  const left = await client.signOut({ discard: false });
  if (!left.ok) return failed(`${plural(left.error.waiting, "change was", "changes were")} saved meanwhile: run holdfast sync first.`);
  answer(context, { signedOut: true }, () => "");
  context.terminal.say("Signed out; nothing of the vault is left in this folder.");
  return done;
}

export const signoutCommand: Command = {
  name: "signout",
  usage: ["signout"],
  summary: "Ends this device's session and empties its folder of the vault.",
  positionals: [0, 0],
  options: {},
  run: (context) => withClient(context, (opened) => signout(context, opened)),
};
