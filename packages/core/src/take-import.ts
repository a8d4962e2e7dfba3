// Carrying out an import, or saying what it would do: the plan made durable, and a report of it that every shell can show.

import { err, limits, ok, type Result } from "@holdfast/protocol";
import type { RestoreOutcome, RestoreResult } from "./bulk-writes.ts";
import type { Client } from "./client.ts";
import type { ParsedExport } from "./tools/export/read-export.ts";
import { notesOf } from "./tools/import/import-notes.ts";
import type { ImportFormat, ImportRun, ParsedFile, ParsedImport, SkippedItem } from "./tools/import/imported-item.ts";
import { type ImportPlan, planImport } from "./tools/import/plan-import.ts";
import { applyFailureText } from "./vault/apply-failure-text.ts";
import { current } from "./vault/item.ts";
import { isInternalKind } from "./vault/kinds.ts";

/** By its line in a file of lines, else by its place in the file from 0. */
export type SkippedRow = ({ readonly line: number } | { readonly index: number }) & { readonly title: string; readonly reason: string };

export interface ImportReport {
  /** What undo-import takes; null where nothing was made. */
  readonly import: string | null;
  readonly format: ImportFormat;
  readonly added: number;
  /** Of an export: items that the vault had with other values. */
  readonly merged: number;
  readonly skipped: readonly SkippedRow[];
  readonly notes: readonly string[];
  /** Of an export: items of the vault that it puts to the trash, since they were put there after what the vault knows. Not part of the document. */
  readonly trashed: number;
  /** Whether the vault is another now. Not part of the document. */
  readonly changed: boolean;
}

export interface TakeOptions {
  readonly run: ImportRun;
  readonly preview: boolean;
  readonly progress?: (done: number, total: number) => void;
}

const many = (count: number, one: string, more: string): string => `${count.toLocaleString("en-US")} ${count === 1 ? one : more}`;

/** Saves what the file holds and the vault lacks, or says what would be saved. The error is a sentence; nothing was written then. */
export function takeImport(client: Client, parsed: ParsedFile, options: TakeOptions): Promise<Result<ImportReport, string>> {
  return parsed.format === "holdfast" ? restore(client, parsed, options) : add(client, parsed, options);
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
  client: Client,
  parsed: ParsedImport,
  { run, preview, progress = () => {} }: TakeOptions,
): Promise<Result<ImportReport, string>> {
  const held = (await client.items()).map(({ item }) => item);
  const plan = planImport(parsed.items, { held, run, author: { device: client.device, now: run.at } });
  if (held.length + plan.ready.length > limits.vaultItems) return err(full(held.length + plan.ready.length));
  if (!preview) {
    await client.addMany(
      plan.ready.map(({ item }) => item),
      (count) => progress(count, plan.ready.length),
    );
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
  return { import: added === 0 ? null : id, format, added, merged: 0, skipped: rows(skipped), notes, trashed: 0, changed: added > 0 };
}

/** What a file would bring where no vault can be looked at. `device`: there is one, but it is locked. */
export function previewImportAlone(parsed: ParsedFile, device: boolean): ImportReport {
  const notes = device ? ["Not compared with the vault, which is locked: items that it has already are counted here."] : [];
  if (parsed.format === "holdfast") {
    const report = restored(parsed, { outcomes: parsed.items.map(() => "added"), trashed: 0 }, null);
    return { ...report, notes: [...report.notes, ...notes] };
  }
  const run = { id: "0".repeat(32), at: Date.now() };
  const plan = planImport(parsed.items, { held: [], run, author: { device: "f".repeat(32), now: run.at } });
  const report = reportOf(parsed, plan, null);
  return { ...report, notes: [...report.notes, ...notes] };
}

async function restore(
  client: Client,
  parsed: ParsedExport,
  { run, preview, progress = () => {} }: TakeOptions,
): Promise<Result<ImportReport, string>> {
  const result = await client.restoreItems(parsed.items, {
    run,
    preview,
    progress: (count) => progress(count, parsed.items.length),
  });
  return result.type === "vault-full" ? err(full(result.items)) : ok(restored(parsed, result, preview ? null : run.id));
}

const whyNot: Readonly<Partial<Record<RestoreOutcome, string>>> = {
  unchanged: "The vault has it already, with all that the file says of it.",
  "in-trash": "It is in the trash of this vault; holdfast restore brings it back.",
  purged: "It was purged from this vault and can't be brought back under its id.",
  unreadable: "The vault holds something under its id that this version can't read; it was left alone.",
};

type Restored = Pick<RestoreResult & { readonly type: "restored" }, "outcomes" | "trashed">;

function restored(parsed: ParsedExport, { outcomes, trashed }: Restored, id: string | null): ImportReport {
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
    notes.push(`${many(counts.merged, "item was", "items were")} in the vault with other values and merged; no value of either was lost.`);
  if (counts.revived > 0) notes.push(`${many(counts.revived, "item", "items")} had been purged here and came back.`);
  const added = counts.added + counts.revived;
  return {
    import: added === 0 ? null : id,
    format: "holdfast",
    added,
    merged: counts.merged,
    skipped: rows(skipped),
    notes,
    trashed,
    changed,
  };
}
