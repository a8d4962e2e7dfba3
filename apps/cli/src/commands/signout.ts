// holdfast signout: this folder is no device any more. What waits is sent first; what can't be sent would be lost, so that is refused with
// what stands in its way, unless a person says that it may be thrown away.

import type { Phase, Status } from "@holdfast/core";
import { lockMs } from "../agent/messages.ts";
import { flag } from "../arguments.ts";
import { answer, type Command, type Context } from "../command.ts";
import { done, type Exit, failed, misuse } from "../exit.ts";
import { type Opened, withClient } from "../open.ts";
import { ask } from "../secrets.ts";
import { plural } from "../words.ts";

const sendMs = 3_000;

async function signout(context: Context, { client }: Opened): Promise<Exit> {
  const discard = flag(context.args, "discard");
  await client.synchronize({ waitMs: sendMs });
  const status = await client.status();
  const { waiting } = status;
  if (waiting > 0 && !discard) return failed(`${wouldBeLost(waiting)} ${whatHelps(status)} ${wayOut}`);
  const refused = waiting > 0 ? await confirmed(context, waiting) : null;
  if (refused !== null) return refused;
  await context.agents.ask(context.folder, { kind: "lock" }, lockMs);
  const meanwhile = (await client.status()).waiting;
  if (meanwhile > waiting) return savedMeanwhile(meanwhile - waiting);
  const left = await client.signOut({ discard: waiting > 0 });
  if (!left.ok) return savedMeanwhile(left.error.waiting);
  answer(context, { signedOut: true, discarded: waiting }, () => "");
  const thrown = waiting === 0 ? "" : ` ${plural(waiting, "change was", "changes were")} thrown away.`;
  context.terminal.say(`Signed out; nothing of the vault is left in this folder.${thrown}`);
  return done;
}

const wouldBeLost = (waiting: number): string => `${plural(waiting, "change waits", "changes wait")} to be sent and would be lost.`;
const wayOut = "holdfast signout --discard throws away what can't be sent.";
const savedMeanwhile = (more: number): Exit =>
  failed(`${plural(more, "change was", "changes were")} saved meanwhile, so this folder is still signed in: try again.`);

/** What a person can do, so that the changes are sent. */
function whatHelps({ current, attention }: Status): string {
  // An item whose state on the server can't be read here is kept back, however often this device synchronizes.
  const soon = attention.some(({ kind }) => kind === "update-needed" || kind === "damaged")
    ? "holdfast status says what keeps them back."
    : "holdfast sync sends them.";
  switch (current.phase) {
    case "off":
      return "Synchronization is off on this device: holdfast sync on, then holdfast sync sends them.";
    case "sign-in-needed":
      return "The server does not take this device's sign-in; where it has lost the account, holdfast heal brings it back.";
    case "syncing":
      return "They are being sent: try again.";
    case "attention":
      return current.kinds.some(({ kind }) => kind === "behind" || kind === "diverged")
        ? "The server's history is not the one this device has seen: holdfast heal says what can be done."
        : soon;
    case "waiting":
      return whyWaiting(current.reason, soon);
    case "up-to-date":
      return soon;
  }
}

function whyWaiting(reason: Extract<Phase, { readonly phase: "waiting" }>["reason"], soon: string): string {
  switch (reason.type) {
    case "offline":
      return reason.why === "certificate"
        ? "The server's certificate is not trusted."
        : "The server can't be reached now: try again when it can.";
    case "retry":
      return "The server does not take them now: try again in a while.";
    case "server-full":
      return "The server is full.";
    case "refused":
      return `The server refused ${plural(reason.items, "item", "items")}; an item that is edited is sent again.`;
    case "soon":
      return soon;
  }
}

/** Null where a person, or a script, has said that the changes may go. */
async function confirmed(context: Context, waiting: number): Promise<Exit | null> {
  const changes = plural(waiting, "change that could not be sent", "changes that could not be sent");
  if (flag(context.args, "yes")) return null;
  if (!context.terminal.canAsk) {
    return misuse(`Nobody is there to ask: holdfast signout --discard --yes throws away ${changes}, without a question.`);
  }
  const typed = await ask(context, `Throw away ${changes}, for good? [y/N] `, false);
  if (!typed.ok) return typed.error;
  return /^y(?:es)?$/i.test(typed.value.trim()) ? null : failed("Nothing was thrown away; this folder is still signed in.");
}

export const signoutCommand: Command = {
  name: "signout",
  usage: ["signout [--discard [--yes]]"],
  summary: "Ends this device's session and empties its folder of the vault.",
  details: [
    "--discard  Throws away changes that can't be sent, after saying how many they are and asking.",
    "--yes      With --discard: without a question, for scripts.",
    "--json  { signedOut, discarded }",
  ],
  positionals: [0, 0],
  options: { discard: { values: 0 }, yes: { values: 0 } },
  run: async (context) => {
    if (flag(context.args, "yes") && !flag(context.args, "discard")) return misuse("--yes goes with --discard.");
    return withClient(context, (opened) => signout(context, opened));
  },
};
