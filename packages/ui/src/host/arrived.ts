// What came from other devices, as the windows tell it, each with the way to take it back. Pure but for the list of inverses.

import { current, type Item, type ItemChange, type Path } from "@holdfast/core";
import type { Arrived } from "../device/port.ts";
import type { DeviceNames } from "./details.ts";
import { type Inverse, inverseOf, type Undoing } from "./undoing.ts";
import { currentKey, isInternalPath, labelOf, titleOf } from "./values.ts";

/** More at once are told as a number by the windows, and none of them can be taken back one by one. */
const toldAtOnce = 20;

export interface ArrivedOptions {
  readonly changes: readonly ItemChange[];
  /** The items as they were here before; null where they were not. */
  readonly before: (id: string) => Item | null;
  readonly names: DeviceNames;
  readonly undoing: Undoing;
}

export function arrivedOf({ changes, before, names, undoing }: ArrivedOptions): readonly Arrived[] {
  return changes.slice(0, toldAtOnce).map((change): Arrived => {
    const { id, item, what, device } = change;
    const old = before(id);
    const paths = change.paths.filter((path) => !isInternalPath(path));
    const shown = item ?? old;
    return {
      id,
      title: shown === null ? "" : titleOf(shown),
      what,
      labels: shown === null ? [] : paths.map((path) => labelOf(shown, path)),
      device: device === null ? null : (names.get(device) ?? null),
      undo: item === null ? null : keepInverse(undoing, { id, item, old, what, paths }),
    };
  });
}

interface Came {
  readonly id: string;
  readonly item: Item;
  readonly old: Item | null;
  readonly what: ItemChange["what"];
  readonly paths: readonly Path[];
}

function keepInverse(undoing: Undoing, { id, item, old, what, paths }: Came): string | null {
  if (what === "added" || old === null) return what === "added" ? undoing.keep([inverseOf(id, null, item)]) : null;
  const inverse: Inverse = {
    id,
    fields: new Map(paths.map((path) => [path, { to: current(old, path), made: currentKey(item, path) }])),
    added: null,
  };
  return undoing.keep([inverse]);
}
