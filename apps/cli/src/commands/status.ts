// holdfast status: where synchronization stands, as far as this device knows without asking anybody.

import { type Attention, type AttentionKind, type DeviceStatus, type Status, statusText } from "@holdfast/core";
import { toHex } from "@holdfast/protocol";
import { flag } from "../arguments.ts";
import { columns } from "../columns.ts";
import { answer, type Command, type Context } from "../command.ts";
import { deviceCells, deviceView, isoOrNull } from "../device-view.ts";
import { done, type Exit, needsAttention } from "../exit.ts";
import { timeText } from "../human-values.ts";
import { type Opened, withClient } from "../open.ts";
import { count } from "../progress-bar.ts";
import { plural } from "../words.ts";

export function statusView(status: Status, now: number) {
  const { current, enabled, waiting, seq, serverSeq, lastSync, items, hidden, attention, devices } = status;
  return {
    phase: current.phase,
    text: statusText(current, now),
    enabled,
    waiting,
    seq,
    serverSeq,
    lastSync: isoOrNull(lastSync),
    items,
    hidden,
    attention: attention.map(({ kind, items }) => (items === undefined ? { kind } : { kind, items: items.map(toHex) })),
    devices: devices.map(deviceView),
  };
}

async function status(context: Context, { client, home }: Opened): Promise<Exit> {
  const found = await client.status();
  const view = statusView(found, home.environment.clock.now());
  answer(context, view, () => lines(found, view.text, `${client.account} on ${client.origin}`, context.terminal.width));
  const check = flag(context.args, "check") && found.attention.length > 0;
  return check ? needsAttention("Something needs attention.") : done;
}

const attentionText: Readonly<Record<AttentionKind, string>> = {
  conflict: "changed in two places; holdfast conflicts shows both values",
  behind: "The server is behind this device; holdfast heal says what can be done",
  diverged: "The server's history does not match this device's; holdfast heal says what can be done",
  "update-needed": "not shown whole by this version; update Holdfast",
  damaged: "damaged on the server; the last good state is kept here, and a device that has the right state sends it again",
};

export function attentionLine({ kind, items, reason }: Attention): string {
  const words = attentionText[kind];
  const said =
    items === undefined
      ? words
      : `${plural(items.length, "item is", "items are")} ${words}`
          .replace("is changed", "was changed")
          .replace("are changed", "were changed");
  return `${said}${reason === undefined ? "" : ` (${reason})`}.`;
}

function lines(status: Status, text: string, account: string, width: number | null): string {
  const { attention, items, hidden, waiting, seq, serverSeq, lastSync, devices } = status;
  const facts = [
    ["  Account", account],
    ["  Items", hidden === 0 ? count(items) : `${count(items)}, of which ${count(hidden)} can't be shown whole`],
    ["  Waiting", plural(waiting, "change", "changes")],
    ["  Position", seq === serverSeq ? count(seq) : `${count(seq)}; the server's is ${count(serverSeq)}`],
    ["  Last synchronized", lastSync === null ? "never" : timeText(lastSync)],
  ];
  const told = [text, ...attention.map((each) => `  ${attentionLine(each)}`), ...columns(facts, null)];
  return [
    ...told,
    "Devices",
    ...columns(
      devices.map((device: DeviceStatus) => deviceCells(device)),
      width,
    ),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

export const statusCommand: Command = {
  name: "status",
  usage: ["status [--check]"],
  summary: "Says where synchronization stands.",
  details: ["--check  Ends with 5 where something needs attention."],
  positionals: [0, 0],
  options: { check: { values: 0 } },
  run: (context) => withClient(context, (opened) => status(context, opened)),
};
