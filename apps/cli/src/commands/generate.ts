// holdfast generate: a new password or passphrase. Needs no account and no folder, and keeps nothing.

import { passwordLengths, wordCounts } from "@holdfast/core";
import { answer, type Command, type Context } from "../command.ts";
import { done, type Exit, misuse } from "../exit.ts";
import { generateSecret } from "../generate-secret.ts";
import { generatorOptions, wantedPassword } from "../generator-options.ts";

async function generate(context: Context): Promise<Exit> {
  const wanted = wantedPassword(context.args);
  if (!wanted.ok) return misuse(wanted.error);
  const made = await generateSecret(context.crypto, wanted.value);
  if (!made.ok) return misuse(made.error);
  answer(context, { password: made.value }, () => `${made.value}\n`);
  return done;
}

export const generateCommand: Command = {
  name: "generate",
  usage: [
    "generate [--length 20] [--no-lower] [--no-upper] [--no-digits] [--no-symbols] [--no-look-alikes]",
    "generate --rules TEXT [--length N] [--no-look-alikes]",
    "generate --words N [--separator S] [--capitals] [--number]",
  ],
  summary: "Makes a password, or a passphrase of words.",
  details: [
    `--length N         Characters, ${passwordLengths.least} to ${passwordLengths.most}; ${passwordLengths.usual} unless said. Every class that is not switched off stands in it.`,
    "--no-look-alikes   Without Il1|O0o.",
    '--rules TEXT       What a site asks for: "minlength: 12; maxlength: 30; required: lower; required: digit; allowed: [-!?]".',
    `--words N          ${wordCounts.least} to ${wordCounts.most} words of a list of 7,776, with a hyphen between unless --separator says otherwise.`,
    "--capitals         Each word begins with a capital.   --number   One of them ends with a digit.",
    "--json             { password }",
  ],
  positionals: [0, 0],
  options: generatorOptions,
  run: generate,
};
