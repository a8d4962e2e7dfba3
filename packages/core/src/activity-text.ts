// The words of a line of the activity log, with the titles and names of now: "Password of GitHub changed on Phone". Pure.

import type { ActivityLine } from "./activity-line.ts";
import { current, type DeviceHex, type Item, type Path } from "./vault/item.ts";
import { fieldOf, isCustomValue, isInternalKind } from "./vault/kinds.ts";

/** Where the names come from. */
export interface Names {
  /** The item as it is now; null where it is gone or can't be read. */
  item(id: string): Item | null;
  device(id: DeviceHex): string | null;
}

const number = new Intl.NumberFormat("en-US");
const many = (count: number, one: string, more: string): string => `${number.format(count)} ${count === 1 ? one : more}`;

export function activityText(line: ActivityLine, names: Names): string {
  switch (line.event) {
    case "received":
      return receivedText(line, names);
    case "sent":
      return sentText(line, names);
    case "restored":
      return `Vault restored: ${many(line.count, "item", "items")}`;
    case "failed":
      return failedTexts[line.reason ?? ""] ?? "The server could not be reached";
    case "attention":
      return attentionTexts[line.reason ?? ""] ?? `What the server sent does not verify (${line.reason ?? "unknown"})`;
    case "sign-in-needed":
      return "The server asks to sign in again";
    case "refused":
      return `The server refused ${many(line.count, "item", "items")}${titles(line, names)}`;
    case "clock-off":
      return `This device's clock and the server's differ by ${many(line.count, "minute", "minutes")}`;
    case "setup-code-shown":
      return "A setup code was shown";
    case "kit-shown":
      return "The emergency kit was shown";
    default:
      return "Something happened that a later version of Holdfast can tell";
  }
}

const failedTexts: Readonly<Record<string, string>> = {
  offline: "There was no network",
  refused: "Nothing listened at the server's address",
  timeout: "The server did not answer",
  certificate: "The server's certificate is not trusted",
  name: "The server's name is not known",
  other: "The connection to the server broke",
  "not-holdfast": "What answered at the server's address is no Holdfast server",
  "too-many-requests": "The server asked to wait",
  unavailable: "The server had trouble of its own",
  "vault-full": "The vault is full",
  "quota-full": "The account's space on the server is full",
  "update-needed": "The server speaks a newer version",
  "not-found": "The server does not know this vault",
};

const attentionTexts: Readonly<Record<string, string>> = {
  "server-behind": "The server is behind this device",
  "history-differs": "The server's history does not match",
};

function receivedText(line: ActivityLine, names: Names): string {
  const { items, count } = line;
  const [only] = items;
  const where = onDevice(line, names);
  if (count === 1 && only !== undefined) return `${oneReceived(only, names)}${where}`;
  return `${many(count, "item", "items")} changed${where}${namesOf(items, count, names)}`;
}

function oneReceived(only: ActivityLine["items"][number], names: Names): string {
  const title = titleOf(only.id, names);
  switch (only.what) {
    case "added":
      return `${title} added`;
    case "trashed":
      return `${title} moved to the trash`;
    case "brought-back":
      return `${title} brought back from the trash`;
    case "removed":
      return "An item was removed for good";
    default:
      return `${fields(only, names)}${title} changed`;
  }
}

/** Items that no person lists, such as this device's name, are sent without a word. */
function sentText({ items, count }: ActivityLine, names: Names): string {
  const listed = items.filter(({ id }) => !isInternalKind(names.item(id)?.kind ?? ""));
  const sent = count - (items.length - listed.length);
  return sent === 0 ? "This device's name sent" : `${many(sent, "change", "changes")} sent${namesOf(listed, sent, names)}`;
}

const onDevice = ({ device }: ActivityLine, names: Names): string => {
  const name = device === null ? null : names.device(device);
  return name === null ? "" : ` on ${name}`;
};

/** "Password of ", "Username and Password of ", "5 fields of "; nothing where the title itself is what changed. */
function fields({ id, paths }: ActivityLine["items"][number], names: Names): string {
  const item = names.item(id);
  const labels = [...new Set(paths.filter((path) => path !== "title").map((path) => labelOf(item, path)))];
  if (labels.length === 0) return "";
  if (labels.length > 3) return `${labels.length} fields of `;
  const last = labels.at(-1) ?? "";
  return labels.length === 1 ? `${last} of ` : `${labels.slice(0, -1).join(", ")} and ${last} of `;
}

/** What a field is called, also one that is gone by now. */
function labelOf(item: Item | null, path: Path): string {
  const field = fieldOf(item?.kind ?? "", path);
  if (field !== null) return field.label;
  if (path.startsWith("uri/")) return "Website";
  if (path.startsWith("tag/")) return `Tag ${path.slice("tag/".length)}`;
  const value = item === null ? null : current(item, path);
  if (path.startsWith("custom/")) return isCustomValue(value) && value.label !== "" ? value.label : "A field";
  const words = path.replaceAll("-", " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function titleOf(id: string, names: Names): string {
  const item = names.item(id);
  const title = item === null ? null : current(item, "title");
  return typeof title === "string" && title !== "" ? title : item === null ? "an item that is gone" : "an item without a title";
}

const titles = ({ items, count }: ActivityLine, names: Names): string => namesOf(items, count, names);

/** ": GitHub, Mail and 3 more". */
function namesOf(items: ActivityLine["items"], count: number, names: Names): string {
  const shown = items.slice(0, 3).map(({ id }) => titleOf(id, names));
  if (shown.length === 0) return "";
  const more = count - shown.length;
  return `: ${shown.join(", ")}${more > 0 ? ` and ${number.format(more)} more` : ""}`;
}
