// The passwords that Chrome, Edge, Brave and other browsers of that family export: one login a line, under the names
// name, url, username, password and, since 2023, note. What a person has added beside them is kept in custom fields.

import { err, limits, ok, type Result } from "@holdfast/protocol";
import { type CsvFault, type CsvRow, parseCsv } from "./csv.ts";
import { type Draft, keep, newDraft, putTitle, putUri, wellFormed } from "./draft.ts";
import type { ImportFailure, SkipReason } from "./import-facts.ts";
import type { ImportWords } from "./import-words.ts";
import type { ImportedItem, ParsedImport, SkippedItem } from "./imported-item.ts";
import { importLimits } from "./limits.ts";

const needed = ["name", "url", "username", "password"] as const;
const known: ReadonlySet<string> = new Set([...needed, "note"]);

/** A browser writes commas; a spreadsheet that saved the file again may write semicolons. */
const separators = [",", ";"] as const;

interface Header {
  readonly separator: string;
  /** In the order of the file, in lower case. */
  readonly names: readonly string[];
}

/** The first line, where it names at least what a login needs. */
function headerOf(text: string): Header | null {
  const end = text.indexOf("\n");
  const line = end === -1 ? text : text.slice(0, end);
  if (line.length > importLimits.headerLine) return null;
  for (const separator of separators) {
    const parsed = parseCsv(line, separator, { columns: importLimits.columns, rows: 1 });
    const names = parsed.ok ? (parsed.value[0]?.values.map((name) => name.trim().toLowerCase()) ?? []) : [];
    if (needed.every((name) => names.includes(name))) return { separator, names };
  }
  return null;
}

/** Whether the first line is exactly that of a browser: other programs have the same names among more. */
export function isChromeCsv(text: string): boolean {
  const header = headerOf(text);
  return header?.names.every((name) => known.has(name)) ?? false;
}

export function readChromeCsv(text: string, words: ImportWords): Result<ParsedImport, ImportFailure> {
  const header = headerOf(text);
  if (header === null) return err({ type: "unknown-format", why: "not-chrome" });
  if (new Set(header.names).size < header.names.length) return err({ type: "unreadable", why: "repeated-column" });
  const rows = parseCsv(text, header.separator, { columns: importLimits.columns, rows: limits.vaultItems + 1 });
  return rows.ok ? ok(readRows(rows.value.slice(1), header.names, words)) : err(faultOf(rows.error));
}

function faultOf(fault: CsvFault): ImportFailure {
  switch (fault.type) {
    case "too-many-rows":
      return { type: "too-many-items", items: null };
    case "too-many-columns":
      return { type: "unreadable", why: fault.type };
    case "quote":
      return { type: "unreadable", why: "quote", line: fault.line };
  }
}

function readRows(rows: readonly CsvRow[], names: readonly string[], words: ImportWords): ParsedImport {
  const items: ImportedItem[] = [];
  const skipped: SkippedItem[] = [];
  for (const [index, { line, values }] of rows.entries()) {
    const reason = unfit(values, names.length);
    if (reason !== null) {
      skipped.push({ index, line, title: "", reason });
      continue;
    }
    const draft = newDraft(words);
    for (const [column, name] of names.entries()) putValue(draft, name, values[column] ?? "");
    const title = putTitle(draft);
    items.push({ index, line, title, kind: "login", past: [], edit: draft.edit, created: null, changed: null, found: draft.notes });
  }
  return { format: "chrome-csv", items, skipped, notes: [] };
}

/** Why a line makes no item, or null. With another number of values nobody knows which of them is the password. */
function unfit(values: readonly string[], columns: number): SkipReason | null {
  if (values.length !== columns) return { type: "other-columns", values: values.length, columns };
  return values.every((value) => value === "") ? { type: "empty" } : null;
}

function putValue(draft: Draft, name: string, value: string): void {
  if (value === "") return;
  if (name === "url") putUri(draft, value, null);
  else if (name === "name") draft.edit.set("title", wellFormed(draft, value));
  else if (known.has(name)) draft.edit.set(name, wellFormed(draft, value));
  else keep(draft, name === "" ? draft.words.unnamedColumn : name, value);
}
