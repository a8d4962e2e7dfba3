// Open items as those outside core may see them: what did not open is left out, tombstones are, and internal kinds where a person looks.

import { err, ok, type Result, toHex } from "@holdfast/protocol";
import type { FindFailure, ItemState } from "./client.ts";
import type { OpenItem } from "./open-items.ts";
import type { ExportedItem } from "./tools/export/export-form.ts";
import { type Content, current, type Item, isTombstone } from "./vault/item.ts";
import { isInternalKind } from "./vault/kinds.ts";
import { isTrashed } from "./vault/trash.ts";

export const openItem = (open: OpenItem | undefined): Item | null =>
  open?.content.type === "opened" && !isTombstone(open.content.content) ? open.content.content : null;

/** What a person can list, the trash included. */
export function itemStates(items: Iterable<OpenItem>): ItemState[] {
  const states: ItemState[] = [];
  for (const { id, content, waiting } of items) {
    if (content.type !== "opened") continue;
    const opened: Content = content.content;
    if (isTombstone(opened) || isInternalKind(opened.kind)) continue;
    states.push({ id: toHex(id), item: opened, waiting });
  }
  return states;
}

/** Every item that was opened and is no tombstone, internal kinds included. */
export const openedItems = (all: Iterable<readonly [hex: string, item: OpenItem]>): ExportedItem[] =>
  [...all].flatMap(([id, { content }]) =>
    content.type === "opened" && !isTombstone(content.content) ? [{ id, content: content.content }] : [],
  );

/** The one item outside the trash that has this title: case as typed first, then without case. */
export function findTitled(all: readonly ItemState[], wanted: string): Result<ItemState, FindFailure> {
  const items = all.filter(({ item }) => !isTrashed(item));
  const titled = (same: (title: string) => boolean) =>
    items.filter(({ item }) => {
      const title = current(item, "title");
      return typeof title === "string" && same(title);
    });
  const exact = titled((title) => title === wanted);
  const found = exact.length > 0 ? exact : titled((title) => title.toLowerCase() === wanted.toLowerCase());
  const [first] = found;
  if (first === undefined) return err({ type: "not-found" });
  return found.length === 1 ? ok(first) : err({ type: "ambiguous", ids: found.map(({ id }) => id) });
}
