// holdfast import: the items of another program's file, or of Holdfast's own export or backup. Read whole before anything is saved;
// --preview saves nothing. What was not taken, or not as it was, is told in the report.

import {
  exportLimits,
  type ImportFormat,
  type ImportReport,
  importFailureText,
  importLimits,
  isBackup,
  isMuch,
  isTrashed,
  openBackup,
  type ParsedFile,
  parseImport,
  previewImportAlone,
  takeImport,
} from "@holdfast/core";
import { type Bytes, err, type Result, toHex } from "@holdfast/protocol";
import { send } from "../after-save.ts";
import { flag, value } from "../arguments.ts";
import { backupPassword, backupPasswordOption } from "../backup-password.ts";
import { cleanLine } from "../clean-text.ts";
import { answer, type Command, type Context } from "../command.ts";
import { done, type Exit, failed, locked, misuse } from "../exit.ts";
import { importDocument, type SkippedRow } from "../import-document.ts";
import { type Opened, withClient } from "../open.ts";
import { progressBar } from "../progress-bar.ts";
import { saysYes } from "../says-yes.ts";
import { readBytes } from "../secrets.ts";
import { plural } from "../words.ts";

const importIdBytes = 16;
/** What sealing adds to an export at most. */
const sealingBytes = 1024 * 1024;
const formats: readonly ImportFormat[] = ["bitwarden-json", "chrome-csv", "kaspersky-txt", "holdfast"];
const formatNames = `auto, ${formats.slice(0, -1).join(", ")} or ${formats.at(-1)}`;

function formatOf(name: string): "auto" | ImportFormat | null {
  return name === "auto" ? name : (formats.find((format) => format === name) ?? null);
}

async function run(context: Context): Promise<Exit> {
  const format = formatOf(value(context.args, "format") ?? "auto");
  if (format === null) return misuse(`--format is ${formatNames}.`);
  const most = format === "auto" || format === "holdfast" ? exportLimits.bytes + sealingBytes : importLimits.bytes;
  const file = await readBytes(context, context.args.positionals[0] ?? "-", "The file", most);
  if (!file.ok) return file.error;
  const sealed = (format === "auto" || format === "holdfast") && isBackup(file.value);
  const plain = sealed ? await unsealed(context, file.value) : file;
  if (!plain.ok) return plain.error;
  const parsed = parseImport(plain.value, format);
  if (!parsed.ok) return failed(importFailureText(parsed.error));
  const preview = flag(context.args, "preview");
  if (!preview || (await canUnlock(context))) return withClient(context, (opened) => taken(context, opened, parsed.value, preview));
  tell(context, previewImportAlone(parsed.value, await isDevice(context)), "Would add");
  context.terminal.say(wasPreview);
  return done;
}

const wasPreview = "This was a preview: nothing is saved.";

async function unsealed(context: Context, file: Bytes): Promise<Result<Bytes, Exit>> {
  const password = await backupPassword(context, "open");
  if (!password.ok) return password;
  const opened = await openBackup(context.crypto, password.value, file);
  if (opened.ok) return opened;
  return err(
    opened.error.type === "later-version"
      ? failed("This backup was made by a newer version of Holdfast: update first.")
      : locked("The backup is damaged, or its password is wrong."),
  );
}

/** Whether the folder is a device of an account. */
async function isDevice(context: Context): Promise<boolean> {
  const home = await context.openHome(context.folder, false);
  if (home === null) return false;
  try {
    return (await home.store.read()).replica !== null;
  } finally {
    await home.store.close();
  }
}

/** Whether there is a vault to compare with, and a main password at hand or somebody to ask for it. */
const canUnlock = async (context: Context): Promise<boolean> =>
  (value(context.args, "password-file") !== null || context.terminal.canAsk) && (await isDevice(context));

async function taken(context: Context, opened: Opened, parsed: ParsedFile, preview: boolean): Promise<Exit> {
  const { crypto, clock } = opened.home.environment;
  const importRun = { id: toHex(crypto.randomBytes(importIdBytes)), at: clock.now() };
  const bar = progressBar(context.terminal);
  const progress = (count: number, total: number): void => bar.show(preview ? "Comparing" : "Saving", count, total);
  const refused = preview ? null : await asked(context, opened, parsed);
  if (refused !== null) return refused;
  const report = await takeImport(opened.client, parsed, { run: importRun, preview, progress });
  bar.end();
  if (!report.ok) return failed(importFailureText(report.error));
  tell(context, report.value, preview ? "Would add" : "Added");
  if (!preview) return send(context, opened, report.value.changed ? "Saved." : "Nothing was changed.");
  context.terminal.say(wasPreview);
  return done;
}

/** Null where it may go on: an export can put much of the vault to the trash, and its file does not look like that. */
async function asked(context: Context, { client }: Opened, parsed: ParsedFile): Promise<Exit | null> {
  if (parsed.format !== "holdfast" || flag(context.args, "yes")) return null;
  const report = await takeImport(client, parsed, { run: { id: "0".repeat(2 * importIdBytes), at: 0 }, preview: true });
  if (!report.ok) return failed(importFailureText(report.error));
  const all = (await client.items()).filter(({ item }) => !isTrashed(item)).length;
  const { trashed } = report.value;
  if (!isMuch(trashed, all)) return null;
  const what = `${plural(trashed, "item", "items")} of ${plural(all, "item", "items")} to the trash`;
  if (context.terminal.canAsk) return saysYes(context, `The file puts ${what}. Go on?`, "Nothing was changed.");
  return failed(`The file puts ${what}; say --yes if it shall. Nothing was changed.`);
}

function tell(context: Context, told: ImportReport, verb: string): void {
  const report = importDocument(told);
  answer(context, report, () => {
    const lines = [`${verb} ${plural(report.added, "item", "items")}.`, ...report.notes.map(cleanLine)];
    if (told.trashed > 0) lines.push(`To the trash, where the file has them: ${plural(told.trashed, "item", "items")}.`);
    if (report.skipped.length > 0)
      lines.push(`Skipped ${plural(report.skipped.length, "item", "items")}:`, ...skippedLines(report.skipped));
    return lines.map((line) => `${line}\n`).join("");
  });
}

/** Lines for one reason; --json tells of all. */
const toldAReason = 20;

function skippedLines(skipped: readonly SkippedRow[]): readonly string[] {
  return [...Map.groupBy(skipped, ({ reason }) => reason)].flatMap(([reason, same]) => {
    const lines = same.slice(0, toldAReason).map((item) => {
      const place = "line" in item ? `line ${item.line}` : `item ${item.index + 1}`;
      const title = cleanLine(item.title);
      return `  ${place}${title === "" ? "" : ` (${title})`}: ${reason}`;
    });
    const more = same.length - lines.length;
    return more === 0 ? lines : [...lines, `  and ${plural(more, "item", "items")} more: ${reason}`];
  });
}

export const importCommand: Command = {
  name: "import",
  usage: [`import FILE|- [--format auto|${formats.join("|")}] [--preview] [--yes] [--backup-password-file F]`],
  summary: "Takes in the items of another program's export, or of Holdfast's own.",
  details: [
    "--preview                 Says what would be added, and saves nothing. Delete the export when you are done: it is plain text.",
    "--backup-password-file F  The password of a sealed backup, from a file or from standard input (-).",
    "--yes                     Also where a file of Holdfast puts more than a tenth of the vault to the trash, without a question.",
    "holdfast undo-import takes it back.",
  ],
  positionals: [1, 1],
  options: { format: { values: 1 }, preview: { values: 0 }, yes: { values: 0 }, ...backupPasswordOption },
  run,
};
