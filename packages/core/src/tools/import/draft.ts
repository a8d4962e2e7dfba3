// One item while it is read from another program's file. Members are taken out one by one, and what remains is kept in custom
// fields: so nothing of an item is lost by being forgotten here.

import type { Path, Value } from "../../vault/item.ts";
import type { UriMatch } from "../../vault/kinds.ts";
import type { NoteReason } from "./import-facts.ts";
import type { ImportWords } from "./import-words.ts";

/** Members of an untrusted object; a Map, so that no key can touch a prototype. */
export type Members = Map<string, unknown>;

/** The members of `value`, or null where it is no object. */
export const membersOf = (value: unknown): Members | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : null;

/** Takes a member out. */
export function take(members: Members, key: string): unknown {
  const value = members.get(key);
  members.delete(key);
  return value;
}

export interface Draft {
  readonly words: ImportWords;
  readonly edit: Map<Path, Value>;
  readonly notes: Set<NoteReason>;
  /** How many addresses and custom fields it has; they make their ids and their order. */
  uris: number;
  customs: number;
}

export const newDraft = (words: ImportWords): Draft => ({ words, edit: new Map(), notes: new Set(), uris: 0, customs: 0 });

/** Whether a value says nothing: absent, null, or empty. */
export const saysNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === "" ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === "object" && !Array.isArray(value) && Object.keys(value).length === 0);

/** Well-formed text, since an item's text is I-JSON (RFC 7493, 2.1). */
export function wellFormed(draft: Draft, text: string): string {
  if (text.isWellFormed()) return text;
  draft.notes.add("text");
  return text.toWellFormed();
}

/** The text of a text, number or truth value; null for all else. */
export function plainText(draft: Draft, value: unknown): string | null {
  if (typeof value === "string") return wellFormed(draft, value);
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

/** Adds a custom field. */
export function custom(draft: Draft, label: string, value: string, concealed: boolean, type?: "boolean"): void {
  const order = draft.customs++;
  draft.edit.set(`custom/${order + 1}`, {
    label: wellFormed(draft, label),
    value: wellFormed(draft, value),
    concealed,
    order,
    ...(type === undefined ? {} : { type }),
  });
}

/** Keeps what has no place in a concealed custom field: a text as it is, anything else as JSON. */
export function keep(draft: Draft, label: string, value: unknown, reason: NoteReason = "unknownPart"): void {
  if (saysNothing(value)) return;
  custom(draft, label, plainText(draft, value) ?? JSON.stringify(value), true);
  draft.notes.add(reason);
}

/** Keeps every member that nobody took, each under `prefix` and its name. */
export function keepRest(draft: Draft, prefix: string, members: Members, reason: NoteReason = "unknownPart"): void {
  for (const [key, value] of members) keep(draft, `${prefix}${key}`, value, reason);
}

/** Takes a member that is the text of a field; anything but a text is kept beside it. */
export function putText(draft: Draft, members: Members, key: string, path: Path): void {
  const value = take(members, key);
  if (saysNothing(value)) return;
  const text = plainText(draft, value);
  if (text === null) keep(draft, key, value);
  else draft.edit.set(path, text);
}

/** Adds an address. */
export function putUri(draft: Draft, uri: string, match: UriMatch | null): void {
  const order = draft.uris++;
  draft.edit.set(`uri/${order + 1}`, { uri: wellFormed(draft, uri), match, order });
}

/** The title, which is also set: made from the first address where the file has none. */
export function putTitle(draft: Draft): string {
  const given = draft.edit.get("title");
  if (typeof given === "string" && given.trim() !== "") return given;
  const uri = membersOf(draft.edit.get("uri/1"))?.get("uri");
  const title = (typeof uri === "string" ? placeOf(uri) : "") || draft.words.untitled;
  draft.edit.set("title", title);
  draft.notes.add("noTitle");
  return title;
}

/** The host of a web address; the package of an app's, which is android://<hash of its certificate>@<package>/. */
function placeOf(uri: string): string {
  const authority = uri.replace(/^[a-z]+:\/\//, "").replace(/[/?#].*$/s, "");
  return uri.startsWith("android://") ? authority.slice(authority.lastIndexOf("@") + 1) : authority;
}

/** Milliseconds since 1970 of an ISO 8601 time with its date, or null. */
export function timeOf(value: unknown): number | null {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d/.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}
