// From an argument list to a command's options and positional arguments, strictly: what is not listed is refused, with a sentence
// that names it. Reads no file and knows no command by name. Values of refused arguments are never repeated, since a
// mistyped one may be a secret; only names of options and commands are.

import { err, ok, type Result } from "@holdfast/protocol";

/** How often and with how many values an option may stand. */
export interface Option {
  /** Words that follow it; 0 for a switch. */
  readonly values: 0 | 1 | 2 | 3;
  readonly repeatable?: true;
  /** Its value may be `-`: standard input. */
  readonly input?: true;
}

export type Options = Readonly<Record<string, Option>>;

export interface Arguments {
  readonly positionals: readonly string[];
  /** The values of each option given, once for each time it stood there. */
  readonly given: ReadonlyMap<string, readonly (readonly string[])[]>;
}

export const flag = (args: Arguments, name: string): boolean => args.given.has(name);

export const values = (args: Arguments, name: string): readonly string[] => (args.given.get(name) ?? []).flat();

export const value = (args: Arguments, name: string): string | null => values(args, name)[0] ?? null;

/**
 * Reads `words` by the options that exist anywhere (`everything`). `--name value`, `--name=value`; `--` ends the options; a lone `-`
 * is a value. An option's value is taken as it is, whatever it begins with, so that a text can begin with a dash.
 */
export function parseArguments(words: readonly string[], everything: Options): Result<Arguments, string> {
  const positionals: string[] = [];
  const given = new Map<string, (readonly string[])[]>();
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "--") {
      positionals.push(...words.slice(at + 1));
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      positionals.push(word);
      continue;
    }
    const equals = word.indexOf("=");
    const name = alias(equals < 0 ? word : word.slice(0, equals));
    const option = Object.hasOwn(everything, name) ? everything[name] : undefined;
    if (option === undefined) return err(`There is no option ${shownName(word)}.`);
    const first = equals < 0 ? [] : [word.slice(equals + 1)];
    if (first.length > option.values) return err(`--${name} takes no value.`);
    const taken = [...first, ...words.slice(at + 1, at + 1 + option.values - first.length)];
    if (taken.length < option.values) return err(`--${name} needs ${option.values === 1 ? "a value" : `${option.values} values`}.`);
    at += option.values - first.length;
    const before = given.get(name);
    if (before !== undefined && option.repeatable !== true) return err(`--${name} stands there twice.`);
    if (before === undefined) given.set(name, [taken]);
    else before.push(taken);
  }
  return ok({ positionals, given });
}

const aliases: ReadonlyMap<string, string> = new Map([
  ["-h", "help"],
  ["-V", "version"],
]);

const alias = (word: string): string => aliases.get(word) ?? (word.startsWith("--") ? word.slice(2) : "");

/** The name of an option without its value; a word with one dash is not repeated at all, for it may be anything. */
const shownName = (word: string): string => (/^--[a-z][a-z-]*/.exec(word) ?? ["of that name"])[0];

/** How many inputs of one command come from standard input. */
export function inputsFromStdin(args: Arguments, everything: Options): number {
  let count = args.positionals.filter((word) => word === "-").length;
  for (const [name, times] of args.given) {
    if (everything[name]?.input !== true) continue;
    for (const [text] of times) if (text === "-" || (name === "field" && text?.endsWith("=-") === true)) count += 1;
  }
  return count;
}
