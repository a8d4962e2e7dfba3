// The item that ITEM means: an id, or a title that only one item has; items in the trash are found where no other is meant, or first
// for a command that is about the trash.

import { type Client, type ItemState, isTrashed } from "@holdfast/core";
import { err, ok, type Result } from "@holdfast/protocol";
import { type Exit, failed } from "./exit.ts";
import { titleOf } from "./item-view.ts";

const ambiguous = (ids: readonly string[]): Exit =>
  failed(`Several items have this title; name one by its id:\n${ids.map((id) => `  ${id}`).join("\n")}`);

export const noSuchItem = failed("There is no such item.");

export async function findItem(client: Client, text: string, prefer: "live" | "trash" = "live"): Promise<Result<ItemState, Exit>> {
  if (prefer === "trash") {
    const trashed = await inTrash(client, text);
    if (trashed.length === 1 && trashed[0] !== undefined) return ok(trashed[0]);
    if (trashed.length > 1) return err(ambiguous(trashed.map(({ id }) => id)));
  }
  const found = await client.find(text);
  if (found.ok) return found;
  if (found.error.type === "ambiguous") return err(ambiguous(found.error.ids));
  const trashed = prefer === "trash" ? [] : await inTrash(client, text);
  if (trashed.length > 1) return err(ambiguous(trashed.map(({ id }) => id)));
  return trashed[0] === undefined ? err(noSuchItem) : ok(trashed[0]);
}

const inTrash = async (client: Client, title: string): Promise<readonly ItemState[]> =>
  (await client.items()).filter(({ item }) => isTrashed(item) && titleOf(item) === title);
