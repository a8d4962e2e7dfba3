// holdfast verify: looks at everything this device holds and at what the server says of it, and says the newest head in six words, which another
// device of the account must say too. Ends with 5 where something is wrong.

import type { Verification } from "@holdfast/core";
import { answer, type Command, type Context } from "../command.ts";
import { done, type Exit, needsAttention } from "../exit.ts";
import { type Opened, withClient } from "../open.ts";
import { count } from "../progress-bar.ts";

async function verify(context: Context, { client }: Opened): Promise<Exit> {
  const verification = await client.verify();
  const { ok, seq, words, reason } = verification;
  answer(context, { ok, seq, words, ...(reason === null ? {} : { reason }) }, () => `${words}\n`);
  if (!ok) return needsAttention(`${wrong(verification)} (${reason}). Nothing was changed.`);
  if (!context.json) context.terminal.say(`Everything on this device fits, up to change ${count(seq)}. ${serverText[verification.server]}`);
  return done;
}

const serverText: Readonly<Record<Verification["server"], string>> = {
  agrees: "So does the server. A device that says the same six words holds the same.",
  differs: "The server does not.",
  "not-reached": "The server was not reached, and not compared.",
  off: "Synchronization is off, and the server was not asked.",
};

function wrong({ server, reason }: Verification): string {
  if (reason === "restore-unfinished") return "The first restore of this device is not finished: holdfast sync goes on with it";
  return server === "differs"
    ? "This device is whole, but the server's answer does not fit it"
    : "This device's copy does not fit together";
}

export const verifyCommand: Command = {
  name: "verify",
  usage: ["verify"],
  summary: "Checks all that this device holds, and says its newest state in six words.",
  details: [
    "Say the words of two devices to each other after both have synchronized: the same words mean the same vault.",
    "Ends with 5 where something does not fit.   --json  { ok, seq, words, reason? }",
  ],
  positionals: [0, 0],
  options: {},
  run: (context) => withClient(context, (opened) => verify(context, opened)),
};
