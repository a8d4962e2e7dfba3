// Push: makes the next commit from what waits, stores it, sends it, and takes in the acknowledgement. The commit in flight is
// resent byte for byte until its fate is known. // S5–S9

import {
  type Bytes,
  type Change,
  commit,
  commitMessageOf,
  compareBytes,
  type DeviceId,
  encode,
  type Hash,
  type ItemId,
  limits,
  type Pair,
  pushed,
  type Refusal,
  routes,
  toHex,
} from "@holdfast/protocol";
import type { VaultSeal } from "../seal/vault-seal.ts";
import type { InFlight, Replica, Sealed, Store, StoredItem } from "../store/store.ts";
import { digestAfter } from "./digest.ts";
import { isHealing, landed, type NextOfHealing, nextOfHealing } from "./healing.ts";
import { acknowledgeAll } from "./in-flight.ts";
import { ask, type RequestFailure } from "./request.ts";
import type { Transport } from "./transport.ts";

export type PushOutcome =
  /** Nothing may be sent now: the outbox is empty, or all of it is set aside. */
  | { readonly type: "nothing" }
  | { readonly type: "acknowledged"; readonly items: readonly StoredItem[] }
  /** The vault has moved on; `missing` is the stream of what we lack, where it fitted. */
  | { readonly type: "stale"; readonly missing: Bytes | null }
  | { readonly type: "failed"; readonly failure: RequestFailure };

export interface PushOptions {
  readonly store: Store;
  readonly seal: VaultSeal;
  readonly transport: Transport;
  readonly token: string;
  /** Changes in the next commit at most: smaller after a refusal. */
  readonly commitChanges: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Sends the commit in flight, or the next one. */
export async function push(options: PushOptions): Promise<PushOutcome> {
  const inFlight = (await options.store.read()).inFlight ?? (await prepare(options));
  if (inFlight === null) return { type: "nothing" };
  const answer = await ask(options.transport, pushed, {
    method: "POST",
    path: routes.push(options.seal.vault),
    token: options.token,
    ifMatch: toHex(inFlight.prev),
    body: inFlight.request,
  });
  if (answer.ok) {
    const fits = answer.value.head.seq === inFlight.head.seq && compareBytes(answer.value.head.hash, inFlight.head.hash) === 0;
    if (!fits) return { type: "failed", failure: { type: "not-holdfast" } };
    return { type: "acknowledged", items: await takeAcknowledgement(options, inFlight) };
  }
  const stale = refusalOf(answer.error);
  if (stale?.kind === "stale") return { type: "stale", missing: stale.missing ?? null };
  return { type: "failed", failure: answer.error };
}

const refusalOf = (failure: RequestFailure): Refusal | null => (failure.type === "refused" ? failure.refusal : null);

/** Items that must not be sent: refused by the server, or standing on a state that can't be read here. // S14 */
export function setAside(replica: Replica): ReadonlySet<string> {
  const kinds = new Set(["refused", "update-needed", "damaged"]);
  return new Set(replica.troubles.filter(({ kind }) => kinds.has(kind)).flatMap(({ items }) => items.map((item) => toHex(item))));
}

/** Makes the next commit on our head and stores it as in flight; null where nothing may be sent. Tries again where an edit was made meanwhile. */
async function prepare(options: PushOptions): Promise<InFlight | null> {
  const { store } = options;
  for (;;) {
    const { generation, replica } = await store.read();
    if (replica === null) return null;
    const aside = setAside(replica);
    const waiting = (await store.waiting(options.commitChanges + aside.size + 1)).filter(({ id }) => !aside.has(toHex(id)));
    const chosen = choose(waiting, options.commitChanges);
    if (chosen.length === 0 && !isHealing(replica)) return null;
    const healing = await nextOfHealing(store, replica, chosen.length === waiting.length);
    const inFlight = await makeCommit(options, replica, chosen, healing);
    const result = await store.write({ expect: generation, inFlight, light: true }); // P20: made again from what waits
    if (result.type === "written") return inFlight;
  }
}

/** As many as fit in one commit: one always does. */
function choose(waiting: readonly StoredItem[], count: number): readonly (Sealed & { readonly item: ItemId })[] {
  const chosen: (Sealed & { readonly item: ItemId })[] = [];
  let bytes = 0;
  for (const { id, waiting: sealed } of waiting) {
    if (sealed === null) continue;
    bytes += sealed.revision.length;
    if (chosen.length === count || bytes > limits.commitBytes) break;
    chosen.push({ item: id, ...sealed });
  }
  return chosen;
}

async function makeCommit(
  { store, seal, now }: PushOptions,
  replica: Replica,
  chosen: readonly (Sealed & { readonly item: ItemId })[],
  { branch, heals }: NextOfHealing,
): Promise<InFlight> {
  const pairs: readonly Pair[] = chosen.map(({ item, hash }) => ({ item, hash }));
  const [digest, counted] = await Promise.all([digestAfter(seal.hashMany, store, pairs, { whole: false }), store.acknowledgedCount()]);
  const seq = replica.head.seq + 1;
  const sealedHead = await seal.sealHead({
    seq,
    prev: replica.head.hash,
    root: digest.root,
    count: counted + digest.added,
    device: replica.device as DeviceId,
    time: Math.max(0, Math.floor(now)),
    ...(heals === null ? {} : { heals }),
  });
  const changes: readonly Change[] = chosen.map(({ item, revision }) => ({ item, revision }));
  const unsigned = { prev: replica.head.hash, head: sealedHead, changes, ...(branch.length === 0 ? {} : { branch }) };
  const message = await commitMessageOf(
    seal.vault,
    unsigned,
    chosen.map(({ hash }) => hash),
    seal.hashMany,
  );
  const request = encode(commit, { ...unsigned, signature: await seal.sign(message) });
  const [hash] = await seal.hashMany([sealedHead]);
  return { request, prev: replica.head.hash, head: { seq, hash: hash as Hash }, sealedHead, changes: pairs };
}

/** The commit in flight is in the server's order: its revisions are acknowledged and its head is our newest verified one. // S8 */
async function takeAcknowledgement({ store, seal, now }: PushOptions, inFlight: InFlight): Promise<readonly StoredItem[]> {
  const digest = await digestAfter(seal.hashMany, store, inFlight.changes, { whole: false });
  for (;;) {
    const { generation, replica } = await store.read();
    if (replica === null) return [];
    const { healing, ...rest } = await landed(seal, inFlight, replica);
    const held = await store.itemsById(inFlight.changes.map(({ item }) => item));
    const items = acknowledgeAll(held, inFlight);
    const result = await store.write({
      expect: generation,
      light: true, // P20: what was acknowledged waits again, and is found in the server's chain
      items,
      buckets: digest.buckets,
      heads: { first: inFlight.head.seq, sealed: [inFlight.sealedHead] },
      inFlight: null,
      ...rest,
      replica: {
        ...healing,
        head: inFlight.head,
        epoch: seal.epoch,
        serverSeq: inFlight.head.seq,
        lastSync: now,
      },
    });
    if (result.type === "written") return items;
  }
}

/** The commit in flight will never be taken as it is: it is dropped, and what it carried waits on. */
export async function dropInFlight(store: Store): Promise<void> {
  await store.write({ expect: null, inFlight: null });
}
