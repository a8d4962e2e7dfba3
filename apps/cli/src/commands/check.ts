// holdfast check: which passwords are weak, used again or old. All of it happens on this device; nothing is asked of the server or of anybody.

import { type Checked, checkHealth, type Problem } from "@holdfast/core";
import { cleanLine } from "../clean-text.ts";
import { columns } from "../columns.ts";
import { answer, type Command, type Context } from "../command.ts";
import { done, type Exit } from "../exit.ts";
import { type Opened, withClient } from "../open.ts";
import { progressBar } from "../progress-bar.ts";
import { plural } from "../words.ts";

async function check(context: Context, { client, home }: Opened): Promise<Exit> {
  const { zxcvbnMeter } = await import("@holdfast/core/adapters/zxcvbn-meter");
  const bar = progressBar(context.terminal);
  const found = await checkHealth(await client.items(), {
    meter: await zxcvbnMeter(),
    now: home.environment.clock.now(),
    progress: (judged, total) => bar.show("Judging", judged, total),
  });
  bar.end();
  const document = found.map(({ id, title, problems }) => ({ id, title, problems }));
  answer(context, document, () => table(found, context.terminal.width));
  if (!context.json) context.terminal.say(said(found));
  return done;
}

const table = (found: readonly Checked[], width: number | null): string =>
  columns(
    found.map(({ id, title, problems }) => [cleanLine(title), problems.join(", "), id]),
    width,
  )
    .map((line) => `${line}\n`)
    .join("");

function said(found: readonly Checked[]): string {
  if (found.length === 0) return "No password is weak, used again or old.";
  const having = (problem: Problem): number => found.filter(({ problems }) => problems.includes(problem)).length;
  const counts = `${having("weak")} weak, ${having("reused")} used again, ${having("old")} older than a year`;
  return `${plural(found.length, "item needs", "items need")} a look: ${counts}.`;
}

export const checkCommand: Command = {
  name: "check",
  usage: ["check"],
  summary: "Finds weak, reused and old passwords, on this device alone.",
  details: [
    "weak    Easily guessed: common, short, or made of the item's own name.",
    "reused  The very same password stands in another item.",
    "old     Set more than a year ago.",
    '--json  [ { id, title, problems: ["weak" | "reused" | "old"] } ]',
  ],
  positionals: [0, 0],
  options: {},
  run: (context) => withClient(context, (opened) => check(context, opened)),
};
