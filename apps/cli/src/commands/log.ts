// holdfast log: the activity of this device, newest first: what came in from which device, what went out, and why a run failed.

import type { Activity } from "@holdfast/core";
import { value } from "../arguments.ts";
import { cleanLine } from "../clean-text.ts";
import { columns } from "../columns.ts";
import { answer, type Command } from "../command.ts";
import { done, misuse } from "../exit.ts";
import { timeText } from "../human-values.ts";
import { withClient } from "../open.ts";

const usual = 100;
const most = 1_000;

export const activityView = ({ at, event, text, device }: Activity) => ({
  at: new Date(at).toISOString(),
  event,
  text,
  ...(device === undefined ? {} : { device }),
});

export const logCommand: Command = {
  name: "log",
  usage: ["log [--last N]"],
  summary: "Shows what synchronization did on this device, newest first.",
  details: [`--last N  How many lines. Default: ${usual}; ${most} are kept.`],
  positionals: [0, 0],
  options: { last: { values: 1 } },
  run: async (context) => {
    const last = value(context.args, "last") ?? String(usual);
    if (!/^[1-9][0-9]{0,3}$/.test(last) || Number(last) > most) return misuse(`--last needs a number from 1 to ${most}.`);
    return withClient(context, async ({ client }) => {
      const lines = await client.activity(Number(last));
      answer(context, lines.map(activityView), () =>
        columns(
          lines.map(({ at, text }) => [timeText(at), cleanLine(text)]),
          context.terminal.width,
        )
          .map((line) => `${line}\n`)
          .join(""),
      );
      return done;
    });
  },
};
