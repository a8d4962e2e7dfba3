// One item of a Bitwarden export. Takes every member out of it once and puts it in its place; what remains is kept (draft.ts).

import type { Path, Value } from "../../vault/item.ts";
import { itemLimits } from "../../vault/limits.ts";
import type { PastEdit } from "../../vault/new-item.ts";
import { tagPath } from "../../vault/path.ts";
import { type BitwardenKind, bitwardenKinds, bitwardenLinks, bitwardenMatches } from "./bitwarden-kinds.ts";
import {
  custom,
  type Draft,
  keep,
  keepRest,
  type Members,
  membersOf,
  newDraft,
  plainText,
  putText,
  putTitle,
  putUri,
  saysNothing,
  take,
  timeOf,
  wellFormed,
} from "./draft.ts";
import type { NoteReason } from "./import-facts.ts";
import { type ImportWords, worded } from "./import-words.ts";
import type { ImportedItem } from "./imported-item.ts";

/** Old passwords that an item takes into its history, beside the current one. */
const oldPasswords = itemLimits.secretRegisters - 1;

/** Names of the file's folders and collections by their ids. */
export type FolderNames = ReadonlyMap<unknown, string>;

/** Members that say where an item stood in Bitwarden and nothing about what it holds. */
const housekeeping = ["id", "organizationId", "object"] as const;

export interface ItemContext {
  readonly folders: FolderNames;
  readonly words: ImportWords;
}

export function readItem(index: number, members: Members, { folders, words }: ItemContext): ImportedItem {
  const draft = newDraft(words);
  for (const key of housekeeping) take(members, key);
  const created = timeOf(take(members, "creationDate"));
  const changed = timeOf(take(members, "revisionDate"));
  const type = take(members, "type");
  const known = bitwardenKinds.get(type);
  putText(draft, members, "name", "title");
  putText(draft, members, "notes", "note");
  putFolders(draft, members, folders);
  putFlags(draft, members, changed ?? created ?? 0);
  if (known !== undefined) putPart(draft, take(members, known.part), known);
  putFields(draft, take(members, "fields"));
  const past = takeHistory(draft, take(members, "passwordHistory"), known?.kind === "login");
  keep(draft, "attachments", take(members, "attachments"), "attachments");
  if (known === undefined) {
    keep(draft, "type", type, "unknownKind");
    draft.notes.add("unknownKind");
  }
  keepOthers(draft, members, known === undefined ? "unknownKind" : "unknownPart");
  const title = putTitle(draft);
  return { index, title, kind: known?.kind ?? "note", past, edit: draft.edit, created, changed, found: draft.notes };
}

function putFolders(draft: Draft, members: Members, folders: FolderNames): void {
  const collections = take(members, "collectionIds");
  const ids = [take(members, "folderId"), ...(Array.isArray(collections) ? collections : [collections])];
  for (const id of ids) {
    if (saysNothing(id)) continue;
    const name = folders.get(id);
    const path = tagPath(name ?? "");
    if (name === undefined) draft.notes.add("noFolder");
    else if (path !== null) draft.edit.set(path, true);
    else keep(draft, draft.words.folder, name, "folder");
  }
}

function putFlags(draft: Draft, members: Members, latest: number): void {
  const favorite = take(members, "favorite");
  if (favorite === true) draft.edit.set("favorite", true);
  else if (favorite !== false) keep(draft, "favorite", favorite);
  const deleted = take(members, "deletedDate");
  if (!saysNothing(deleted)) draft.edit.set("trashed", timeOf(deleted) ?? latest);
  if (timeOf(deleted) === null) keep(draft, "deletedDate", deleted);
  const reprompt = take(members, "reprompt");
  if (reprompt === 1) {
    custom(draft, draft.words.askAgain, "true", false, "boolean");
    draft.notes.add("reprompt");
  } else if (reprompt !== 0) keep(draft, "reprompt", reprompt);
}

/** What belongs to the type: login, card, identity and so on. */
function putPart(draft: Draft, value: unknown, { kind, part, texts }: BitwardenKind): void {
  const members = membersOf(value);
  if (members === null) {
    keep(draft, part, value);
    return;
  }
  for (const [member, path] of texts) putText(draft, members, member, path);
  if (kind === "login") putLogin(draft, members);
  if (kind === "card") putExpiry(draft, members);
  if (kind === "identity") putStreet(draft, members);
  if (kind === "note" && members.get("type") === 0) take(members, "type");
  keepRest(draft, `${part}.`, members);
}

function putLogin(draft: Draft, members: Members): void {
  // The last time in the password history says the same.
  take(members, "passwordRevisionDate");
  const single = take(members, "uri");
  const uris = take(members, "uris");
  if (Array.isArray(uris)) for (const entry of uris) putAddress(draft, entry);
  else keep(draft, "login.uris", uris);
  const known = [...draft.edit].some(([path, value]) => path.startsWith("uri/") && membersOf(value)?.get("uri") === single);
  if (typeof single === "string" && single !== "" && !known) putUri(draft, single, null);
  else if (typeof single !== "string") keep(draft, "login.uri", single);
  const passkeys = take(members, "fido2Credentials");
  const { words } = draft;
  for (const passkey of Array.isArray(passkeys) ? passkeys : [passkeys]) {
    const site = membersOf(passkey)?.get("rpId");
    keep(draft, typeof site === "string" ? worded(words.passkeyFor, site) : words.passkey, passkey, "passkey");
  }
}

