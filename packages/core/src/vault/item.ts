// An item: a flat map from a field path to its registers, newest first. The field is the unit of merge, and the registers
// behind the first are its history. Unknown kinds and unknown fields are carried like all others. // V1
// Pure data and its types; parsing untrusted JSON into an item is parse.ts.

import type { DeviceId } from "@holdfast/protocol";

/** A JSON value as RFC 8785 canonicalizes it; numbers are safe integers. // V2 */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** When an edit was made, as a safe integer: max(milliseconds since 2025 × 4096, greatest stamp of the item + 1). // V4 */
export type Stamp = number;

/** A device's id in lower-case hex, as it stands inside items. */
export type DeviceHex = string;

/** One value a field has had. A removed field has the value null; a path is never dropped. */
export type Register = readonly [value: Value, stamp: Stamp, device: DeviceHex];

/** A field path: `title`, `uri/<id>`, `custom/<id>`, `tag/<name>` … */
export type Path = string;

/** A field changed in two places: stamp of the winner, stamp and device of a loser. Open until the field's stamp exceeds the winner's. // M6 */
export type ConflictMark = readonly [winner: Stamp, loser: Stamp, loserDevice: DeviceHex];

export interface Item {
  readonly v: 1;
  readonly kind: string;
  /** Registers of each path, newest first, never empty. */
  readonly fields: ReadonlyMap<Path, readonly Register[]>;
  /** Open marks of each path, greatest first, never empty: one for each value that lost without having been seen. */
  readonly conflicts: ReadonlyMap<Path, readonly ConflictMark[]>;
}

/** What is left of a purged item: the greatest stamp of what it replaces, and who purged it when. // V9 */
export interface Tombstone {
  readonly v: 1;
  readonly purged: readonly [stamp: Stamp, device: DeviceHex, time: number];
}

/** What a revision holds. */
export type Content = Item | Tombstone;

export const isTombstone = (content: Content): content is Tombstone => "purged" in content;

/** The current value of a path: null where it is absent or removed. */
export const current = (item: Item, path: Path): Value => item.fields.get(path)?.[0]?.[0] ?? null;

/** What a person did to one item: new values by path, null to remove. */
export type Edit = ReadonlyMap<Path, Value>;

/** Who makes an edit and when: `now` is milliseconds since 1970 by this device's clock, whatever it is worth. */
export interface Author {
  readonly device: DeviceHex;
  readonly now: number;
}

export type { DeviceId };
