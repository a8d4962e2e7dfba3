// holdfast sync: push and pull once, until nothing is left to move; or the switch of this device, which needs no password.

import { type Attention, type Progress, type SyncReport, setEnabled, statusText } from "@holdfast/core";
import { send } from "../after-save.ts";
import { promptMs } from "../agent/messages.ts";
import { flag } from "../arguments.ts";
import { answer, type Command, type Context } from "../command.ts";
import { done, type Exit, failed, locked, misuse, needsAttention, unreachable } from "../exit.ts";
import { notSignedIn, type Opened, withClient, withHome } from "../open.ts";
import { progressBar } from "../progress-bar.ts";
import { watch } from "../watch.ts";
import { refusalText, unreachableText } from "../words.ts";

async function once(context: Context, { client, home }: Opened): Promise<Exit> {
  const bar = progressBar(context.terminal);
  const progress = ({ step, done, total }: Progress) => bar.show(step === "pull" ? "Receiving" : "Sending", done, total);
  const report = await client.synchronize({ progress });
  bar.end();
  const { current, attention } = await client.status();
  const { pulled, pushed, requests, bytesUp, bytesDown } = report;
  answer(context, { phase: current.phase, pulled, pushed, requests, bytesUp, bytesDown }, () => "");
  const text = statusText(current, home.environment.clock.now());
  const exit = exitOf(report, text, client.origin);
  if (exit.code !== 0) return exit;
  if (attention.length > 0) return needsAttention(`${text}. ${whereToLook(attention)}`);
  context.terminal.say(text);
  return exit;
}

const whereToLook = (attention: readonly Attention[]): string =>
  attention.every(({ kind }) => kind === "conflict") ? "holdfast conflicts shows both values." : "holdfast status says more.";

/** Exit codes of an explicit run, whose work is the network. */
export function exitOf({ end }: Pick<SyncReport, "end">, text: string, origin: string): Exit {
  switch (end.type) {
    case "quiet":
      return done;
    case "off":
      return failed("Synchronization is off on this device: holdfast sync on switches it on.");
    case "busy":
      return failed("Another run is synchronizing this folder; try again.");
    case "unreachable":
      return unreachable(`${unreachableText(end.why, origin)} ${text}`);
    case "sign-in-needed":
      return locked("The server does not take this device's sign-in. Sign in again; or, where it has lost the account, see holdfast heal.");
    case "refused":
      return failed(refusalText(end.refusal));
    case "attention":
      return needsAttention(`${text} (${end.reason}). holdfast status says more.`);
  }
}

async function turn(context: Context, enabled: boolean): Promise<Exit> {
  const turned = await withHome(context, async (home) => {
    const set = await setEnabled(home, enabled);
    return set.ok ? done : notSignedIn;
  });
  if (turned.code !== 0) return turned;
  await context.agents.ask(context.folder, { kind: "switched" }, promptMs);
  answer(context, { enabled }, () => "");
  const words = `Synchronization of this device is ${enabled ? "on" : "off"}.`;
  // With a password at hand what waits goes at once; nobody is asked for one.
  if (enabled && flag(context.args, "password-file")) return withClient(context, (opened) => send(context, opened, words));
  context.terminal.say(enabled ? words : `${words} Changes are saved and wait.`);
  return done;
}

export const syncCommand: Command = {
  name: "sync",
  usage: ["sync", "sync --watch [--show]", "sync on|off"],
  summary: "Synchronizes once, or until it is stopped; or switches synchronization of this device on or off.",
  details: [
    "--watch  Stays, and writes a line of JSON for each change and each state of synchronization, until it is stopped.",
    "--show   With --watch: the new values too, secret ones included.",
    "Off means off: nothing is asked of the server about the vault. Changes are saved, and go when it is switched on.",
  ],
  positionals: [0, 1],
  options: { watch: { values: 0 }, show: { values: 0 } },
  run: async (context) => {
    const [word] = context.args.positionals;
    const watching = flag(context.args, "watch");
    if (watching && word !== undefined) return misuse("holdfast sync --watch takes no further word.");
    if (flag(context.args, "show") && !watching) return misuse("--show goes with --watch.");
    if (watching) return withClient(context, (opened) => watch(context, opened));
    if (word === undefined) return withClient(context, (opened) => once(context, opened));
    if (word !== "on" && word !== "off") return misuse("holdfast sync takes on, off or nothing.");
    return turn(context, word === "on");
  },
};
