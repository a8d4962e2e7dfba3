// Items whose newest state can't be had: what of them is here, for a person who has to say what shall take its place. // S42

import type { VaultSeal } from "../seal/vault-seal.ts";
import type { Store, Trouble } from "../store/store.ts";
import { lostReason, unreadableReason } from "./join.ts";

export interface DamagedItems {
  /** All of them. */
  readonly damaged: number;
  /** Of which nothing was ever here that could take their place. */
  readonly unheld: number;
}

/** The right bytes did not come, or nobody can open them. */
export const isReplaceable = ({ reason }: Trouble): boolean => reason === lostReason || reason === unreadableReason;

export async function damagedItems(store: Store, seal: VaultSeal): Promise<DamagedItems> {
  const { replica } = await store.read();
  const ids = (replica?.troubles ?? []).flatMap((trouble) => (isReplaceable(trouble) ? trouble.items : []));
  if (ids.length === 0) return { damaged: 0, unheld: 0 };
  const held = await store.itemsById(ids);
  const best = held.map(({ id, waiting, acknowledged }) => ({
    item: id,
    revision: (waiting ?? acknowledged)?.revision ?? new Uint8Array(0),
  }));
  const opened = await seal.open(best);
  return { damaged: held.length, unheld: opened.filter(({ type }) => type === "damaged").length };
}
