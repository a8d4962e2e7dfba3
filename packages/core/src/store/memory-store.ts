// The replica in memory: the reference that the other stores are compared with, and the disk of tests and simulations.
// Plain maps and full scans, nothing clever. What lies on a `MemoryDisk` outlives the store that wrote it, as a file does.

import { assert, type Bytes, compareBytes, equalBytes, type Hash, toHex } from "@holdfast/protocol";
import { bucketCount, checkWrite } from "./check-write.ts";
import {
  type InFlight,
  type LostHead,
  logLines,
  type Replica,
  type Store,
  type StoredItem,
  type Write,
  type WriteResult,
} from "./store.ts";
import { inFlightShape, replicaShape, toStored } from "./stored-shapes.ts";

export interface MemoryDisk {
  generation: number;
  replica: Replica | null;
  inFlight: InFlight | null;
  /** By the hex of their ids. */
  readonly items: Map<string, StoredItem>;
  readonly buckets: Map<number, Hash>;
  readonly heads: Map<number, Bytes>;
  /** By the hex of their hashes. */
  readonly lost: Map<string, LostHead>;
  /** Oldest first. */
  readonly log: Bytes[];
  note: Bytes | null;
  /** What a power cut would leave, where light writes have come since. // P20 */
  synced: Kept | null;
}

type Kept = Omit<MemoryDisk, "synced">;

export const memoryDisk = (): MemoryDisk => ({
  generation: 0,
  replica: null,
  inFlight: null,
  items: new Map(),
  buckets: new Map(),
  heads: new Map(),
  lost: new Map(),
  log: [],
  note: null,
  synced: null,
});

/** The power goes: the last light writes are lost, in the order in which they came and none in the middle. // P20 */
export function cutPower(disk: MemoryDisk): MemoryDisk {
  return disk.synced === null ? disk : { ...disk.synced, synced: null };
}

const keptOf = (disk: MemoryDisk): Kept => ({
  ...disk,
  items: new Map(disk.items),
  buckets: new Map(disk.buckets),
  heads: new Map(disk.heads),
  lost: new Map(disk.lost),
  log: [...disk.log],
});

/** A store over `disk`. Several may stand over one, like processes over one file. */
export function memoryStore(disk: MemoryDisk = memoryDisk()): Store {
  let open = true;
  // Each call runs within one turn, so that it is a transaction by itself. // P1, P4
  const transaction = async <T>(work: () => T): Promise<T> => {
    assert(open, "a closed store is not used");
    return work();
  };
  const count = (wanted: (item: StoredItem) => boolean): number => {
    let found = 0;
    for (const item of disk.items.values()) if (wanted(item)) found++;
    return found; // P8
  };
  const held = (wanted: (item: StoredItem) => boolean): StoredItem[] =>
    [...disk.items.values()].filter(wanted).sort((a, b) => compareBytes(a.id, b.id)); // P7
  return {
    read: () =>
      transaction(() => ({
        generation: disk.generation,
        replica: disk.replica,
        inFlight: disk.inFlight,
        waiting: count((item) => item.waiting !== null),
      })),
    create: (replica) => transaction(() => create(disk, replica)),
    write: (change) => transaction(() => write(disk, change)),
    clear: (expect) => transaction(() => clear(disk, expect)),
    item: (id) => transaction(() => disk.items.get(toHex(id)) ?? null),
    itemsById: (ids) => transaction(() => ids.flatMap((id) => disk.items.get(toHex(id)) ?? [])),
    items: () => transaction(() => ({ generation: disk.generation, items: held(() => true) })),
    waiting: (count) => transaction(() => held((item) => item.waiting !== null).slice(0, count)),
    pairs: (bucket) => transaction(() => held(({ id }) => id[0] === bucket).flatMap(pairOf)),
    buckets: () => transaction(() => Array.from({ length: bucketCount }, (_, bucket) => disk.buckets.get(bucket) ?? null)),
    acknowledgedCount: () => transaction(() => count((item) => item.acknowledged !== null)),
    heads: (first, count) => transaction(() => run(disk.heads, first, count)),
    lostHead: (hash) => transaction(() => disk.lost.get(toHex(hash)) ?? null),
    lostWaiting: (count) =>
      transaction(() =>
        [...disk.lost.values()]
          .filter(({ waiting }) => waiting)
          .sort((a, b) => compareBytes(a.hash, b.hash))
          .slice(0, count),
      ),
    log: (count) => transaction(() => disk.log.toReversed().slice(0, count)),
    note: () => transaction(() => disk.note),
    close: async () => {
      open = false;
    },
  };
}

const pairOf = ({ id, acknowledged }: StoredItem) => (acknowledged === null ? [] : [{ item: id, hash: acknowledged.hash }]);

function create(disk: MemoryDisk, replica: Replica): WriteResult {
  if (disk.replica !== null) return { type: "changed" }; // P5
  toStored(replicaShape, replica);
  disk.replica = replica;
  return { type: "written", generation: ++disk.generation };
}

function write(disk: MemoryDisk, change: Write): WriteResult {
  if (disk.replica === null) return { type: "changed" }; // P5
  if (change.expect !== null && change.expect !== disk.generation) return { type: "changed" }; // P2
  if (change.device !== undefined && !equalBytes(change.device, disk.replica.device)) return { type: "changed" }; // P18
  const replica = { ...disk.replica, ...change.replica };
  // P1: everything that can fail comes before the first change.
  checkWrite(change);
  toStored(replicaShape, replica);
  if (change.inFlight) toStored(inFlightShape, change.inFlight);
  disk.synced = change.light ? (disk.synced ?? keptOf(disk)) : null; // P20
  disk.replica = replica;
  for (const item of change.items ?? []) disk.items.set(toHex(item.id), item);
  for (const { bucket, hash } of change.buckets ?? []) disk.buckets.set(bucket, hash);
  for (const seq of [...disk.heads.keys()]) if (seq > (change.cutHeads ?? seq)) disk.heads.delete(seq);
  for (const lost of change.lost ?? []) disk.lost.set(toHex(lost.hash), lost);
  for (const [i, sealed] of (change.heads?.sealed ?? []).entries()) disk.heads.set((change.heads?.first ?? 0) + i, sealed);
  if (change.inFlight !== undefined) disk.inFlight = change.inFlight;
  disk.log.push(...(change.log ?? []));
  disk.log.splice(0, Math.max(0, disk.log.length - logLines)); // P15
  if (change.note !== undefined) disk.note = change.note;
  return { type: "written", generation: ++disk.generation };
}

function clear(disk: MemoryDisk, expect: number): WriteResult {
  if (expect !== disk.generation) return { type: "changed" }; // P2
  disk.synced = null;
  disk.generation++;
  disk.replica = null;
  disk.inFlight = null;
  disk.items.clear();
  disk.buckets.clear();
  disk.heads.clear();
  disk.lost.clear();
  disk.log.length = 0;
  disk.note = null;
  return { type: "written", generation: disk.generation };
}

/** The heads at `first`, `first + 1`, … up to a gap. // P9 */
function run(heads: ReadonlyMap<number, Bytes>, first: number, count: number): Bytes[] {
  const found: Bytes[] = [];
  for (let seq = first; found.length < count; seq++) {
    const sealed = heads.get(seq);
    if (sealed === undefined) break;
    found.push(sealed);
  }
  return found;
}
