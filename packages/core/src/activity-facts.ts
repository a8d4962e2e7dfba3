// What a line of the activity log tells, with the titles and names of now and without a word: whoever shows it says it in their language. Pure.

import type { ActivityLine } from "./activity-line.ts";
import type { ItemChange } from "./item-changes.ts";
import { current, type DeviceHex, type Item, type Path } from "./vault/item.ts";
import { fieldOf, isCustomValue, isInternalKind } from "./vault/kinds.ts";

/** Where the names come from. */
export interface Names {
  /** The item as it is now; null where it is gone or can't be read. */
  item(id: string): Item | null;
  device(id: DeviceHex): string | null;
}

export interface ActivityFacts {
  /** One of `activityEvents`, or one of a later version. */
  readonly event: string;
  /** A fixed code. */
  readonly reason: string | null;
  /** How many items (or minutes) it is about. */
  readonly count: number;
  /** The name of the device that made the change. */
  readonly device: string | null;
  /** The first of them. */
  readonly items: readonly ActivityItem[];
}

export interface ActivityItem {
  /** Empty where it has none, null where the item is gone. */
  readonly title: string | null;
  /** As in ItemChange, or of a later version. */
  readonly what: ItemChange["what"] | (string & {});
  /** Fields that were changed, title aside: as the catalogue of kinds or the person calls them; null for one that bears no name any more. */
  readonly labels: readonly (string | null)[];
}

export function activityFacts(line: ActivityLine, names: Names): ActivityFacts {
  const { event, reason, device } = line;
  // Items that no person lists, such as this device's name, are sent without a word.
  const listed = event === "sent" ? line.items.filter(({ id }) => !isInternalKind(names.item(id)?.kind ?? "")) : line.items;
  return {
    event,
    reason,
    count: line.count - (line.items.length - listed.length),
    device: device === null ? null : names.device(device),
    items: listed.map(({ id, what, paths }) => {
      const item = names.item(id);
      const labels = new Set(paths.filter((path) => path !== "title").map((path) => labelOf(item, path)));
      return { title: titleOf(item), what, labels: [...labels] };
    }),
  };
}

function titleOf(item: Item | null): string | null {
  if (item === null) return null;
  const title = current(item, "title");
  return typeof title === "string" ? title : "";
}

/** What a field is called, also one that is gone by now. */
function labelOf(item: Item | null, path: Path): string | null {
  const field = fieldOf(item?.kind ?? "", path);
  if (field !== null) return field.label;
  if (path.startsWith("uri/")) return "Website";
  if (path.startsWith("tag/")) return `Tag ${path.slice("tag/".length)}`;
  const value = item === null ? null : current(item, path);
  if (path.startsWith("custom/")) return isCustomValue(value) && value.label !== "" ? value.label : null;
  const words = path.replaceAll("-", " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
