// A password made here and now, from the platform's randomness alone.

import { generatePassword, generateWords, loadWords } from "@holdfast/core";
import { err, type Result } from "@holdfast/protocol";
import type { World } from "./command.ts";
import { generatorFailureText, type Wanted } from "./generator-options.ts";

/** The password, or a sentence why none was made. */
export async function generateSecret(crypto: World["crypto"], wanted: Wanted): Promise<Result<string, string>> {
  const randomBytes = (count: number) => crypto.randomBytes(count);
  const made =
    wanted.type === "words" ? generateWords(randomBytes, await loadWords(), wanted.options) : generatePassword(randomBytes, wanted.options);
  return made.ok ? made : err(generatorFailureText(made.error));
}
