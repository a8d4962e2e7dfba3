// The whole vault as the bytes of an export, for `export` and `backup`, and what a person is told of it.

import { type ExportedItem, exportLimits, exportPieces, isInternalKind } from "@holdfast/core";
import type { Bytes } from "@holdfast/protocol";
import type { Opened } from "./open.ts";
import { plural } from "./words.ts";

export interface VaultExport {
  readonly pieces: Iterable<Bytes>;
  /** Items that a person knows as such. */
  readonly items: number;
  /** Items that can't be read here and so are left out. */
  readonly unreadable: number;
}

export async function vaultExport({ client, home }: Opened): Promise<VaultExport> {
  const { items, unreadable } = await client.exportItems();
  const head = { exported: home.environment.clock.now(), origin: client.origin, account: client.account, unreadable };
  const shown = items.filter(({ content }: ExportedItem) => !isInternalKind(content.kind)).length;
  return { pieces: exportPieces(head, items), items: shown, unreadable };
}

/** What the person must know of a file that was written, beside that it is there. */
export function warnings({ unreadable }: VaultExport, length: number | null): readonly string[] {
  const left = unreadable === 0 ? [] : [`${plural(unreadable, "item", "items")} can't be read on this device and so are not in it.`];
  const large =
    length === null || length <= exportLimits.bytes ? [] : ["It is larger than what holdfast import reads; keep the vault as well."];
  return [...left, ...large];
}
