// What a command is: a line of the table in commands/table.ts, and the work behind it. A command returns how it ended; it never ends the
// process, and it writes through the terminal alone.

import type { Environment, Home } from "@holdfast/core";
import type { Result } from "@holdfast/protocol";
import type { Agents } from "./agent/messages.ts";
import type { Arguments, Options } from "./arguments.ts";
import type { Exit } from "./exit.ts";
import { jsonText } from "./json-text.ts";
import type { Terminal } from "./terminal.ts";

/** What commands reach beyond their arguments. Filled by main.ts, and by tests with a home in memory. */
export interface World {
  readonly terminal: Terminal;
  /** The replica's folder opened; null where there is none and `create` is false. */
  openHome(folder: string, create: boolean): Promise<Home | null>;
  /** For what is checked before a folder is touched. */
  readonly crypto: Environment["crypto"];
  /** Where data goes when nobody says it. */
  dataFolder(name: string): string;
  /** What this machine is called, for a new device. */
  readonly hostName: string;
  /** The folder of the built web app, built first where it must be; a sentence where there is none. */
  readonly webApp: () => Promise<Result<string, string>>;
  /** The agents of this user's folders. */
  readonly agents: Agents;
}

export interface Context extends World {
  readonly args: Arguments;
  /** The replica's folder. */
  readonly folder: string;
  readonly json: boolean;
}

export interface Command {
  readonly name: string;
  /** What follows `holdfast`, one line for each form. */
  readonly usage: readonly string[];
  /** One line for the list of commands. */
  readonly summary: string;
  /** Not for people to type: no list of commands shows it. */
  readonly hidden?: true;
  /** Further lines for `holdfast help NAME`. */
  readonly details?: readonly string[];
  /** How few and how many positional arguments it takes. */
  readonly positionals: readonly [least: number, most: number];
  readonly options: Options;
  run(context: Context): Promise<Exit>;
}

export const globalOptions: Options = {
  home: { values: 1 },
  json: { values: 0 },
  "password-file": { values: 1, input: true },
  "secret-key-file": { values: 1, input: true },
  help: { values: 0 },
  version: { values: 0 },
};

/** Writes the document of --json, or else what `human` makes for people. */
export function answer(context: Context, document: unknown, human: () => string): void {
  context.terminal.write(context.json ? `${jsonText(document, 2)}\n` : human());
}
