// What a field may be called. A path is a name, or a name and a member: `title`, `uri/<id>`, `custom/<id>`, `tag/<name>`. New
// things come to an item only as new paths, so a path of this form that nobody here knows is as good as any other. // V3
// Names are for programs (ASCII); members are ids or a person's words (tags), slashes included, without control characters.

import type { Path } from "./item.ts";
import { itemLimits } from "./limits.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what a member may not hold
const form = /^[A-Za-z0-9_.-]+(?:\/[^\u0000-\u001f\u007f-\u009f]+)?$/;

/** When the item was put into the trash: milliseconds since 1970, or null. Merging treats this path by rules of its own. // V8 */
export const trashedPath: Path = "trashed";

/** Whether something untrusted is a path. */
export const isPath = (given: string): given is Path => given.length <= itemLimits.path && form.test(given) && given.isWellFormed();

/** The path that untrusted text names, or null. */
export const parsePath = (text: string): Path | null => (isPath(text) ? text : null);

/** A path's name and member: `uri/7f` is `uri` and `7f`, `title` is `title` and null. */
export function pathParts(path: Path): { readonly name: string; readonly member: string | null } {
  const slash = path.indexOf("/");
  return slash < 0 ? { name: path, member: null } : { name: path.slice(0, slash), member: path.slice(slash + 1) };
}

/** The path of one address. `id` is a few random characters that the caller chose. */
export const uriPath = (id: string): Path | null => parsePath(`uri/${id}`);

/** The path of one field that a person has named; its label is in its value. */
export const customPath = (id: string): Path | null => parsePath(`custom/${id}`);

/** The path of a tag, or null where the name can't be one (empty, too long, control characters). */
export const tagPath = (name: string): Path | null => parsePath(`tag/${name}`);

const kindForm = /^[a-z0-9-]+$/;

/** Whether something untrusted is a kind: lower-case words with hyphens. Any is carried, known or not. // V1 */
export const isKind = (given: unknown): given is string =>
  typeof given === "string" && given.length <= itemLimits.kind && kindForm.test(given);
