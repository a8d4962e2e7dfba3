// What a person calls an item, in whatever is told of a healing: neither a device's name or a note of the program's own, nor the mark of
// something purged. What can't be read here may be one, and counts. // H16

import type { Opened } from "../seal/vault-seal.ts";
import { isTombstone } from "../vault/item.ts";
import { isInternalKind } from "../vault/kinds.ts";

/** null: there is nothing. */
export const isCounted = (opened: Opened | null): boolean =>
  opened !== null && (opened.type !== "opened" || !(isTombstone(opened.content) || isInternalKind(opened.content.kind)));
