// The words of a line of the activity log: "Password of GitHub changed on Phone". Pure.

import type { ActivityFacts, ActivityItem } from "./activity-facts.ts";

const number = new Intl.NumberFormat("en-US");
const many = (count: number, one: string, more: string): string => `${number.format(count)} ${count === 1 ? one : more}`;

export function activityText(facts: ActivityFacts): string {
  const { count, event, items, reason } = facts;
  switch (event) {
    case "received":
      return receivedText(facts);
    case "sent":
      return count === 0 ? "This device's name sent" : `${many(count, "change", "changes")} sent${namesOf(items, count)}`;
    case "restored":
      return `Vault restored: ${many(count, "item", "items")}`;
    case "failed":
      return failedTexts[reason ?? ""] ?? "The server could not be reached";
    case "attention":
      return attentionTexts[reason ?? ""] ?? `What the server sent does not verify (${reason ?? "unknown"})`;
    case "sign-in-needed":
      return "The server asks to sign in again";
    case "refused":
      return `The server refused ${many(count, "item", "items")}${namesOf(items, count)}`;
    case "clock-off":
      return `This device's clock and the server's differ by ${many(count, "minute", "minutes")}`;
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

function receivedText({ items, count, device }: ActivityFacts): string {
  const [only] = items;
  const where = device === null ? "" : ` on ${device}`;
  if (count === 1 && only !== undefined) return `${oneReceived(only)}${where}`;
  return `${many(count, "item", "items")} changed${where}${namesOf(items, count)}`;
}

function oneReceived(only: ActivityItem): string {
  const title = titleOf(only);
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
      return `${fields(only)}${title} changed`;
  }
}

/** "Password of ", "Username and Password of ", "5 fields of "; nothing where the title itself is what changed. */
function fields({ labels }: ActivityItem): string {
  const named = labels.map((label) => label ?? "A field");
  if (named.length === 0) return "";
  if (named.length > 3) return `${named.length} fields of `;
  const last = named.at(-1) ?? "";
  return named.length === 1 ? `${last} of ` : `${named.slice(0, -1).join(", ")} and ${last} of `;
}

const titleOf = ({ title }: ActivityItem): string =>
  title === null ? "an item that is gone" : title === "" ? "an item without a title" : title;

/** ": GitHub, Mail and 3 more". */
function namesOf(items: readonly ActivityItem[], count: number): string {
  const shown = items.slice(0, 3).map(titleOf);
  if (shown.length === 0) return "";
  const more = count - shown.length;
  return `: ${shown.join(", ")}${more > 0 ? ` and ${number.format(more)} more` : ""}`;
}