function putAddress(draft: Draft, entry: unknown): void {
  const members = membersOf(entry);
  const uri = members?.get("uri");
  if (members === null || typeof uri !== "string") {
    if (members === null || !saysNothing(uri)) keep(draft, "login.uris", entry);
    return;
  }
  take(members, "uri");
  // Computed from the address.
  take(members, "uriChecksum");
  const match = take(members, "match");
  if (uri !== "") putUri(draft, uri, bitwardenMatches.get(match) ?? null);
  if (!bitwardenMatches.has(match)) keep(draft, worded(draft.words.matchOf, uri), match, "match");
  keepRest(draft, `${uri} `, members);
}

/** One date from month and year; kept apart where they make none. */
function putExpiry(draft: Draft, members: Members): void {
  const month = take(members, "expMonth");
  const year = take(members, "expYear");
  const yearText = plainText(draft, year)?.trim() ?? "";
  const monthText = plainText(draft, month)?.trim() ?? "";
  if (/^\d{4}$/.test(yearText) && saysNothing(month)) draft.edit.set("expires", yearText);
  else if (/^\d{4}$/.test(yearText) && /^(0?[1-9]|1[0-2])$/.test(monthText)) {
    draft.edit.set("expires", `${yearText}-${monthText.padStart(2, "0")}`);
  } else {
    keep(draft, draft.words.expiryMonth, month, "expiry");
    keep(draft, draft.words.expiryYear, year, "expiry");
  }
}

function putStreet(draft: Draft, members: Members): void {
  const lines: string[] = [];
  for (const key of ["address1", "address2", "address3"]) {
    const value = take(members, key);
    if (typeof value === "string") lines.push(wellFormed(draft, value));
    else keep(draft, `identity.${key}`, value);
  }
  const street = lines.filter((line) => line !== "").join("\n");
  if (street !== "") draft.edit.set("street", street);
}

/** Custom fields: type 0 text, 1 hidden, 2 boolean, 3 linked to another field. */
function putFields(draft: Draft, fields: unknown): void {
  if (!Array.isArray(fields)) {
    keep(draft, "fields", fields);
    return;
  }
  for (const field of fields) {
    const members = membersOf(field);
    if (members === null) keep(draft, "fields", field);
    else putField(draft, members);
  }
}

function putField(draft: Draft, members: Members): void {
  const name = take(members, "name");
  const label = plainText(draft, name) ?? "";
  if (label === "") keep(draft, "name", name);
  const type = take(members, "type");
  const value = take(members, "value");
  const text = saysNothing(value) ? "" : (plainText(draft, value) ?? JSON.stringify(value));
  const link = take(members, "linkedId");
  if (type === 3) {
    custom(draft, label, worded(draft.words.linkedTo, bitwardenLinks.get(link) ?? JSON.stringify(link ?? null)), false);
    draft.notes.add("linked");
    keep(draft, `${label} value`, value);
  } else if (type === 2 && (text === "" || text === "true" || text === "false")) {
    custom(draft, label, text === "" ? "false" : text, false, "boolean");
    keep(draft, `${label} linkedId`, link);
  } else {
    // Concealed unless the file says that it is plain text.
    custom(draft, label, text, type !== 0 && type !== 2);
    if (type !== 0 && type !== 1 && type !== 2) keep(draft, `${label} type`, type);
    keep(draft, `${label} linkedId`, link);
  }
  keepRest(draft, `${label} `, members);
}

interface OldPassword {
  readonly time: number;
  readonly password: string;
}

/** Old passwords become earlier values of `password`, each at the time it was last used, oldest first. */
function takeHistory(draft: Draft, history: unknown, hasPassword: boolean): readonly PastEdit[] {
  if (!Array.isArray(history)) {
    keep(draft, "passwordHistory", history);
    return [];
  }
  const old: OldPassword[] = [];
  for (const entry of history) {
    const members = membersOf(entry);
    const password = members?.get("password");
    const time = timeOf(members?.get("lastUsedDate"));
    if (typeof password !== "string" || password === "") keep(draft, "passwordHistory", password === "" ? null : entry);
    else {
      old.push({ time: time ?? 0, password: wellFormed(draft, password) });
      const rest: Members = new Map(members);
      take(rest, "password");
      if (time !== null) take(rest, "lastUsedDate");
      keepRest(draft, "passwordHistory.", rest);
    }
  }
  old.sort((a, b) => a.time - b.time);
  if (!hasPassword) {
    keep(draft, draft.words.oldPasswords, linesOf(old), "otherHistory");
    return [];
  }
  keep(draft, draft.words.olderPasswords, linesOf(old.slice(0, -oldPasswords)), "history");
  // Where there is no password now, the last of the old ones must not stand as the current.
  if (old.length > 0 && !draft.edit.has("password")) draft.edit.set("password", null);
  return old.slice(-oldPasswords).map(({ time, password }) => ({ time, edit: new Map<Path, Value>([["password", password]]) }));
}

const linesOf = (old: readonly OldPassword[]): string =>
  old.map(({ time, password }) => `${time === 0 ? "" : `${new Date(time).toISOString()} `}${password}`).join("\n");

/** Members that no type of item knows; an object gives its own members, so that they can be read. */
function keepOthers(draft: Draft, members: Members, reason: NoteReason): void {
  for (const [key, value] of members) {
    const inner = membersOf(value);
    if (inner === null) keep(draft, key, value, reason);
    else keepRest(draft, `${key}.`, inner, reason);
  }
}
