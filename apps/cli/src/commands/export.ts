// holdfast export: the whole vault in plaintext, with history and trash. So it stands behind the main password, asked for here even
// where this device is unlocked; and it says what it has made.

import { fromUtf8 } from "@holdfast/protocol";
import { flag } from "../arguments.ts";
import { answer, type Command, type Context } from "../command.ts";
import { done, type Exit, failed } from "../exit.ts";
import { escapeControls } from "../json-text.ts";
import { type Opened, withPassword } from "../open.ts";
import { vaultExport, warnings } from "../vault-export.ts";
import { plural } from "../words.ts";
import { gathered, writeNewFile } from "../write-new-file.ts";

async function run(context: Context, opened: Opened): Promise<Exit> {
  const file = context.args.positionals[0] ?? "-";
  const made = await vaultExport(opened);
  const { items, unreadable } = made;
  let length: number | null = null;
  if (file === "-") for await (const piece of gathered(made.pieces)) context.terminal.write(escapeControls(fromUtf8(piece) ?? ""));
  else {
    length = await writeNewFile(file, made.pieces, flag(context.args, "force"));
    if (length === null) return failed("The export is not written over a file that is there; --force replaces it.");
    answer(context, { file, items, unreadable }, () => "");
  }
  context.terminal.say(`Exported ${plural(items, "item", "items")} in plain text: whoever gets this has every secret of the vault.`);
  for (const sentence of warnings(made, length)) context.terminal.say(sentence);
  if (file !== "-") context.terminal.say("Delete it when you are done; holdfast backup makes a sealed one.");
  return done;
}

export const exportCommand: Command = {
  name: "export",
  usage: ["export FILE|- [--force]"],
  summary: "Writes the whole vault in plain text: every item with its history, and the trash.",
  details: [
    "The main password is asked for. FILE can be read by you alone; holdfast import reads it back.",
    "--force  Replaces a file that is there.",
  ],
  positionals: [1, 1],
  options: { force: { values: 0 } },
  run: (context) => withPassword(context, (opened) => run(context, opened)),
};
