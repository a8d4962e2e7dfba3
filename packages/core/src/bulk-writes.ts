// Many items of a replica in a few transactions: taking in an export, and one edit for each of many items. Like a single edit, each
// item is read in its newest state, and a transaction that somebody else came before is made again. // S5
// What becomes of an item is decided by pure functions (tools/import); here it is read, sealed and stored.

import { assert, type ItemId, idFromHex, limits, toHex } from "@holdfast/protocol";
import type { OpenItem, OpenItems, WatchedStore } from "./open-items.ts";
import type { VaultSeal } from "./seal/vault-seal.ts";
import type { StoredItem } from "./store/store.ts";
import { StoreProblem } from "./store/store-problem.ts";
import type { ExportedItem } from "./tools/export/export-form.ts";
import type { ImportRun } from "./tools/import/imported-item.ts";
import { type Restored, restoreItem } from "./tools/import/restore-item.ts";
import { type MadeItem, restoreLists } from "./tools/import/undo-import.ts";
import { apply, create } from "./vault/apply.ts";
import { type Author, type Content, type Edit, type Item, isTombstone } from "./vault/item.ts";
import { importKind, isInternalKind } from "./vault/kinds.ts";
import { greatestStamp } from "./vault/stamp.ts";
import { isTrashed } from "./vault/trash.ts";

export const itemsATransaction = 2_000;

export interface Bulk {
  readonly store: WatchedStore;
  readonly items: OpenItems;
  readonly seal: VaultSeal;
  readonly author: () => Author;
}

interface Change {
  readonly id: ItemId;
  readonly content: Content;
}

/** Writes what `decide` makes of the newest states, once for each batch of ids, until nobody has written in between. */
async function write<T>(
  { store, items, seal }: Bulk,
  ids: readonly ItemId[],
  decide: (held: ReadonlyMap<string, OpenItem>) => { readonly changes: readonly Change[]; readonly value: T },
): Promise<T> {
  for (;;) {
    const { generation, replica } = await store.read();
    if (replica === null) throw new StoreProblem("signed-out");
    const rows = await store.itemsById(ids);
    const { changes, value } = decide(await items.of(rows));
    if (changes.length === 0) return value;
    const sealed = await seal.seal(changes.map(({ id, content }) => ({ item: id, content })));
    const before = new Map(rows.map((item) => [toHex(item.id), item]));
    const stored = changes.map(({ id }, i): StoredItem => {
      const waiting = sealed[i];
      assert(waiting !== undefined, "every content is sealed");
      return { id, acknowledged: before.get(toHex(id))?.acknowledged ?? null, waiting };
    });
    const result = await store.write({ expect: generation, items: stored });
    if (result.type === "changed") continue;
    for (const [i, { content }] of changes.entries()) items.put(stored[i] as StoredItem, { type: "opened", content });
    return value;
  }
}

function* batches<T>(all: readonly T[]): Generator<readonly T[], void> {
  for (let at = 0; at < all.length; at += itemsATransaction) yield all.slice(at, at + itemsATransaction);
}

const idOf = (hex: string): ItemId => {
  const id = idFromHex<ItemId>(hex);
  assert(id !== null, "an id has 32 hex digits");
  return id;
};

/** Makes an edit on the newest state of each item; `editOf` says which, null for none. The ids that were changed. */
export async function editMany(
  bulk: Bulk,
  ids: readonly string[],
  editOf: (id: string, item: Item) => Edit | null,
  progress: (done: number) => void,
): Promise<readonly string[]> {
  const edited: string[] = [];
  let done = 0;
  for (const batch of batches(ids)) {
    const changes = await write(bulk, batch.map(idOf), (held) => {
      const value = batch.flatMap((hex): readonly Change[] => {
        const content = held.get(hex)?.content;
        if (content?.type !== "opened" || isTombstone(content.content)) return [];
        const edit = editOf(hex, content.content);
        const item = edit === null ? null : apply(content.content, edit, bulk.author());
        return item?.ok && item.value !== content.content ? [{ id: idOf(hex), content: item.value }] : [];
      });
      return { changes: value, value };
    });
    edited.push(...changes.map(({ id }) => toHex(id)));
    done += batch.length;
    progress(done);
  }
  return edited;
}

