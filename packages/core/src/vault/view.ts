// What lists show of an item, read in one cheap pass. A field of a wrong type comes from a newer version or a broken device: it
// is shown as nothing, never as an error, and stays in the item as it is. // V10

import type { Item, Register, Value } from "./item.ts";
import { trashedPath } from "./path.ts";
import { isEdited } from "./register.ts";
import { stampTime } from "./stamp.ts";

export interface UriView {
  /** The member of its path: `7f` of `uri/7f`. */
  readonly id: string;
  readonly uri: string;
  /** How it is matched (tools/match-url), or null for the usual way. */
  readonly match: string | null;
  readonly order: number;
}

export interface ItemView {
  readonly kind: string;
  readonly title: string;
  readonly username: string;
  /** By order, then by id. */
  readonly uris: readonly UriView[];
  /** By name. */
  readonly tags: readonly string[];
  readonly favorite: boolean;
  /** Milliseconds since 1970, or null. */
  readonly trashed: number | null;
  /** Milliseconds since 1970 of the newest edit, as its author's clock had it. */
  readonly changed: number;
  readonly conflict: boolean;
}

const uriPrefix = "uri/";
const tagPrefix = "tag/";

export function view(item: Item): ItemView {
  const uris: UriView[] = [];
  const tags: string[] = [];
  let newest = 0;
  for (const [path, registers] of item.fields) {
    const [current] = registers;
    if (current === undefined) continue;
    newest = Math.max(newest, editStamp(current, registers));
    if (path.startsWith(uriPrefix)) {
      const uri = uriView(path.slice(uriPrefix.length), current[0]);
      if (uri !== null) uris.push(uri);
    } else if (path.startsWith(tagPrefix) && current[0] === true) tags.push(path.slice(tagPrefix.length));
  }
  const trashed = item.fields.get(trashedPath)?.[0]?.[0];
  return {
    kind: item.kind,
    title: textOf(item, "title"),
    username: textOf(item, "username"),
    uris: uris.sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1)),
    tags: tags.sort(),
    favorite: item.fields.get("favorite")?.[0]?.[0] === true,
    trashed: typeof trashed === "number" ? trashed : null,
    changed: stampTime(newest),
    conflict: item.conflicts.size > 0,
  };
}

/** The stamp of a path's newest edit: a merge that took an item out of the trash changed nothing by itself. */
const editStamp = (current: Register, registers: readonly Register[]): number =>
  (isEdited(current) ? current : (registers[1] ?? current))[1];

function textOf(item: Item, path: string): string {
  const value = item.fields.get(path)?.[0]?.[0];
  return typeof value === "string" ? value : "";
}

type Members = { readonly [name: string]: Value };

const isMembers = (value: Value): value is Members => typeof value === "object" && value !== null && !Array.isArray(value);

function uriView(id: string, value: Value): UriView | null {
  if (!isMembers(value)) return null;
  const { uri, match, order } = value;
  if (typeof uri !== "string") return null;
  return { id, uri, match: typeof match === "string" ? match : null, order: typeof order === "number" ? order : 0 };
}
