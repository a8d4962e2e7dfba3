// The text file of Kaspersky Password Manager: sections under a line with their name, items of `Key: value` lines, each ended by a
// line of three hyphens. The last key of an item, its comment or text, runs over any number of lines and may hold anything: lines
// that look like keys, names of sections, even three hyphens. So hyphens end an item only where a section, an item or the end of
// the file follows; elsewhere they are text, and the person is told. // X16

import { err, limits, ok, type Result } from "@holdfast/protocol";
import { custom, type Draft, keep, newDraft, putTitle, putUri, wellFormed } from "./draft.ts";
import type { ImportFailure } from "./import-facts.ts";
import type { ImportWords } from "./import-words.ts";
import type { ImportedItem, ParsedImport, SkippedItem } from "./imported-item.ts";
import { importLimits } from "./limits.ts";
import { addressOf, linesOf } from "./lines.ts";

interface Section {
  readonly kind: string;
  /** The keys of an item in their order, and where each belongs; the last one runs over several lines. */
  readonly keys: readonly (readonly [key: string, place: string])[];
}

const account = (first: string, ...more: Section["keys"]): Section => ({
  kind: "login",
  keys: [[first, "title"], ...more, ["Login name", "custom"], ["Login", "username"], ["Password", "password"], ["Comment", "note"]],
});

const sections: ReadonlyMap<string, Section> = new Map([
  ["Websites", account("Website name", ["Website URL", "uri"])],
  ["Applications", account("Application")],
  ["Other Accounts", account("Account name")],
  [
    "Notes",
    {
      kind: "note",
      keys: [
        ["Name", "title"],
        ["Text", "note"],
      ],
    },
  ],
]);

type Lines = readonly string[];

const isSeparator = (line: string | undefined): boolean => line !== undefined && /^---[ \t]*$/.test(line);
const sectionOf = (line: string | undefined): Section | null => sections.get(line?.trim() ?? "") ?? null;
const begins = (line: string | undefined, key: string | undefined): boolean => key !== undefined && line?.startsWith(`${key}:`) === true;

/** The first line from `at` on that is not blank; the number of lines where there is none. */
function filled(lines: Lines, at: number): number {
  let next = at;
  while (next < lines.length && (lines[next] ?? "").trim() === "") next++;
  return next;
}

/** Whether an item of the section begins here: its first two keys stand below each other. */
const beginsItem = (lines: Lines, at: number, { keys: [first, second] }: Section): boolean =>
  begins(lines[at], first?.[0]) && begins(lines[at + 1], second?.[0]);

/** Whether something of the file's own follows: an item of this section, sections of which the last has an item, or the end. */
function somethingBegins(lines: Lines, at: number, section: Section): boolean {
  let next = filled(lines, at);
  let within = section;
  for (let opened = sectionOf(lines[next]); opened !== null; opened = sectionOf(lines[next])) {
    within = opened;
    next = filled(lines, next + 1);
  }
  return next === lines.length || beginsItem(lines, next, within);
}

/** Whether a text begins as this file does: with a section that has an item, or with nothing but empty sections. */
export function isKasperskyTxt(text: string): boolean {
  const lines = linesOf(text, importLimits.lines);
  const first = lines === null ? 0 : filled(lines, 0);
  const section = sectionOf(lines?.[first]);
  return lines !== null && section !== null && somethingBegins(lines, first, section);
}

/** Whether a text has the form of this file under names that are not known: it was made in another language. */
export function isForeignKasperskyTxt(text: string): boolean {
  const lines = linesOf(text, importLimits.lines);
  if (lines === null) return false;
  const first = filled(lines, 0);
  const second = filled(lines, first + 1);
  return !(lines[first] ?? ":").includes(":") && /^[^:]{1,60}: ?/.test(lines[second] ?? "") && lines.some(isSeparator);
}

export function readKasperskyTxt(text: string, words: ImportWords): Result<ParsedImport, ImportFailure> {
  const lines = linesOf(text, importLimits.lines);
  if (lines === null) return err({ type: "unreadable", why: "too-many-lines" });
  if (sectionOf(lines[filled(lines, 0)]) === null) {
    return err({ type: "unknown-format", why: isForeignKasperskyTxt(text) ? "kaspersky-language" : "not-kaspersky" });
  }
  return readSections(lines, words);
}

