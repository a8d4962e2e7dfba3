// The usage texts: of all commands, and of one. Made from the table, so that they can't say what the program does not do.

import { columns } from "./columns.ts";
import type { Command } from "./command.ts";

const globals: readonly (readonly [string, string])[] = [
  ["--home DIR", "This device's folder; else $HOLDFAST_HOME, else the platform's data folder. Two folders are two devices."],
  ["--json", "One JSON document on standard output."],
  ["--password-file F", "The main password from a file, or from standard input (-). Without it, a terminal is asked."],
  ["--secret-key-file F", "The Secret Key from a file, or from standard input (-)."],
  ["--help, --version", "May stand anywhere."],
];

const exitCodes: readonly (readonly [string, string])[] = [
  ["0", "Done. A change made offline is done: it is saved and waits."],
  ["1", "Refused or failed."],
  ["2", "Wrong use."],
  ["3", "Not signed in, or wrong secrets."],
  ["4", "The server can't be reached (signup, signin and sync)."],
  ["5", "Something needs attention (sync, verify and status --check)."],
];

const indented = (rows: readonly (readonly string[])[]): string =>
  columns(rows, null)
    .map((row) => `  ${row}`)
    .join("\n");

export function generalHelp(commands: readonly Command[]): string {
  return [
    "Holdfast keeps one vault on all your devices, end-to-end encrypted.",
    "",
    "Use: holdfast COMMAND …",
    "",
    indented([
      ...commands.filter(({ hidden }) => hidden !== true).map((command) => [command.name, command.summary]),
      ["help [COMMAND]", "Says how a command is used."],
    ]),
    "",
    "Anywhere:",
    indented(globals),
    "",
    "Exit codes:",
    indented(exitCodes),
    "",
    "Secrets never stand in arguments: they come from a prompt, a file or standard input (-).",
    "ITEM is an id, or a title that only one item has. holdfast help COMMAND says more.",
    "",
  ].join("\n");
}

/** `Use: holdfast …` on one line. */
export const usageOf = (command: Command): string => `Use: ${command.usage.map((form) => `holdfast ${form}`).join(" · ")}`;

export function helpOf(command: Command): string {
  const forms = command.usage.map((form, at) => `${at === 0 ? "Use: " : "     "}holdfast ${form}`);
  const details = command.details === undefined ? [] : ["", ...command.details];
  return [...forms, "", command.summary, ...details, ""].join("\n");
}
