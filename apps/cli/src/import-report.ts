// Carrying out an import, or saying what it would do: the plan of core, made durable, and the report that `import` gives of it.

import {
  type Client,
  current,
  type ImportFormat,
  type ImportPlan,
  type ImportRun,
  isInternalKind,
  notesOf,
  type ParsedExport,
  type ParsedFile,
  type ParsedImport,
  planImport,
  type RestoreOutcome,
  type SkippedItem,
} from "@holdfast/core";
import { err, limits, ok, type Result } from "@holdfast/protocol";
import { progressBar } from "./progress-bar.ts";
import type { Terminal } from "./terminal.ts";
import { applyFailureText, plural } from "./words.ts";

/** By its line in a file of lines, else by its place in the file from 0. */
export type SkippedRow = ({ readonly line: number } | { readonly index: number }) & { readonly title: string; readonly reason: string };

export interface ImportReport {
  /** What undo-import takes; null where nothing was made. */
  readonly import: string | null;
  readonly format: ImportFormat;
  readonly added: number;
  readonly skipped: readonly SkippedRow[];
  readonly notes: readonly string[];
  /** Whether the vault is another now. Not part of the document. */
  readonly changed: boolean;
}

export interface TakeOptions {
  readonly run: ImportRun;
  readonly preview: boolean;
}

/** Saves what the file holds and the vault lacks, or says what would be saved. The error is a sentence; nothing was written then. */
export function take(terminal: Terminal, client: Client, parsed: ParsedFile, options: TakeOptions): Promise<Result<ImportReport, string>> {
  return parsed.format === "holdfast" ? restore(terminal, client, parsed, options) : add(terminal, client, parsed, options);
}

const row = ({ index, line, title, reason }: SkippedItem): SkippedRow => ({
  ...(line === undefined ? { index } : { line }),
  title,
  reason,
});

const rows = (skipped: readonly SkippedItem[]): readonly SkippedRow[] => skipped.toSorted((a, b) => a.index - b.index).map(row);

const full = (items: number): string =>
  `The vault would hold ${items.toLocaleString("en-US")} items; it takes at most ${limits.vaultItems.toLocaleString("en-US")}. Nothing was added.`;

async function add(
  terminal: Terminal,
  client: Client,
  parsed: ParsedImport,
  { run, preview }: TakeOptions,
): Promise<Result<ImportReport, string>> {
  const held = (await client.items()).map(({ item }) => item);
  const plan = planImport(parsed.items, { held, run, author: { device: client.device, now: run.at } });
  if (held.length + plan.ready.length > limits.vaultItems) return err(full(held.length + plan.ready.length));
  if (!preview) {
    const bar = progressBar(terminal);
    await client.addMany(
      plan.ready.map(({ item }) => item),
      (count) => bar.show("Saving", count, plan.ready.length),
    );
    bar.end();
  }
  return ok(reportOf(parsed, plan, preview ? null : run.id));
}

function reportOf(parsed: ParsedImport, { ready, duplicates, refused }: ImportPlan, id: string | null): ImportReport {
  const skipped = [
    ...parsed.skipped,
    ...duplicates.map(({ imported, of }) => ({
      ...imported,
      reason: of === "vault" ? "The vault has the same item already." : "The file has the same item before it.",
    })),
    ...refused.map(({ imported, failure }) => ({ ...imported, reason: applyFailureText(failure) })),
  ];
  const added = ready.length;
  const { format } = parsed;
  const notes = [...notesOf(ready.map(({ imported }) => imported)), ...parsed.notes];
  return { import: added === 0 ? null : id, format, added, skipped: rows(skipped), notes, changed: added > 0 };
}

/** What a file would bring where no vault can be looked at. `device`: there is one, but it is locked. */
export function previewAlone(parsed: ParsedFile, device: boolean): ImportReport {
  const notes = device ? ["Not compared with the vault, which is locked: items that it has already are counted here."] : [];
  if (parsed.format === "holdfast") {
    const report = restored(
      parsed,
      parsed.items.map(() => "added"),
      null,
    );
    return { ...report, notes: [...report.notes, ...notes] };
  }
  const run = { id: "0".repeat(32), at: Date.now() };
  const plan = planImport(parsed.items, { held: [], run, author: { device: "f".repeat(32), now: run.at } });
  const report = reportOf(parsed, plan, null);
  return { ...report, notes: [...report.notes, ...notes] };
}

async function restore(
  terminal: Terminal,
  client: Client,
  parsed: ParsedExport,
  { run, preview }: TakeOptions,
): Promise<Result<ImportReport, string>> {
  const bar = progressBar(terminal);
  const result = await client.restoreItems(parsed.items, {
    run,
    preview,
    progress: (count) => bar.show(preview ? "Comparing" : "Saving", count, parsed.items.length),
  });
  bar.end();
  return result.type === "vault-full" ? err(full(result.items)) : ok(restored(parsed, result.outcomes, preview ? null : run.id));
}

const whyNot: Readonly<Partial<Record<RestoreOutcome, string>>> = {
  unchanged: "The vault has it already, with all that the file says of it.",
  "in-trash": "It is in the trash of this vault; holdfast restore brings it back.",
  purged: "It was purged from this vault and can't be brought back under its id.",
  unreadable: "The vault holds something under its id that this version can't read; it was left alone.",
};

function restored(parsed: ParsedExport, outcomes: readonly RestoreOutcome[], id: string | null): ImportReport {
  const counts = { added: 0, revived: 0, merged: 0 };
  const skipped: SkippedItem[] = [...parsed.skipped];
  let changed = false;
  for (const [at, { content, index }] of parsed.items.entries()) {
    const outcome = outcomes[at] ?? "unreadable";
    const reason = whyNot[outcome];
    if (reason === undefined) changed = true;
    if (isInternalKind(content.kind)) continue;
    const title = current(content, "title");
    if (reason !== undefined) skipped.push({ index, title: typeof title === "string" ? title : "", reason });
    else if (outcome === "added" || outcome === "revived" || outcome === "merged") counts[outcome]++;
  }
  const notes = [...parsed.notes];
  if (counts.merged > 0)
    notes.push(
      `${plural(counts.merged, "item was", "items were")} in the vault with other values and merged; no value of either was lost.`,
    );
  if (counts.revived > 0) notes.push(`${plural(counts.revived, "item", "items")} had been purged here and came back.`);
  const added = counts.added + counts.revived;
  return { import: added === 0 ? null : id, format: "holdfast", added, skipped: rows(skipped), notes, changed };
}
