// Makes an item from what a person or an import gives, with what its fields held before as its history. Pure.

import type { Result } from "@holdfast/protocol";
import { type ApplyFailure, apply, create } from "./apply.ts";
import type { Author, Item } from "./item.ts";
import type { NewItem } from "./new-item.ts";

/** The item: its past edits in order, each at its own time, then `edit`; no time is later than the author's now. */
export function makeItem(item: NewItem, author: Author): Result<Item, ApplyFailure> {
  const at = (time: number | undefined): Author => ({ ...author, now: Math.min(time ?? author.now, author.now) });
  const [first, ...later] = [...(item.past ?? []), { time: item.time ?? author.now, edit: item.edit }];
  let made = create(item.kind, first?.edit ?? item.edit, at(first?.time));
  for (const { time, edit } of later) {
    if (!made.ok) return made;
    made = apply(made.value, edit, at(time));
  }
  return made;
}
