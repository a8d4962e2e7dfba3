// Tables as comma-separated values, read strictly and in one pass: every value is text and stays as it is, a formula is text like
// any other. Time and memory are linear in the text; a row beyond the bounds ends it at once.
// Source: RFC 4180, section 2. Rows may also end with a line feed alone, and the separator may be another character.

import { err, ok, type Result } from "@holdfast/protocol";
import { importLimits } from "./limits.ts";

export interface CsvRow {
  /** The line of the file on which the row begins, from 1. */
  readonly line: number;
  readonly values: readonly string[];
}

export interface CsvBounds {
  readonly columns: number;
  readonly rows: number;
}

export type CsvFault =
  | { readonly type: "too-many-columns" | "too-many-rows" }
  /** A quote that opens on this line is never closed, or not soon; or something stands behind the one that closes it. */
  | { readonly type: "quote"; readonly line: number };

interface Cursor {
  at: number;
  line: number;
}

const quote = '"';
const quoteCode = 0x22;

/** Every row of `text`, empty lines left out. `separator` is one character. */
export function parseCsv(text: string, separator: string, bounds: CsvBounds): Result<readonly CsvRow[], CsvFault> {
  const rows: CsvRow[] = [];
  const cursor: Cursor = { at: 0, line: 1 };
  while (cursor.at < text.length) {
    if (text[cursor.at] === "\n") {
      cursor.at++;
      cursor.line++;
      continue;
    }
    const row = readRow(text, separator, cursor, bounds.columns);
    if (!row.ok) return row;
    const [only] = row.value.values;
    if (row.value.values.length === 1 && only === "") continue;
    if (rows.length === bounds.rows) return err({ type: "too-many-rows" });
    rows.push(row.value);
  }
  return ok(rows);
}

/** Reads one row and its line end. */
function readRow(text: string, separator: string, cursor: Cursor, columns: number): Result<CsvRow, CsvFault> {
  const { line } = cursor;
  const values: string[] = [];
  for (;;) {
    if (values.length === columns) return err({ type: "too-many-columns" });
    const value = text[cursor.at] === quote ? quoted(text, cursor) : ok(plain(text, separator, cursor));
    if (!value.ok) return value;
    values.push(value.value);
    if (text[cursor.at] === separator) {
      cursor.at++;
      continue;
    }
    const end = lineEnd(text, cursor.at);
    if (end === null) return err({ type: "quote", line });
    cursor.at += end;
    cursor.line++;
    return ok({ line, values });
  }
}

/** How many characters end the row here: none at the end of the text; null where it does not end. */
function lineEnd(text: string, at: number): number | null {
  if (at >= text.length) return 0;
  if (text[at] === "\n") return 1;
  return text[at] === "\r" && (text[at + 1] === "\n" || at + 1 === text.length) ? 2 : null;
}

/** A value in quotes, where two quotes are one (RFC 4180, 2.7). */
function quoted(text: string, cursor: Cursor): Result<string, CsvFault> {
  const start = cursor.at + 1;
  let doubled = false;
  const longest = Math.min(text.length, start + importLimits.valueText);
  for (let at = start; at < longest; at++) {
    if (text.charCodeAt(at) !== quoteCode) continue;
    if (text.charCodeAt(at + 1) === quoteCode) {
      doubled = true;
      at++;
      continue;
    }
    const inside = text.slice(start, at);
    for (let end = inside.indexOf("\n"); end !== -1; end = inside.indexOf("\n", end + 1)) cursor.line++;
    cursor.at = at + 1;
    return ok(doubled ? inside.replaceAll('""', quote) : inside);
  }
  return err({ type: "quote", line: cursor.line });
}

/** A value without quotes: all before the separator or the line end, quotes in its midst included. */
function plain(text: string, separator: string, cursor: Cursor): string {
  const start = cursor.at;
  while (cursor.at < text.length && text[cursor.at] !== separator && text[cursor.at] !== "\n") cursor.at++;
  if (cursor.at > start && text[cursor.at - 1] === "\r" && text[cursor.at] !== separator) cursor.at--;
  return text.slice(start, cursor.at);
}
