// What a person is told when an item has changed: which fields, what that means as a whole, on which device and when. Pure. Where
// several devices had a part in it, each is told by itself.

import { editTime } from "./tools/import/source-time.ts";
import { changedPaths } from "./vault/diff.ts";
import { type Content, current, type DeviceHex, type Item, isTombstone, type Path, type Register } from "./vault/item.ts";
import { isInternalKind } from "./vault/kinds.ts";
import { noDevice } from "./vault/register.ts";

export interface ItemChange {
  /** 32 hex digits. */
  readonly id: string;
  /** As it is now; null where it was removed for good. */
  readonly item: Item | null;
  readonly what: "added" | "changed" | "trashed" | "brought-back" | "removed";
  readonly paths: readonly Path[];
  /** null where no person made it but a merge, or nobody can tell. */
  readonly device: DeviceHex | null;
  /** Milliseconds since 1970 by that device's clock; null where nobody can tell. */
  readonly at: number | null;
}

/** The changes from `before` (null: it was not there, or can't be read) to `after`. Nothing for what no person lists. */
export function itemChanges(id: string, before: Content | null, after: Content): readonly ItemChange[] {
  const old = before === null || isTombstone(before) ? null : before;
  if (isTombstone(after)) {
    return old === null || isInternalKind(old.kind) ? [] : [{ id, item: null, what: "removed", paths: [], device: null, at: null }];
  }
  if (isInternalKind(after.kind)) return [];
  const paths = changedPaths(before, after);
  const byDevice = Map.groupBy(paths, (path) => after.fields.get(path)?.[0]?.[2] ?? noDevice);
  if (old === null) return addedBy(id, after, paths);
  return [...byDevice].map(([device, changed]): ItemChange => {
    const what = changed.includes("trashed") ? (current(after, "trashed") === null ? "brought-back" : "trashed") : "changed";
    return { id, item: after, what, paths: changed, ...whoAndWhen(device, after, changed) };
  });
}

/** A new item is one change, of whoever had the last hand in it. */
function addedBy(id: string, item: Item, paths: readonly Path[]): readonly ItemChange[] {
  const last = paths.map((path) => item.fields.get(path)?.[0]).reduce(newer, undefined);
  const device = last?.[2] ?? noDevice;
  return [{ id, item, what: "added", paths, ...whoAndWhen(device, item, paths) }];
}

const newer = (a: Register | undefined, b: Register | undefined): Register | undefined =>
  a === undefined || (b !== undefined && b[1] > a[1]) ? b : a;

function whoAndWhen(device: DeviceHex, item: Item, paths: readonly Path[]): Pick<ItemChange, "device" | "at"> {
  const last = paths.map((path) => item.fields.get(path)?.[0]).reduce(newer, undefined);
  const at = last === undefined ? null : editTime(item, [last[1], last[2]]);
  return { device: device === noDevice ? null : device, at };
}
