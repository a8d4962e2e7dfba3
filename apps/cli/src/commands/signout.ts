// holdfast signout: this folder is no device any more. What waits is sent first, and the server is asked whether it holds all that is here;
// what could be lost otherwise keeps the folder signed in, with what stands in its way, unless a person says that it may go. // S43

import type { Phase, SignOutRefusal, Status } from "@holdfast/core";
import { lockMs } from "../agent/messages.ts";
import { flag } from "../arguments.ts";
import { answer, type Command, type Context } from "../command.ts";
import { done, type Exit, failed, misuse } from "../exit.ts";
import { type Opened, withClient } from "../open.ts";
import { saysYes } from "../says-yes.ts";
import { plural, refusalText, unreachableText } from "../words.ts";

async function signout(context: Context, { client }: Opened): Promise<Exit> {
  const discard = flag(context.args, "discard");
  const doubt = await client.signOutDoubt();
  const status = await client.status();
  const { waiting } = status;
  if (doubt !== null && !discard) return failed(refusalSentences(doubt, status, client.origin));
  const refused = doubt === null ? null : await confirmed(context, doubt);
  if (refused !== null) return refused;
  await context.agents.ask(context.folder, { kind: "lock" }, lockMs);
  const meanwhile = (await client.status()).waiting;
  if (meanwhile > waiting) return savedMeanwhile(meanwhile - waiting);
  const left = await client.signOut({ discard: doubt !== null });
  if (!left.ok) return left.error.type === "waiting" ? savedMeanwhile(left.error.waiting) : failed(unsure(left.error, client.origin));
  answer(context, { signedOut: true, discarded: waiting }, () => "");
  const thrown = waiting === 0 ? "" : ` ${plural(waiting, "change was", "changes were")} thrown away.`;
  context.terminal.say(`Signed out; nothing of the vault is left in this folder.${thrown}`);
  return done;
}

const wouldBeLost = (waiting: number): string => `${plural(waiting, "change waits", "changes wait")} to be sent and would be lost.`;
const wayOut = "holdfast signout --discard throws away what can't be sent.";
const savedMeanwhile = (more: number): Exit =>
  failed(`${plural(more, "change was", "changes were")} saved meanwhile, so this folder is still signed in: try again.`);

const refusalSentences = (doubt: SignOutRefusal, status: Status, origin: string): string =>
  doubt.type === "waiting" ? `${wouldBeLost(doubt.waiting)} ${whatHelps(status)} ${wayOut}` : unsure(doubt, origin);

/** Nothing waits; but what only this folder holds, if anything, would be lost. */
const unsure = ({ end }: Extract<SignOutRefusal, { readonly type: "unsure" }>, origin: string): string =>
  `The server has not said that it holds everything that is here. ${whyUnsure(end, origin)} holdfast backup FILE keeps all of it; holdfast signout --discard signs out all the same.`;

function whyUnsure(end: Extract<SignOutRefusal, { readonly type: "unsure" }>["end"], origin: string): string {
  switch (end.type) {
    case "off":
      return "Synchronization is off on this device: holdfast sync on, then try again.";
    case "busy":
      return "Another run is synchronizing this folder: try again.";
    case "sign-in-needed":
      return "It does not take this device's sign-in; where it has lost the account, holdfast heal brings it back.";
    case "attention":
      return "What it holds is not what this device has seen: holdfast heal says what can be done.";
    case "refused":
      return `${refusalText(end.refusal)} holdfast status says more.`;
    case "unreachable":
      return `${unreachableText(end.why, origin)} Try again when it can.`;
  }
}

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

/** Null where a person, or a script, has said that it may go. */
async function confirmed(context: Context, doubt: SignOutRefusal): Promise<Exit | null> {
  if (flag(context.args, "yes")) return null;
  const what =
    doubt.type === "waiting"
      ? plural(doubt.waiting, "change that could not be sent", "changes that could not be sent")
      : "what only this folder holds, if anything";
  if (!context.terminal.canAsk) {
    return misuse(`Nobody is there to ask: holdfast signout --discard --yes throws away ${what}, without a question.`);
  }
  return saysYes(context, `Throw away ${what}, for good?`, "Nothing was thrown away; this folder is still signed in.");
}

export const signoutCommand: Command = {
  name: "signout",
  usage: ["signout [--discard [--yes]]"],
  summary: "Ends this device's session and empties its folder of the vault.",
  details: [
    "Refused while anything that is here might be missing at the server: changes wait, or it could not say that it holds everything.",
    "--discard  Throws away changes that can't be sent, and what only this folder may hold, after saying so and asking.",
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
