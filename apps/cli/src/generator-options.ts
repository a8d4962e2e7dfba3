// The options of `generate` read into what the generator takes. Words and characters are two ways that don't mix.

import {
  type CharacterClass,
  characterClasses,
  type GenerateFailure,
  type PasswordOptions,
  parsePasswordRules,
  passwordLengths,
  type WordsFailure,
  type WordsOptions,
  wordCounts,
} from "@holdfast/core";
import { err, ok, type Result } from "@holdfast/protocol";
import { type Arguments, flag, type Options, value } from "./arguments.ts";

export const generatorOptions: Options = {
  length: { values: 1 },
  "no-lower": { values: 0 },
  "no-upper": { values: 0 },
  "no-digits": { values: 0 },
  "no-symbols": { values: 0 },
  "no-look-alikes": { values: 0 },
  rules: { values: 1 },
  words: { values: 1 },
  separator: { values: 1 },
  capitals: { values: 0 },
  number: { values: 0 },
};

const forCharacters = ["length", "no-lower", "no-upper", "no-digits", "no-symbols", "no-look-alikes", "rules"];
const forWords = ["separator", "capitals", "number"];

export type Wanted =
  | { readonly type: "characters"; readonly options: PasswordOptions }
  | { readonly type: "words"; readonly options: WordsOptions };

export function wantedPassword(args: Arguments): Result<Wanted, string> {
  const words = value(args, "words");
  const stray = (words === null ? forWords : forCharacters).find((name) => flag(args, name));
  if (stray !== undefined) return err(words === null ? `--${stray} goes with --words N.` : `--${stray} does not go with --words.`);
  return words === null ? characters(args) : asWords(args, words);
}

const wholeNumber = (text: string): number | null => (/^\d{1,4}$/.test(text) ? Number(text) : null);

function asWords(args: Arguments, words: string): Result<Wanted, string> {
  const count = wholeNumber(words);
  if (count === null) return err(countText(wordCounts));
  const separator = value(args, "separator");
  const options = { count, capitals: flag(args, "capitals"), number: flag(args, "number"), ...(separator === null ? {} : { separator }) };
  return ok({ type: "words", options });
}

function characters(args: Arguments): Result<Wanted, string> {
  const typed = value(args, "length");
  const length = typed === null ? null : wholeNumber(typed);
  if (typed !== null && length === null) return err(lengthText(passwordLengths));
  const classes = characterClasses.filter((name: CharacterClass) => !flag(args, `no-${name}`));
  const rulesText = value(args, "rules");
  if (rulesText !== null && classes.length < characterClasses.length)
    return err("With --rules the site's rules say which characters stand there.");
  const rules = rulesText === null ? null : parsePasswordRules(rulesText);
  if (rules?.ok === false) return err(`--rules is no such text: it stops making sense at character ${rules.error.at + 1}.`);
  return ok({
    type: "characters",
    options: {
      classes,
      withoutLookAlikes: flag(args, "no-look-alikes"),
      ...(length === null ? {} : { length }),
      ...(rules === null ? {} : { rules: rules.value }),
    },
  });
}

const lengthText = ({ least, most }: { readonly least: number; readonly most: number }): string =>
  `--length is a number from ${least} to ${most}.`;
const countText = ({ least, most }: { readonly least: number; readonly most: number }): string =>
  `--words is a number from ${least} to ${most}.`;

export function generatorFailureText(failure: GenerateFailure | WordsFailure): string {
  switch (failure.type) {
    case "bad-length":
      return lengthText(failure);
    case "bad-count":
      return countText(failure);
    case "bad-separator":
      return "--separator has at most 8 characters.";
    case "no-characters":
      return "No characters are left to make a password of.";
    case "too-narrow":
      return "Hardly any password fits these rules; none was made.";
  }
}
