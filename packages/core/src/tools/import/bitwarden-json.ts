// Bitwarden's unencrypted JSON export, of a person (folders) or of an organization (collections): the file as a whole.
// Form: github.com/bitwarden/clients, libs/common/src/models/export.

import { err, limits, ok, type Result } from "@holdfast/protocol";
import { type FolderNames, readItem } from "./bitwarden-item.ts";
import { type Members, membersOf, saysNothing } from "./draft.ts";
import type { ImportFailure, ImportNote } from "./import-facts.ts";
import type { ImportWords } from "./import-words.ts";
import type { ImportedItem, ParsedImport, SkippedItem } from "./imported-item.ts";

/** Whether a parsed JSON file looks like an export of Bitwarden, encrypted ones included. */
export function isBitwardenJson(file: unknown): boolean {
  const members = membersOf(file);
  return members !== null && (typeof members.get("encrypted") === "boolean" || Array.isArray(members.get("items")));
}

export function readBitwardenJson(file: unknown, words: ImportWords): Result<ParsedImport, ImportFailure> {
  const members = membersOf(file);
  if (members === null || !isBitwardenJson(file)) return err({ type: "unknown-format", why: "not-bitwarden" });
  if (members.get("encrypted") === true) {
    return err({ type: "encrypted", with: members.get("passwordProtected") === true ? "password" : "account" });
  }
  const listed = members.get("items");
  if (!Array.isArray(listed)) return err({ type: "unknown-format", why: "bitwarden-without-items" });
  if (listed.length > limits.vaultItems) return err({ type: "too-many-items", items: listed.length });
  const folders = folderNames(members);
  const items: ImportedItem[] = [];
  const skipped: SkippedItem[] = [];
  for (const [index, entry] of listed.entries()) {
    const item = membersOf(entry);
    if (item === null) {
      skipped.push({ index, title: "", reason: { type: "no-item" } });
      continue;
    }
    items.push(readItem(index, item, { folders, words }));
  }
  return ok({ format: "bitwarden-json", items, skipped, notes: unknownMembers(members) });
}

/** Names of folders and collections by id. Folders nest by slashes in their names, and tags do too. */
function folderNames(members: Members): FolderNames {
  const names = new Map<unknown, string>();
  for (const key of ["folders", "collections"]) {
    const list = members.get(key);
    for (const entry of Array.isArray(list) ? list : []) {
      const folder = membersOf(entry);
      const name = folder?.get("name");
      if (folder !== null && typeof name === "string") names.set(folder.get("id"), name);
    }
  }
  return names;
}

const read = new Set(["encrypted", "passwordProtected", "items", "folders", "collections"]);

/** Parts of the file beside its items that this version can't read. */
function unknownMembers(members: Members): readonly ImportNote[] {
  const unknown = [...members].filter(([key, value]) => !read.has(key) && !saysNothing(value));
  return unknown.length === 0 ? [] : [{ type: "parts-unread", count: unknown.length }];
}
