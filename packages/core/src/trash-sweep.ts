// What follows a run that left nothing to do: the trash is looked through, what must be remembered is written, and what has lain there for its
// time becomes a tombstone, which the next run sends like an edit. What may go is decided in tools/purge.ts. // T9

import {
  assert,
  type Bytes,
  decode,
  encode,
  fromHex,
  type Hash,
  hash,
  type ItemId,
  itemId,
  limits,
  shape,
  toHex,
} from "@holdfast/protocol";
import type { NoteSeal } from "./keys/device-note.ts";
import type { OpenItem, OpenItems, WatchedStore } from "./open-items.ts";
import type { Opened, VaultSeal } from "./seal/vault-seal.ts";
import type { Sealed, StoredItem } from "./store/store.ts";
import type { ServerClock } from "./sync/server-clock.ts";
import { planPurge, type Settled, type TrashNote, tombstoneOf } from "./tools/purge.ts";
import { type DeviceHex, type Item, isTombstone } from "./vault/item.ts";
import { isTrashed } from "./vault/trash.ts";

export interface TrashSweepOptions {
  readonly store: WatchedStore;
  readonly items: OpenItems;
  readonly seal: VaultSeal;
  readonly notes: NoteSeal;
  readonly device: DeviceHex;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly clock: ServerClock;
}

const { list, record, uint } = shape;
const notesShape = list(record({ item: itemId, revision: hash, since: uint() }), limits.vaultItems);
/** How long an answer tells how the clocks stand, in milliseconds. */
const clockHeardMs = 10 * 60_000;
/** Tombstones in one transaction; what is left waits for the next sweep. */
const mostAtOnce = 1_000;

/** How many items were purged. Tries again where somebody has written meanwhile. */
export async function sweepTrash(options: TrashSweepOptions): Promise<number> {
  for (;;) {
    const purged = await sweepOnce(options);
    if (purged !== "changed") return purged;
  }
}

async function sweepOnce({ store, items, seal, notes, device, now, clock }: TrashSweepOptions): Promise<number | "changed"> {
  const { generation, replica } = await store.read();
  if (replica === null) return 0;
  const inTrash = [...(await items.all()).values()].filter(isSettledInTrash);
  const kept = await store.note();
  if (inTrash.length === 0 && kept === null) return 0;
  const rows = await store.itemsById(inTrash.map(({ id }) => id));
  const held = new Map(rows.map((item) => [toHex(item.id), item]));
  // Decided on what the store holds: what another device has just brought back from the trash may not stand open here yet.
  const settled = [...(await items.of(rows)).values()].filter(isSettledInTrash).flatMap(({ id, content }): Settled[] => {
    const item = trashedItem(content);
    const acknowledged = held.get(toHex(id))?.acknowledged ?? null;
    return item === null || acknowledged === null ? [] : [{ id: toHex(id), revision: toHex(acknowledged.hash), item }];
  });
  const moment = { now: now(), clockOff: clock.ahead(clockHeardMs) };
  const plan = planPurge(settled, kept === null ? [] : await readNotes(notes, kept), moment, mostAtOnce);
  if (plan.due.length === 0 && !plan.noted) return 0;
  const graves = plan.due.map(({ id, item }) => ({ stored: held.get(id) as StoredItem, content: tombstoneOf(item, device, moment.now) }));
  const sealed = await seal.seal(graves.map(({ stored, content }) => ({ item: stored.id, content })));
  const stored = graves.map((grave, i): StoredItem => ({ ...grave.stored, waiting: sealed[i] as Sealed }));
  const note = plan.notes.length === 0 ? null : await notes.seal(encodeNotes(plan.notes));
  const result = await store.write({ expect: generation, items: stored, note });
  if (result.type === "changed") return "changed";
  for (const [i, { content }] of graves.entries()) items.put(stored[i] as StoredItem, { type: "opened", content });
  return graves.length;
}

const isSettledInTrash = ({ content, waiting }: OpenItem): boolean => !waiting && trashedItem(content) !== null;

function trashedItem(opened: Opened): Item | null {
  if (opened.type !== "opened" || isTombstone(opened.content)) return null;
  return isTrashed(opened.content) ? opened.content : null;
}

/** None where they don't open or are not understood: then the time begins anew, and nothing is lost by that. */
async function readNotes(notes: NoteSeal, sealed: Bytes): Promise<readonly TrashNote[]> {
  const content = await notes.open(sealed);
  const decoded = content === null ? null : decode(notesShape, content);
  return decoded?.ok === true
    ? decoded.value.map(({ item, revision, since }) => ({ item: toHex(item), revision: toHex(revision), since }))
    : [];
}

const encodeNotes = (notes: readonly TrashNote[]): Bytes =>
  encode(
    notesShape,
    notes.map(({ item, revision, since }) => ({ item: bytesOf(item) as ItemId, revision: bytesOf(revision) as Hash, since })),
  );

function bytesOf(hex: string): Bytes {
  const bytes = fromHex(hex);
  assert(bytes !== null, "ids and hashes of ours are hex");
  return bytes;
}
