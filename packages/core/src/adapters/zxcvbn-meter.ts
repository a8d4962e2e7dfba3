// How soon a password is guessed, by zxcvbn: the only importer of it. It and its dictionaries (3 MB) load when a password is first judged, and
// only then. Nothing leaves the device.

import type { PasswordMeter, Strength } from "../ports.ts";
import { longWords, surelyStrong } from "./surely-strong.ts";

/** Characters that are looked at: a guesser who has come so far has the rest. The estimate takes time with the square of the length. */
const mostCharacters = 48;
/** How often characters may stand for letters (p4ssw0rd) before a word is no longer looked for; all combinations cost up to a second. */
const mostSubstitutions = 2;
const mostOwnWords = 20;
const shortestOwnWord = 4;

const strong: Strength = { score: 4, guesses: 11 };

let loading: Promise<PasswordMeter> | null = null;

export function zxcvbnMeter(): Promise<PasswordMeter> {
  loading ??= load();
  return loading;
}

async function load(): Promise<PasswordMeter> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  const dictionary = { ...common.dictionary, ...english.dictionary };
  const zxcvbn = new ZxcvbnFactory({
    dictionary,
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions: mostSubstitutions,
    maxLength: mostCharacters,
  });
  const long = longWords(Object.values(dictionary));
  return (password, theirOwn = []) => {
    const seen = password.slice(0, mostCharacters);
    const own = theirOwn.slice(0, mostOwnWords).map((word) => word.slice(0, mostCharacters).toLowerCase());
    // Or ten thousand passwords of a generator would be taken apart, which takes minutes.
    if (surelyStrong(seen, long) && !own.some((word) => word.length >= shortestOwnWord && seen.toLowerCase().includes(word))) return strong;
    const { score, guessesLog10 } = zxcvbn.check(seen, own);
    return { score, guesses: guessesLog10 };
  };
}
