// holdfast import: the items of another program's file. Read whole before anything is saved; --preview saves nothing and needs no
// password. What could not be taken as it was is told in the report.

import { type ImportFormat, type ParsedImport, parseImport, toNewItem } from "@holdfast/core";
import { err, ok, type Result, toHex } from "@holdfast/protocol";
import { send } from "../after-save.ts";
import { flag, value } from "../arguments.ts";
import { cleanLine } from "../clean-text.ts";
import { answer, type Command, type Context } from "../command.ts";
import { done, type Exit, failed, misuse } from "../exit.ts";
import { type Opened, withClient } from "../open.ts";
import { progressBar } from "../progress-bar.ts";
import { readBytes } from "../secrets.ts";
import { applyFailureText, plural } from "../words.ts";

const importIdBytes = 16;
const later = new Set(["chrome-csv", "kaspersky-txt", "holdfast"]);

interface Report {
  readonly import: string | null;
  readonly format: ImportFormat;
  readonly added: number;
  readonly skipped: readonly { readonly index: number; readonly title: string; readonly reason: string }[];
  readonly notes: readonly string[];
}

function formatOf(name: string): Result<"auto" | ImportFormat, string> {
  if (name === "auto" || name === "bitwarden-json") return ok(name);
  return err(later.has(name) ? `--format ${name} comes later: for now it is bitwarden-json.` : "--format is auto or bitwarden-json.");
}

async function run(context: Context): Promise<Exit> {
  const format = formatOf(value(context.args, "format") ?? "auto");
  if (!format.ok) return misuse(format.error);
  const file = await readBytes(context, context.args.positionals[0] ?? "-", "The file");
  if (!file.ok) return file.error;
  const parsed = parseImport(file.value, format.value);
  if (!parsed.ok) return failed(parsed.error.sentence);
  if (!flag(context.args, "preview")) return withClient(context, (opened) => save(context, opened, parsed.value));
  const { skipped, notes, items } = parsed.value;
  tell(context, { import: null, format: parsed.value.format, added: items.length, skipped, notes }, "Would add");
  context.terminal.say("This was a preview: nothing is saved.");
  return done;
}

async function save(context: Context, opened: Opened, { format, items, skipped, notes }: ParsedImport): Promise<Exit> {
  const { client, home } = opened;
  const id = toHex(home.environment.crypto.randomBytes(importIdBytes));
  const bar = progressBar(context.terminal);
  const { failures } = await client.addMany(
    items.map((item) => toNewItem(item, id)),
    (done) => bar.show("Saving", done, items.length),
  );
  bar.end();
  const refused = failures.flatMap(({ index, failure }) => {
    const item = items[index];
    return item === undefined ? [] : [{ index: item.index, title: item.title, reason: applyFailureText(failure) }];
  });
  const all = [...skipped, ...refused].sort((a, b) => a.index - b.index);
  tell(context, { import: id, format, added: items.length - failures.length, skipped: all, notes }, "Added");
  return send(context, opened, "Saved.");
}

function tell(context: Context, report: Report, verb: string): void {
  answer(context, report, () => {
    const skipped = report.skipped.map(({ index, title, reason }) => `  item ${index + 1} (${cleanLine(title)}): ${reason}`);
    const lines = [`${verb} ${plural(report.added, "item", "items")}.`, ...report.notes.map(cleanLine)];
    if (skipped.length > 0) lines.push(`Skipped ${plural(skipped.length, "item", "items")}:`, ...skipped);
    return lines.map((line) => `${line}\n`).join("");
  });
}

export const importCommand: Command = {
  name: "import",
  usage: ["import FILE|- [--format auto|bitwarden-json] [--preview]"],
  summary: "Takes in the items of another program's export.",
  details: ["--preview  Says what would be added, and saves nothing. Delete the export when you are done: it is plain text."],
  positionals: [1, 1],
  options: { format: { values: 1 }, preview: { values: 0 } },
  run,
};
