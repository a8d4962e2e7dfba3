// Reads an export back (X5): strictly, within bounds, and all of it or nothing. The text is looked over once, then each item is
// parsed by itself, so that no text of the whole is parsed at once. Its lines don't matter: any JSON of this form is as good.

import { err, limits, ok, type Result } from "@holdfast/protocol";
import { isTombstone } from "../../vault/item.ts";
import { contentOf } from "../../vault/parse.ts";
import { greatestStamp, lastImported } from "../../vault/stamp.ts";
import type { ImportFailure, ImportNote, UnreadableReason } from "../import/import-facts.ts";
import type { SkippedItem } from "../import/imported-item.ts";
import { type JsonFault, scanJson } from "../import/json-scan.ts";
import { exportLimits } from "../import/limits.ts";
import { type ExportedItem, exportFormat, exportVersion } from "./export-form.ts";

export interface ParsedExport {
  readonly format: "holdfast";
  /** With their places in the file, from 0; each id once. */
  readonly items: readonly (ExportedItem & { readonly index: number })[];
  readonly skipped: readonly SkippedItem[];
  readonly notes: readonly ImportNote[];
}

type Span = readonly [start: number, end: number];

/** Whether a text claims to be an export: what decides how a broken one is told. */
export const isHoldfastExport = (text: string): boolean =>
  /^\s*\{/.test(text) && /"format"\s*:\s*"holdfast-export"/.test(text.slice(0, exportLimits.headText));

const unreadable = (why: UnreadableReason): ImportFailure => ({ type: "unreadable", why });
const damaged = unreadable("export");

const faults: Readonly<Record<JsonFault, ImportFailure>> = {
  "too-deep": damaged,
  "too-many-parts": damaged,
  "repeated-key": unreadable("export-repeated-key"),
  "inexact-number": unreadable("export-inexact-number"),
};

export function readExport(text: string): Result<ParsedExport, ImportFailure> {
  const spans: Span[] = [];
  const fault = scanJson(text, exportLimits.json, (start, end) => {
    if (spans.length <= limits.vaultItems) spans.push([start, end]);
  });
  if (fault !== null) return err(faults[fault]);
  const head = headOf(text, spans);
  if (head === null) return err(damaged);
  if (head.format !== exportFormat) return err({ type: "unknown-format", why: "not-holdfast" });
  if (head.version !== exportVersion) return err({ type: "unknown-format", why: "newer-holdfast" });
  if (!Array.isArray(head.items) || head.items.length > 0) return err(damaged);
  return spans.length > limits.vaultItems ? err({ type: "too-many-items", items: null }) : ok(readItems(text, spans, head.unreadable));
}

type Members = { readonly [name: string]: unknown };

const isMembers = (given: unknown): given is Members => typeof given === "object" && given !== null && !Array.isArray(given);

/** The document without its items; null where it is no JSON, or anything but commas stands between them. */
function headOf(text: string, spans: readonly Span[]): Members | null {
  const first = spans[0]?.[0] ?? text.length;
  const last = spans.at(-1)?.[1] ?? text.length;
  if (first + text.length - last > exportLimits.headText) return null;
  const between = spans.every(([, end], at) => {
    const next = spans[at + 1];
    return next === undefined || /^[ \t\r\n]*,[ \t\r\n]*$/.test(text.slice(end, next[0]));
  });
  const head = parsed(text.slice(0, first) + text.slice(last));
  return between && isMembers(head) ? head : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readItems(text: string, spans: readonly Span[], leftOut: unknown): ParsedExport {
  const items: ParsedExport["items"][number][] = [];
  const skipped: SkippedItem[] = [];
  const ids = new Set<string>();
  for (const [index, [start, end]] of spans.entries()) {
    const item = end - start > exportLimits.itemText ? null : itemOf(parsed(text.slice(start, end)));
    if (item === null) skipped.push({ index, title: "", reason: { type: "damaged" } });
    else if (greatestStamp(item.content) > lastImported) skipped.push({ index, title: "", reason: { type: "beyond-clocks" } });
    else if (ids.has(item.id)) skipped.push({ index, title: "", reason: { type: "repeated-id" } });
    else {
      ids.add(item.id);
      items.push({ ...item, index });
    }
  }
  const notes: readonly ImportNote[] = typeof leftOut === "number" && leftOut > 0 ? [{ type: "left-out", count: leftOut }] : [];
  return { format: "holdfast", items, skipped, notes };
}

/** An element of the list. A tombstone is none: a file brings items, and takes none away. */
function itemOf(given: unknown): ExportedItem | null {
  if (!isMembers(given) || Object.keys(given).length !== 2) return null;
  const { id, content } = given;
  if (typeof id !== "string" || !/^[0-9a-f]{32}$/.test(id)) return null;
  const item = contentOf(content);
  return item === null || isTombstone(item) ? null : { id, content: item };
}