function readSections(lines: Lines, words: ImportWords): Result<ParsedImport, ImportFailure> {
  const items: ImportedItem[] = [];
  const skipped: SkippedItem[] = [];
  let section: Section | null = null;
  for (let at = filled(lines, 0); at < lines.length; at = filled(lines, at)) {
    const opened = sectionOf(lines[at]);
    const index: number = items.length + skipped.length;
    if (opened !== null || isSeparator(lines[at])) {
      section = opened ?? section;
      at++;
    } else if (index === limits.vaultItems) {
      return err({ type: "too-many-items", items: null });
    } else if (section === null || !beginsItem(lines, at, section)) {
      skipped.push({ index, line: at + 1, title: "", reason: { type: "stray" } });
      at = afterStray(lines, at, section);
    } else {
      const read = readItem(lines, at, { section, index, words });
      if (read.item === null) skipped.push({ index, line: at + 1, title: "", reason: { type: "empty" } });
      else items.push(read.item);
      at = read.next;
    }
  }
  return ok({ format: "kaspersky-txt", items, skipped, notes: [] });
}

/** Behind lines that belong to nothing: at the next section or item, or behind the next hyphens. */
function afterStray(lines: Lines, from: number, section: Section | null): number {
  for (let at = from; at < lines.length; at++) {
    if (isSeparator(lines[at])) return at + 1;
    if (at > from && (sectionOf(lines[at]) !== null || (section !== null && beginsItem(lines, at, section)))) return at;
  }
  return lines.length;
}

interface ItemContext {
  readonly section: Section;
  readonly index: number;
  readonly words: ImportWords;
}

function readItem(lines: Lines, from: number, { section, index, words }: ItemContext) {
  const draft = newDraft(words);
  const places = new Map(section.keys);
  const last = section.keys.at(-1)?.[0] ?? "";
  let at = from;
  for (; at < lines.length && !isSeparator(lines[at]) && !begins(lines[at], last); at++) putLine(draft, places, lines[at] ?? "");
  if (begins(lines[at], last)) at = putText(draft, lines, at, section, last.length + 1);
  const empty = draft.edit.size === 0;
  const title = empty ? "" : putTitle(draft);
  const { edit, notes: found } = draft;
  const item: ImportedItem = { index, line: from + 1, title, kind: section.kind, past: [], edit, created: null, changed: null, found };
  return { item: empty ? null : item, next: at + 1 };
}

const valueBehind = (line: string, colon: number): string => line.slice(colon + 1).replace(/^ /, "");

/** One line before the comment or text. A key that is not known, or stands there twice, is kept under its name. */
function putLine(draft: Draft, places: Map<string, string>, line: string): void {
  const colon = line.indexOf(":");
  const key = colon === -1 ? "" : line.slice(0, colon);
  const value = valueBehind(line, colon);
  const place = places.get(key);
  places.delete(key);
  if (value.trim() === "" && colon !== -1) return;
  if (place === undefined) keep(draft, key === "" ? draft.words.line : key, value);
  else if (place === "custom") custom(draft, key, value, false);
  else if (place === "uri") {
    const address = addressOf(value);
    if (address !== value) draft.notes.add("scheme");
    putUri(draft, address, null);
  } else draft.edit.set(place, wellFormed(draft, value));
}

/** Takes the comment or text that begins on line `from`, `skip` characters in. The line of the hyphens that end it. */
function putText(draft: Draft, lines: Lines, from: number, section: Section, skip: number): number {
  let end = from + 1;
  for (; end < lines.length; end++) {
    if (!isSeparator(lines[end])) continue;
    if (somethingBegins(lines, end + 1, section)) break;
    draft.notes.add("separator");
  }
  const text = [(lines[from] ?? "").slice(skip).replace(/^ /, ""), ...lines.slice(from + 1, end)].join("\n").replace(/\n[\n \t]*$/, "");
  if (text.trim() !== "") draft.edit.set("note", wellFormed(draft, text));
  return end;
}
