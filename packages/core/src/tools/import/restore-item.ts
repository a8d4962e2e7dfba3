// How one item of an export comes into a vault: as it is where the vault has nothing under its id, and merged where it has, so that
// nothing of either is lost and the same file changes nothing twice. Pure.
//
//   the vault holds      the item becomes                                                         outcome
//   ──────────────────── ──────────────────────────────────────────────────────────────────────── ─────────────────────
//   nothing              itself, byte for byte                                                    added. // X6
//   the item             what merging makes of both                                               merged, or unchanged. // X7
//   a tombstone of it    itself, with the import's mark as an edit that the purge has not seen    revived. // X8
//   nothing, a device    itself, as a former device: a name in histories and nothing more         added. // X9

import { equalBytes } from "@holdfast/protocol";
import { apply } from "../../vault/apply.ts";
import { encodeContent } from "../../vault/encode.ts";
import { type Author, type Content, type Item, isTombstone, type Register, type Tombstone } from "../../vault/item.ts";
import { deviceKind, formerPath } from "../../vault/kinds.ts";
import { merge } from "../../vault/merge.ts";
import { greatestStamp, lastStamp, nextStamp } from "../../vault/stamp.ts";
import type { ImportRun } from "./imported-item.ts";
import { markValue } from "./undo-import.ts";

export type Restored =
  | { readonly type: "added" | "revived" | "merged"; readonly content: Item }
  | { readonly type: "unchanged"; readonly content: Item }
  /** It was purged here, and bears the greatest stamp there is, so that nothing can bring it back. */
  | { readonly type: "purged" };

export interface RestoreOptions {
  readonly run: ImportRun;
  readonly author: Author;
}

/** What the vault's `held` (null for nothing) and the file's `incoming` become. */
export function restoreItem(held: Content | null, incoming: Item, options: RestoreOptions): Restored {
  if (held === null) return { type: "added", content: incoming.kind === deviceKind ? asFormer(incoming, options.author) : incoming };
  if (isTombstone(held)) return revive(held, incoming, options);
  const merged = merge(held, incoming, null);
  if (isTombstone(merged) || equalBytes(encodeContent(merged), encodeContent(held))) return { type: "unchanged", content: held };
  return { type: "merged", content: merged };
}

function asFormer(device: Item, author: Author): Item {
  const former = apply(device, new Map([[formerPath, true]]), author);
  return former.ok ? former.value : device;
}

function revive(tombstone: Tombstone, incoming: Item, { run, author }: RestoreOptions): Restored {
  // Above what merging puts on top of the purge when it brings the item back, so that the mark is the item's newest edit. // M10
  const stamp = nextStamp(Math.max(greatestStamp(incoming), tombstone.purged[0] + 2), author.now);
  if (stamp > lastStamp) return { type: "purged" };
  const mark: Register = [markValue(run), stamp, author.device];
  const registers = [mark, ...(incoming.fields.get("imported") ?? [])];
  const conflicts = new Map(incoming.conflicts);
  conflicts.delete("imported");
  const marked: Item = { ...incoming, fields: new Map([...incoming.fields, ["imported", registers]]), conflicts };
  const merged = merge(marked, tombstone, null);
  return isTombstone(merged) ? { type: "purged" } : { type: "revived", content: merged };
}
