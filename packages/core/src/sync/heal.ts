// What a device does when the server's history is not the one it has seen: it finds where they part, and leaves its chain for the
// server's where a person has confirmed it, or where another device has healed the branch already. Otherwise it asks. // H3–H13

import { type HeadRef, limits, toHex } from "@holdfast/protocol";
import type { Replica } from "../store/store.ts";
import { isHealing } from "./healing.ts";
import type { Joined } from "./join.ts";
import { leave, metBy } from "./leave.ts";
import type { Met } from "./meet.ts";
import { branchByHash, healsOf, type Named, namedBy } from "./named.ts";
import { ownHeadsAbove } from "./own-heads.ts";
import { findParting, type Parting, type PartingOptions } from "./parting.ts";
import { pull, type Received, type ReceiveFailure } from "./receive.ts";

/** A person's word. `removing`: how many items they were told will go because they were purged elsewhere. */
export interface Confirmed {
  readonly removing: number;
}

export interface HealOptions extends PartingOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly confirmed: Confirmed | null;
  readonly progress: (done: number, total: number) => void;
}

export type HealOutcome =
  | { readonly type: "left"; readonly joined: Joined; readonly met: number }
  /** Only a person can tell what to do. */
  | { readonly type: "asks" }
  | { readonly type: "failed"; readonly failure: ReceiveFailure };

/** How a device may go on: `follow` and `continue` need no word of anybody. // H9, H10 */
type Way = "follow" | "continue" | "ask";

/** `server`: the newest head that the server has told instead of ours. */
export async function heal(options: HealOptions, server: HeadRef): Promise<HealOutcome> {
  const { store, confirmed } = options;
  const { replica } = await store.read();
  if (replica === null) return { type: "asks" };
  const may = (way: Way): boolean => way !== "ask" || (replica.restored && (confirmed !== null || isHealing(replica)));
  // Of a server that is simply behind nothing is asked here: it has nothing that could name our branch.
  const parting = await findParting(options, replica.head, server);
  if (!parting.ok) return { type: "failed", failure: parting.error };
  if (!may(await wayOf(options, replica, parting.value))) return { type: "asks" };
  const whole = await receiveWhole(options, parting.value);
  if ("type" in whole) return whole;
  const { received, named } = whole;
  if (!may(wayFrom(await lostHashes(options, replica, parting.value.shared), replica, named))) return { type: "asks" };
  const { shared } = parting.value;
  const mayRemove = ({ living, removed }: Met): boolean => removed <= Math.max(Math.floor(living / 10), confirmed?.removing ?? 0);
  const left = await leave({ ...options, shared, received, named, mayRemove });
  return left.type === "left" ? left : { type: "asks" };
}

/** `behind`: the server has nothing that this device has not seen. */
export interface Planned {
  readonly type: "met";
  readonly met: Met;
  readonly behind: boolean;
  readonly requests: number;
}

/** What healing would do, changing nothing. // H16 */
export async function planHealing(
  options: HealOptions,
  server: HeadRef,
): Promise<Planned | Exclude<HealOutcome, { readonly type: "left" }>> {
  const { replica } = await options.store.read();
  if (replica === null || !replica.restored) return { type: "asks" };
  const parting = await findParting(options, replica.head, server);
  if (!parting.ok) return { type: "failed", failure: parting.error };
  const whole = await receiveWhole(options, parting.value);
  if ("type" in whole) return whole;
  const met = await metBy({ ...options, received: whole.received }, replica);
  const heads = (await lostHashes(options, replica, parting.value.shared)).length;
  const waiting = met.changed.filter(({ item }) => item.waiting !== null).length;
  const commits = Math.max(1, Math.ceil(waiting / limits.commitChanges), Math.ceil(heads / limits.branchHeads));
  return { type: "met", met, behind: parting.value.sealed.length === 0, requests: 1 + commits };
}

/** The server's whole state from where the histories part, verified, with what its heads name. // H4 */
async function receiveWhole(
  { store, seal, transport, token, progress }: HealOptions,
  { shared, epoch }: Parting,
): Promise<{ readonly received: Received; readonly named: Named } | { readonly type: "failed"; readonly failure: ReceiveFailure }> {
  const pulled = await pull(transport, token, { store, seal, whole: true, start: { head: shared, epoch }, progress });
  if (!pulled.ok) return { type: "failed", failure: pulled.error };
  const { firstHead, sealedHeads, branch } = pulled.value;
  const refs = await healsOf(seal, firstHead, sealedHeads);
  return { received: pulled.value, named: await namedBy(seal, refs, await branchByHash(seal, branch)) };
}

async function wayOf(options: HealOptions, replica: Replica, { shared, first, sealed, branch }: Parting): Promise<Way> {
  const { seal } = options;
  const named = await namedBy(seal, await healsOf(seal, first, sealed), await branchByHash(seal, branch));
  return wayFrom(await lostHashes(options, replica, shared), replica, named);
}

function wayFrom(lost: readonly string[], replica: Replica, { ids }: Named): Way {
  if (ids.has(toHex(replica.head.hash))) return "follow";
  return lost.some((hex) => ids.has(hex)) ? "continue" : "ask";
}

/** Hashes in hex of the heads of ours that the server does not have. */
async function lostHashes({ store, seal }: PartingOptions, replica: Replica, shared: HeadRef): Promise<readonly string[]> {
  if (!replica.restored) return [];
  return (await ownHeadsAbove(store, seal.hashMany, shared.seq, replica.head.seq)).map(({ ref }) => toHex(ref.hash));
}