/**
 * What became of an item of an export. `in-trash`: nothing was changed, and it lies in the trash here. `unreadable`: this version can't
 * read what the vault holds under its id, and left it alone. `other-kind`: the vault holds an item of another kind under its id. The others are restore-item.ts's.
 */
export type RestoreOutcome = Restored["type"] | "in-trash" | "unreadable" | "other-kind";

export type RestoreResult =
  /** One outcome for each item, in their order; and how many of them were outside the trash here and are in it now. */
  | { readonly type: "restored"; readonly outcomes: readonly RestoreOutcome[]; readonly trashed: number }
  /** The vault would hold this many items; nothing was written. */
  | { readonly type: "vault-full"; readonly items: number };

export interface RestoreOptions {
  readonly run: ImportRun;
  /** Says what would happen, and writes nothing. */
  readonly preview: boolean;
  readonly progress: (done: number) => void;
}

/** Takes in the items of an export, each under its own id; ids stand once each. // X6–X9 */
export async function restoreItems(bulk: Bulk, incoming: readonly ExportedItem[], options: RestoreOptions): Promise<RestoreResult> {
  const held = await bulk.items.all();
  const items = held.size + incoming.reduce((more, { id }) => (held.has(id) ? more : more + 1), 0);
  if (items > limits.vaultItems) return { type: "vault-full", items };
  const outcomes: RestoreOutcome[] = [];
  const made: MadeItem[] = [];
  let trashed = 0;
  for (const batch of batches(incoming)) {
    const decide = (held: ReadonlyMap<string, OpenItem>) => decideBatch(batch, held, { run: options.run, author: bulk.author() });
    const decided = options.preview
      ? decide(await bulk.items.all()).value
      : await write(
          bulk,
          batch.map(({ id }) => idOf(id)),
          decide,
        );
    for (const outcome of decided.outcomes) outcomes.push(outcome);
    for (const one of decided.made) made.push(one);
    trashed += decided.trashed;
    options.progress(outcomes.length);
  }
  if (!options.preview && made.length > 0) await remember(bulk, options.run, made);
  return { type: "restored", outcomes, trashed };
}

interface Decided {
  readonly outcomes: readonly RestoreOutcome[];
  /** What undoing the import will take back. */
  readonly made: readonly MadeItem[];
  readonly trashed: number;
}

function decideBatch(
  batch: readonly ExportedItem[],
  held: ReadonlyMap<string, OpenItem>,
  options: { readonly run: ImportRun; readonly author: Author },
): { readonly changes: readonly Change[]; readonly value: Decided } {
  const changes: Change[] = [];
  const made: MadeItem[] = [];
  let trashed = 0;
  const outcomes = batch.map(({ id, content }): RestoreOutcome => {
    const before = held.get(id)?.content;
    if (before !== undefined && before.type !== "opened") return "unreadable";
    // M13 would let the file say what an item of this vault is; a kind has no history, so nothing could take that back.
    if (before !== undefined && !isTombstone(before.content) && before.content.kind !== content.kind) return "other-kind";
    const restored = restoreItem(before?.content ?? null, content, options);
    if (restored.type === "purged") return "purged";
    if (restored.type === "unchanged") return isTrashed(restored.content) && !isTrashed(content) ? "in-trash" : "unchanged";
    changes.push({ id: idOf(id), content: restored.content });
    if (wasListed(before?.content ?? null) && isTrashed(restored.content)) trashed++;
    // A revived item bears the mark itself.
    if (restored.type === "added" && !isInternalKind(content.kind)) made.push({ id, stamp: greatestStamp(content) });
    return restored.type;
  });
  return { changes, value: { outcomes, made, trashed } };
}

const wasListed = (content: Content | null): boolean =>
  content !== null && !isTombstone(content) && !isInternalKind(content.kind) && !isTrashed(content);

/** Keeps what was made, for undoing it. // X13 */
async function remember(bulk: Bulk, run: ImportRun, made: readonly MadeItem[]): Promise<void> {
  const lists = restoreLists(run, made).map((edit): Change => {
    const list = create(importKind, edit, bulk.author());
    assert(list.ok, "a list of ids makes an item");
    return { id: bulk.seal.newItemId(), content: list.value };
  });
  await write(bulk, [], () => ({ changes: lists, value: null }));
}
