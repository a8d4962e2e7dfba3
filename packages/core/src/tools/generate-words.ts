// A passphrase: words drawn evenly from the frozen list, each adding 12.9 bits. Capitals add none and are there for sites that ask for them;
// a digit adds what its place and its value are worth. // T1, T3

import { err, ok, type Result } from "@holdfast/protocol";
import { type RandomBytes, uniform } from "./uniform.ts";

export const wordCounts = { least: 3, usual: 5, most: 20 } as const;

export interface WordsOptions {
  readonly count: number;
  /** Between the words; a hyphen where nothing is said. At most 8 characters, no control characters. */
  readonly separator?: string;
  /** Every word begins with a capital. */
  readonly capitals?: boolean;
  /** One word, whichever, ends with a digit. */
  readonly number?: boolean;
}

export type WordsFailure =
  | { readonly type: "bad-count"; readonly least: number; readonly most: number }
  | { readonly type: "bad-separator" };

const separatorForm = /^\P{Cc}{0,8}$/u;

/** Loads the list when it is first asked for. */
export const loadWords = async (): Promise<readonly string[]> => (await import("./word-list.ts")).words;

export function generateWords(
  randomBytes: RandomBytes,
  words: readonly string[],
  { count, separator = "-", capitals = false, number = false }: WordsOptions,
): Result<string, WordsFailure> {
  const { least, most } = wordCounts;
  if (!Number.isInteger(count) || count < least || count > most) return err({ type: "bad-count", least, most });
  if (!separatorForm.test(separator) || !separator.isWellFormed()) return err({ type: "bad-separator" });
  const draw = uniform(randomBytes);
  const numbered = number ? draw(count) : -1;
  const chosen = Array.from({ length: count }, (_, at) => {
    const word = words[draw(words.length)] ?? "";
    const cased = capitals ? word.slice(0, 1).toUpperCase() + word.slice(1) : word;
    return at === numbered ? `${cased}${draw(10)}` : cased;
  });
  return ok(chosen.join(separator));
}
