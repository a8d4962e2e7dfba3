// When the revisions of a pull do not give the root of its head: nothing of it is applied, and the list of all (item, hash) is asked for. Where
// that list fits the root, the revisions that match it are good, and the items whose right bytes the server did not send are damaged there:
// their last good state stays here, and any replica that holds the right bytes can send them again. // S39

import { type Bytes, equalBytes, err, type Hash, type HeadRef, type ItemId, ok, type Pair, type Result, toHex } from "@holdfast/protocol";
import type { Store } from "../store/store.ts";
import { bucketCount } from "./digest.ts";
import { alarm } from "./reasons.ts";
import { pull, type Received, type ReceivedChange, type ReceiveFailure, type ReceiveOptions } from "./receive.ts";
import type { Transport } from "./transport.ts";

/** What came with a pull whose digest does not fit: believed of nothing but what a fitting list names. */
export interface Came {
  readonly to: HeadRef;
  readonly changes: readonly ReceivedChange[];
}

/** An item of the verified list whose right bytes are not here. */
export interface DamagedItem {
  readonly item: ItemId;
  /** SHA-256 of the bytes that belong there. */
  readonly hash: Hash;
  /** What the server sent instead, where it sent something. */
  readonly sent: Bytes | null;
}

/** How often the list and the changes are asked for until both are as of one head: others commit meanwhile. */
const mostTries = 3;

/** What can be had of the newest state, verified; a failure where the list does not fit either. */
export async function repair(
  transport: Transport,
  token: string,
  options: ReceiveOptions,
  came: Came,
): Promise<Result<Received, ReceiveFailure>> {
  let have = came;
  for (let tries = 1; ; tries++) {
    const list = await pull(transport, token, { ...options, whole: true, pairsOnly: true });
    if (!list.ok) return list;
    if (equalBytes(list.value.to.hash, have.to.hash)) return matched(options.store, list.value, have);
    if (tries === mostTries) return err(alarm("root-differs"));
    const again = await pull(transport, token, options);
    if (again.ok) return again;
    if (again.error.type !== "alarm" || again.error.came === undefined) return again;
    have = again.error.came;
  }
}

async function matched(store: Store, list: Received, came: Came): Promise<Result<Received, ReceiveFailure>> {
  const wanted = new Map((list.pairs ?? []).map((pair) => [toHex(pair.item), pair]));
  const held = await heldHashes(store);
  // No item ever leaves a vault: a list without one that we hold is no list of it.
  if ([...held.keys()].some((hex) => !wanted.has(hex))) return err(alarm("root-differs"));
  const good = new Map<string, ReceivedChange>();
  const others = new Map<string, Bytes>();
  for (const change of came.changes) {
    const hex = toHex(change.item);
    const pair = wanted.get(hex);
    if (pair !== undefined && equalBytes(pair.hash, change.hash)) good.set(hex, change);
    else others.set(hex, change.revision);
  }
  const missing = ([hex, { hash }]: readonly [string, Pair]): boolean => {
    const mine = held.get(hex);
    return !good.has(hex) && (mine === undefined || !equalBytes(mine, hash));
  };
  const damaged = [...wanted].filter(missing).map(([hex, { item, hash }]): DamagedItem => ({ item, hash, sent: others.get(hex) ?? null }));
  return ok({ ...list, whole: false, changes: [...good.values()], damaged });
}

async function heldHashes(store: Store): Promise<ReadonlyMap<string, Hash>> {
  const held = new Map<string, Hash>();
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    for (const { item, hash } of await store.pairs(bucket)) held.set(toHex(item), hash);
  }
  return held;
}
