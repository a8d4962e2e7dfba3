// holdfast backup: what `export` writes, sealed under a password of its own. Neither the main password nor the Secret Key opens it,
// and no server is needed to.

import { sealBackup } from "@holdfast/core";
import { flag } from "../arguments.ts";
import { backupPassword, backupPasswordOption } from "../backup-password.ts";
import { answer, type Command, type Context } from "../command.ts";
import { done, type Exit, failed, misuse } from "../exit.ts";
import { type Opened, withClient } from "../open.ts";
import { vaultExport, warnings } from "../vault-export.ts";
import { plural } from "../words.ts";
import { writeNewFile } from "../write-new-file.ts";

async function run(context: Context, opened: Opened, file: string): Promise<Exit> {
  const password = await backupPassword(context, "seal");
  if (!password.ok) return password.error;
  const made = await vaultExport(opened);
  const { items, unreadable } = made;
  const sealed = sealBackup(opened.home.environment.crypto, password.value, made.pieces);
  const length = await writeNewFile(file, sealed, flag(context.args, "force"));
  if (length === null) return failed("The backup is not written over a file that is there; --force replaces it.");
  answer(context, { file, items, unreadable }, () => "");
  context.terminal.say(
    `Backed up ${plural(items, "item", "items")}. Only the password you gave opens the file: keep it where you will find it.`,
  );
  for (const sentence of warnings(made, length)) context.terminal.say(sentence);
  return done;
}

export const backupCommand: Command = {
  name: "backup",
  usage: ["backup FILE [--backup-password-file F] [--force]"],
  summary: "Writes the whole vault sealed under a password of its own.",
  details: [
    "--backup-password-file F  That password, from a file or from standard input (-); without it, a terminal is asked.",
    "--force                   Replaces a file that is there.",
    "holdfast import reads it back, into this account or another one.",
  ],
  positionals: [1, 1],
  options: { ...backupPasswordOption, force: { values: 0 } },
  run: async (context) => {
    const [file] = context.args.positionals;
    if (file === undefined || file === "-") return misuse("holdfast backup writes to a file.");
    return withClient(context, (opened) => run(context, opened, file));
  },
};
