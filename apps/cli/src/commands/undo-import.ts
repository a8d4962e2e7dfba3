// holdfast undo-import: takes back what an import has made, in one step, on any device of the account. The items go to the trash; what
// a person has edited since stays where it is, and is told.

import { current, isMuch, isTrashed, type PastImport, undoEdit } from "@holdfast/core";
import { send } from "../after-save.ts";
import { flag } from "../arguments.ts";
import { cleanLine } from "../clean-text.ts";
import { answer, type Command, type Context } from "../command.ts";
import { type Exit, failed } from "../exit.ts";
import { timeText } from "../human-values.ts";
import { type Opened, withClient } from "../open.ts";
import { progressBar } from "../progress-bar.ts";
import { saysYes } from "../says-yes.ts";
import { plural } from "../words.ts";

async function run(context: Context, opened: Opened): Promise<Exit> {
  const { client, home } = opened;
  const imports = await client.imports();
  const [named] = context.args.positionals;
  const chosen = named === undefined ? imports[0] : imports.find(({ id }) => id === named);
  if (chosen === undefined)
    return failed(named === undefined ? "Nothing in this vault came by an import." : "There is no import of that id.");
  if (chosen.untouched.length === 0) return failed(nothingLeft(chosen, named === undefined ? imports[1] : undefined));
  const refused = await asked(context, chosen.untouched.length, (await client.items()).filter(({ item }) => !isTrashed(item)).length);
  if (refused !== null) return refused;
  const made = new Map(chosen.untouched.map((one) => [one.id, one]));
  const bar = progressBar(context.terminal);
  const removed = new Set(
    await client.editMany(
      [...made.keys()],
      (id, item) => {
        const one = made.get(id);
        return one === undefined ? null : undoEdit(item, one, home.environment.clock.now());
      },
      (count) => bar.show("Saving", count, made.size),
    ),
  );
  bar.end();
  const kept = new Set([...chosen.edited.map(({ id }) => id), ...made.keys()].filter((id) => !removed.has(id)));
  return report(context, opened, removed.size, kept);
}

/** Null where it may go on. A script has said so by its command, and the trash keeps all of it; a person may not know how much it is. */
async function asked(context: Context, taken: number, all: number): Promise<Exit | null> {
  if (flag(context.args, "yes") || !context.terminal.canAsk || !isMuch(taken, all)) return null;
  return saysYes(
    context,
    `Put ${plural(taken, "item", "items")} of ${plural(all, "item", "items")} to the trash?`,
    "Nothing was taken back.",
  );
}

async function report(context: Context, opened: Opened, removed: number, kept: ReadonlySet<string>): Promise<Exit> {
  const items = (await opened.client.items()).filter(({ id }) => kept.has(id));
  answer(context, { removed, kept: items.map(({ id }) => id) }, () => {
    const lines = items.map(({ id, item }) => `  ${id} ${cleanLine(String(current(item, "title") ?? ""))}\n`);
    return lines.length === 0 ? "" : `Kept, since edited after the import:\n${lines.join("")}`;
  });
  return send(context, opened, `Put ${plural(removed, "item", "items")} to the trash.`);
}

function nothingLeft({ edited }: PastImport, earlier: PastImport | undefined): string {
  const why =
    edited.length === 0
      ? "That import is undone already: none of its items is left outside the trash."
      : `Nothing was taken back: what the import made is in the trash, or was edited since (${plural(edited.length, "item", "items")}).`;
  if (earlier === undefined) return why;
  return `${why} The import before it, of ${timeText(earlier.at)}, is ${earlier.id}.`;
}

export const undoImportCommand: Command = {
  name: "undo-import",
  usage: ["undo-import [IMPORT] [--yes]"],
  summary: "Puts what an import made to the trash.",
  details: [
    "IMPORT is what holdfast import --json told; without it, the newest. Items edited since are kept.",
    "A person is asked first where it is more than a tenth of the vault.",
    "--yes  Without the question.",
  ],
  positionals: [0, 1],
  options: { yes: { values: 0 } },
  run: (context) => withClient(context, (opened) => run(context, opened)),
};
