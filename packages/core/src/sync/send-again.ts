// A device that holds the right bytes of what another one lacks sends them again, as an edit that changes nothing: the content sealed anew,
// which waits like every edit and goes like one. Nothing the server says brings it about, but what a device of the account wrote. // S41

import { equalBytes, type Hash, type ItemId, idFromHex, toHex } from "@holdfast/protocol";
import type { Opened, VaultSeal } from "../seal/vault-seal.ts";
import type { Sealed, StoredItem } from "../store/store.ts";
import { lackedOf } from "../vault/lacked.ts";
import type { Changed } from "./join.ts";

/** Hashes of the states that are asked for, by hex of the item. */
export type Asked = ReadonlyMap<string, ReadonlySet<string>>;

/** What the devices' items among these say that they lack. */
export function askedBy(contents: Iterable<Opened>): Asked {
  const asked = new Map<string, Set<string>>();
  for (const opened of contents) {
    if (opened.type !== "opened") continue;
    for (const { item, hash } of lackedOf(opened.content)) asked.set(item, (asked.get(item) ?? new Set()).add(hash));
  }
  return asked;
}

export const askedItems = (asked: Asked): readonly ItemId[] => [...asked.keys()].flatMap((hex) => idFromHex<ItemId>(hex) ?? []);

/** Whether the state that the server has acknowledged to this device is one that another lacks. */
export const isAsked = (asked: Asked, held: StoredItem | null | undefined): boolean =>
  held?.acknowledged != null && asked.get(toHex(held.id))?.has(toHex(held.acknowledged.hash)) === true;

/** Each item whose acknowledged bytes are here and right, with its content sealed anew and waiting. What waits already goes by itself. */
export async function sentAgain(seal: VaultSeal, held: readonly StoredItem[]): Promise<readonly Changed[]> {
  const still = held.flatMap(({ id, acknowledged, waiting }) => (acknowledged === null || waiting !== null ? [] : [{ id, acknowledged }]));
  const hashes = await seal.hashMany(still.map(({ acknowledged }) => acknowledged.revision));
  const intact = still.filter(({ acknowledged }, i) => equalBytes(acknowledged.hash, hashes[i] as Hash));
  const opened = await seal.open(intact.map(({ id, acknowledged }) => ({ item: id, revision: acknowledged.revision })));
  const readable = intact.flatMap((item, i) => {
    const content = opened[i];
    return content?.type === "opened" ? [{ ...item, content }] : [];
  });
  const sealed = await seal.seal(readable.map(({ id, content }) => ({ item: id, content: content.content })));
  return readable.map(({ id, acknowledged, content }, i): Changed => {
    const item = { id, acknowledged, waiting: sealed[i] as Sealed };
    return { item, content, before: content, received: "opened" };
  });
}
