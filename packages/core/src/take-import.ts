// Carrying out an import, or saying what it would do: the plan made durable, and a report of it that every shell can show.

import { err, limits, ok, type Result } from "@holdfast/protocol";
import type { RestoreResult } from "./bulk-writes.ts";
import type { Client } from "./client.ts";
import type { ParsedExport } from "./tools/export/read-export.ts";
import type { ImportFailure, ImportNote, SkipReason } from "./tools/import/import-facts.ts";
import { notesOf } from "./tools/import/import-notes.ts";
import type { ImportedItem, ImportFormat, ImportRun, ParsedFile, ParsedImport, SkippedItem } from "./tools/import/imported-item.ts";
import { type ImportPlan, planImport } from "./tools/import/plan-import.ts";
import { current } from "./vault/item.ts";
import { isInternalKind } from "./vault/kinds.ts";

export interface ImportReport {
  /** What undo-import takes; null where nothing was made. */
  readonly import: string | null;
  readonly format: ImportFormat;
  readonly added: number;
  /** Of an export: items that the vault had with other values. */
  readonly merged: number;
  readonly skipped: readonly SkippedItem[];
  readonly notes: readonly ImportNote[];
  /** Of an export: items of the vault that it puts to the trash, since they were put there after what the vault knows. */
  readonly trashed: number;
  /** Whether the vault is another now. */
  readonly changed: boolean;
}

export interface TakeOptions {
  readonly run: ImportRun;
  readonly preview: boolean;
  readonly progress?: (done: number, total: number) => void;
}

/** Saves what the file holds and the vault lacks, or says what would be saved. With an error nothing was written. */
export function takeImport(client: Client, parsed: ParsedFile, options: TakeOptions): Promise<Result<ImportReport, ImportFailure>> {
  return parsed.format === "holdfast" ? restore(client, parsed, options) : add(client, parsed, options);
}

/** In the order of the file. */
const inOrder = (skipped: readonly SkippedItem[]): readonly SkippedItem[] => skipped.toSorted((a, b) => a.index - b.index);

/** Of an item that was read and not taken, the report bears where it stands and its title: nothing of what it holds. */
const skip = ({ index, line, title }: ImportedItem, reason: SkipReason): SkippedItem => ({
  index,
  ...(line === undefined ? {} : { line }),
  title,
  reason,
});

async function add(
  client: Client,
  parsed: ParsedImport,
  { run, preview, progress = () => {} }: TakeOptions,
): Promise<Result<ImportReport, ImportFailure>> {
  const held = (await client.items()).map(({ item }) => item);
  const plan = planImport(parsed.items, { held, run, author: { device: client.device, now: run.at } });
  const items = held.length + plan.ready.length;
  if (items > limits.vaultItems) return err({ type: "vault-full", items });
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
    ...duplicates.map(({ imported, of }) => skip(imported, { type: of === "vault" ? "in-vault" : "in-file" })),
    ...refused.map(({ imported, failure }) => skip(imported, failure)),
  ];
  const added = ready.length;
  const { format } = parsed;
  const notes = [...notesOf(ready.map(({ imported }) => imported)), ...parsed.notes];
  return { import: added === 0 ? null : id, format, added, merged: 0, skipped: inOrder(skipped), notes, trashed: 0, changed: added > 0 };
}

/** What a file would bring where no vault can be looked at. `device`: there is one, but it is locked. */
export function previewImportAlone(parsed: ParsedFile, device: boolean): ImportReport {
  const notes: readonly ImportNote[] = device ? [{ type: "not-compared" }] : [];
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
): Promise<Result<ImportReport, ImportFailure>> {
  const result = await client.restoreItems(parsed.items, {
    run,
    preview,
    progress: (count) => progress(count, parsed.items.length),
  });
  return result.type === "vault-full" ? err(result) : ok(restored(parsed, result, preview ? null : run.id));
}

type Restored = Pick<RestoreResult & { readonly type: "restored" }, "outcomes" | "trashed">;

function restored(parsed: ParsedExport, { outcomes, trashed }: Restored, id: string | null): ImportReport {
  const counts = { added: 0, revived: 0, merged: 0 };
  const skipped: SkippedItem[] = [...parsed.skipped];
  let changed = false;
  for (const [at, { content, index }] of parsed.items.entries()) {
    const outcome = outcomes[at] ?? "unreadable";
    const taken = outcome === "added" || outcome === "revived" || outcome === "merged";
    if (taken) changed = true;
    if (isInternalKind(content.kind) && outcome !== "other-kind") continue;
    const title = current(content, "title");
    if (taken) counts[outcome]++;
    else skipped.push({ index, title: typeof title === "string" ? title : "", reason: { type: outcome } });
  }
  const notes = [...parsed.notes];
  for (const type of ["merged", "revived"] as const) if (counts[type] > 0) notes.push({ type, count: counts[type] });
  const added = counts.added + counts.revived;
  return {
    import: added === 0 ? null : id,
    format: "holdfast",
    added,
    merged: counts.merged,
    skipped: inOrder(skipped),
    notes,
    trashed,
    changed,
  };
}
