// What an import would make of a vault, before anything is written: which items are new, which the vault has already, and which it
// would refuse. A preview shows this plan and an import carries it out, so that the two can't differ. Pure.

import type { ApplyFailure } from "../../vault/apply.ts";
import { canonical, sameValue } from "../../vault/canonical.ts";
import type { Author, Item, Path, Value } from "../../vault/item.ts";
import { makeItem } from "../../vault/make-item.ts";
import type { NewItem } from "../../vault/new-item.ts";
import { pathParts } from "../../vault/path.ts";
import { type ImportedItem, type ImportRun, toNewItem } from "./imported-item.ts";
import { importLimits } from "./limits.ts";

export interface ImportPlan {
  /** To be added, in the order of the file. */
  readonly ready: readonly { readonly imported: ImportedItem; readonly item: NewItem }[];
  /** The vault, or the file before them, has these already, with every value they ever had. // X14 */
  readonly duplicates: readonly { readonly imported: ImportedItem; readonly of: "vault" | "file" }[];
  readonly refused: readonly { readonly imported: ImportedItem; readonly failure: ApplyFailure }[];
}

export interface PlanOptions {
  /** What the vault holds, trash included. */
  readonly held: Iterable<Item>;
  readonly run: ImportRun;
  readonly author: Author;
}

interface Known {
  readonly item: Item;
  readonly of: "vault" | "file";
}

export function planImport(items: readonly ImportedItem[], { held, run, author }: PlanOptions): ImportPlan {
  const known = new Map<string, Known[]>();
  const remember = (text: string, one: Known): void => {
    const same = known.get(text);
    if (same === undefined) known.set(text, [one]);
    else if (same.length < importLimits.duplicates) same.push(one);
  };
  for (const item of held) remember(contentText(item), { item, of: "vault" });
  const ready: { imported: ImportedItem; item: NewItem }[] = [];
  const duplicates: { imported: ImportedItem; of: Known["of"] }[] = [];
  const refused: { imported: ImportedItem; failure: ApplyFailure }[] = [];
  for (const imported of items) {
    const item = toNewItem(imported, run);
    const made = makeItem(item, author);
    if (!made.ok) {
      refused.push({ imported, failure: made.error });
      continue;
    }
    const text = contentText(made.value);
    const same = known.get(text)?.find((one) => hasPast(one.item, made.value));
    if (same !== undefined) duplicates.push({ imported, of: same.of });
    else {
      ready.push({ imported, item });
      remember(text, { item: made.value, of: "file" });
    }
  }
  return { ready, duplicates, refused };
}

/** Which import made the item says nothing of what it holds. */
const markPath: Path = "imported";

/**
 * What an item says now, as one text: its kind and every current value, without ids and order of addresses and custom fields. Two items
 * with the same text are duplicates; one in the trash has another, for its time in the trash is a value too. // X14
 */
export function contentText(item: Item): string {
  const parts: string[] = [];
  for (const [path, [register]] of item.fields) {
    const value = register?.[0] ?? null;
    if (value === null || path === markPath) continue;
    const { name, member } = pathParts(path);
    const listed = member !== null && (name === "uri" || name === "custom");
    parts.push(JSON.stringify(listed ? [name, "", canonical(withoutOrder(value))] : [path, canonical(value)]));
  }
  return JSON.stringify([item.kind, ...parts.sort()]);
}

function withoutOrder(value: Value): Value {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== "order"));
}

/** Whether `item` has, or once had, every value that `other` has had: so that leaving out `other` loses nothing. */
const hasPast = (item: Item, other: Item): boolean =>
  [...other.fields].every(([path, registers]) =>
    registers.slice(1).every(([value]) => value === null || item.fields.get(path)?.some(([held]) => sameValue(held, value)) === true),
  );
