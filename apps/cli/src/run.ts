// From the words of a command line to a finished command: finds the command, refuses what it does not take, runs it and says why
// where it did not do its work. Throws only what the machine throws.

import type { Arguments, Options } from "./arguments.ts";
import { flag, inputsFromStdin, parseArguments, value } from "./arguments.ts";
import { cleanLines } from "./clean-text.ts";
import { type Command, globalOptions, type World } from "./command.ts";
import { commandNamed, commands } from "./commands/table.ts";
import { done, type Exit, misuse } from "./exit.ts";
import { generalHelp, helpOf, usageOf } from "./help.ts";
import { version } from "./version.ts";

/** Every option of every command, so that a value is told from a positional argument before the command is known. */
export const everyOption: Options = Object.assign({}, ...commands.map((command) => command.options), globalOptions);

export async function run(words: readonly string[], world: World): Promise<Exit> {
  const exit = await dispatch(words, world);
  if (exit.sentence !== undefined) world.terminal.say(cleanLines(exit.sentence).join("\n"));
  return exit;
}

async function dispatch(words: readonly string[], world: World): Promise<Exit> {
  const parsed = parseArguments(words, everyOption);
  if (!parsed.ok) return misuse(parsed.error);
  const [name, ...positionals] = parsed.value.positionals;
  const args: Arguments = { positionals, given: parsed.value.given };
  if (flag(args, "version")) {
    world.terminal.write(`holdfast ${version()}\n`);
    return done;
  }
  if (name === undefined) return withoutCommand(flag(args, "help"), world);
  if (name === "help") return help(positionals, world);
  const command = commandNamed(name);
  if (command === null) return noSuchCommand;
  if (flag(args, "help")) {
    world.terminal.write(helpOf(command));
    return done;
  }
  const wrong = wrongUse(command, args);
  if (wrong !== null) return misuse(wrong);
  const folder = value(args, "home") ?? (world.terminal.environment.HOLDFAST_HOME || world.dataFolder("holdfast"));
  return command.run({ ...world, args, folder, json: flag(args, "json") });
}

const noSuchCommand = misuse("There is no such command. holdfast help lists them.");

function help([name]: readonly string[], { terminal }: World): Exit {
  const command = name === undefined ? undefined : commandNamed(name);
  if (command === null) return noSuchCommand;
  terminal.write(command === undefined ? generalHelp(commands) : helpOf(command));
  return done;
}

function withoutCommand(asked: boolean, { terminal }: World): Exit {
  if (!asked) return misuse(generalHelp(commands).trimEnd());
  terminal.write(generalHelp(commands));
  return done;
}

function wrongUse(command: Command, args: Arguments): string | null {
  for (const name of args.given.keys()) {
    if (!Object.hasOwn(command.options, name) && !Object.hasOwn(globalOptions, name)) {
      return `holdfast ${command.name} takes no --${name}. ${usageOf(command)}`;
    }
  }
  const [least, most] = command.positionals;
  const count = args.positionals.length;
  if (count < least) return `holdfast ${command.name} needs more words. ${usageOf(command)}`;
  if (count > most) return `holdfast ${command.name} takes fewer words. ${usageOf(command)}`;
  if (value(args, "home") === "") return "--home needs a folder.";
  if (inputsFromStdin(args, everyOption) > 1) return "Only one input can come from standard input (-).";
  return null;
}
