// Whether an item answers to a search: every word stands somewhere in its title, addresses, tags or other texts. Concealed values are
// not looked into, so that a search tells nothing about them.

import { current, type Item, isConcealed } from "@holdfast/core";
import { valueText } from "./human-values.ts";
import { currentPaths } from "./item-view.ts";

const folded = (text: string): string => text.normalize("NFKC").toLowerCase();

function searchable(item: Item): string {
  const texts = currentPaths(item).map((path) => {
    if (path.startsWith("tag/")) return path.slice("tag/".length);
    const value = current(item, path);
    return path === "trashed" || path === "favorite" || isConcealed(item.kind, path, value) ? "" : valueText(path, value);
  });
  return folded(texts.join("\n"));
}

export function matches(item: Item, search: string): boolean {
  const text = searchable(item);
  return folded(search)
    .split(/\s+/)
    .every((word) => text.includes(word));
}
