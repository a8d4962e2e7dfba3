// The replica in a browser, over IndexedDB: sealed bytes and what stands beside them, never plaintext and never a key. Each call is one
// transaction, so tabs that write at once are told apart by the generation, as processes are over one file (docs/spec/replica.md).

import { assert, compareBytes, equalBytes, type Hash, hashBytes, type ItemId, idBytes } from "@holdfast/protocol";
import { bucketCount, checkWrite } from "../store/check-write.ts";
import {
  type InFlight,
  type LostHead,
  logLines,
  type Replica,
  type Sealed,
  type Store,
  type StoredItem,
  type Write,
  type WriteResult,
} from "../store/store.ts";
import { StoreProblem } from "../store/store-problem.ts";
import { fromStored, inFlightShape, replicaShape, toStored } from "../store/stored-shapes.ts";
import { asked, type Database, type PlaceName, type Transacting } from "./indexeddb.ts";
import type { TellingStore } from "./remembering-store.ts";
import { unshared } from "./unshared.ts";

/** Values that one request brings: more of them at once would be held twice, by the browser and by us. */
const readAtOnce = 1_000;

const vault: readonly PlaceName[] = ["state", "items", "buckets", "heads", "lost", "log"];
const reading: Transacting = { mode: "readonly", durability: "relaxed" };
const writing: Transacting = { mode: "readwrite", durability: "strict" };

type Places = (name: PlaceName) => IDBObjectStore;

/** How many items are acknowledged in a generation: the browser counts entry by entry, which takes longest of all that a sent edit needs. */
interface Counted {
  readonly generation: number;
  readonly items: number;
}

/** A write of more items than this is counted anew afterwards. */
const fewItems = 50;

/** A store over `database`, which closing it closes. Calls throw `StoreProblem`. */
export function indexedDbStore(database: Database): TellingStore {
  let open = true;
  let counted: Counted | null = null;
  const read = async <T>(names: readonly PlaceName[], work: (place: Places) => Promise<T>): Promise<T> => {
    assert(open, "a closed store is not used");
    return database.run(names, reading, work);
  };
  const write = async <T>(how: Transacting, work: (place: Places) => Promise<T>): Promise<T> => {
    assert(open, "a closed store is not used");
    return database.run(vault, how, work); // P1
  };
  const writeTelling: TellingStore["writeTelling"] = async (change) => {
    const { more, ...told } = await write(change.light ? { ...writing, durability: "relaxed" } : writing, async (place) => {
      // Asked for first, and so answered from what stood before.
      const [more, result] = await Promise.all([newlyHeld(place, change.items ?? []), apply(place, change)]);
      return { more, result, state: result.type === "written" ? await readState(place) : null };
    }); // P20
    if (told.result.type === "written") counted = countAfter(counted, told.result.generation, more);
    return told;
  };
  return {
    read: () => read(["state", "items"], readState),
    create: (replica) => write(writing, (place) => create(place, replica)),
    write: async (change) => (await writeTelling(change)).result,
    writeTelling,
    clear: (expect) => write(writing, (place) => clear(place, expect)),
    item: (id) => read(["items"], (place) => itemAt(place, id)),
    itemsById: (ids) =>
      read(["items"], async (place) => (await Promise.all(ids.map((id) => itemAt(place, id)))).filter((item) => item !== null)),
    items: () =>
      read(["state", "items"], async (place) => ({ generation: await generationOf(place), items: await itemsIn(place("items"), null) })),
    waiting: (count) => read(["items"], async (place) => waitingItems(place, count)),
    pairs: (bucket) => read(["items"], async (place) => (await itemsIn(place("items"), bucketRange(bucket))).flatMap(pairOf)),
    buckets: () => read(["buckets"], readBuckets),
    acknowledgedCount: async () => {
      counted = await read(["state", "items"], (place) => countIn(place, counted));
      return counted.items;
    },
    heads: (first, count) => read(["heads"], (place) => headRun(place, first, count)),
    lostHead: (hash) => read(["lost"], async (place) => lostOf(hash, await asked(place("lost").get(unshared(hash))))),
    lostWaiting: (count) => read(["lost"], (place) => lostWaiting(place, count)),
    log: (count) => read(["log"], (place) => newestLines(place, count)),
    note: () => read(["state"], async (place) => bytesOrNull(await asked(place("state").get("note")))),
    close: async () => {
      open = false;
      database.close();
    },
  };
}

async function countIn(place: Places, known: Counted | null): Promise<Counted> {
  const generation = await generationOf(place);
  if (known?.generation === generation) return known;
  return { generation, items: await asked(place("items").index("held").count()) };
}

/** How many more are acknowledged once these are written; null where that is not worth asking. */
async function newlyHeld(place: Places, items: readonly StoredItem[]): Promise<number | null> {
  if (items.length > fewItems) return null;
  // Where one stands there twice, the last is what stays.
  const written = [...new Map(items.map((item) => [item.id.join(), item])).values()];
  const before = await Promise.all(written.map(({ id }) => asked<unknown>(place("items").get(unshared(id)))));
  return written.reduce((sum, { acknowledged }, i) => sum + Number(acknowledged !== null) - Number(isHeld(before[i])), 0);
}

const isHeld = (kept: unknown): boolean => typeof kept === "object" && kept !== null && Reflect.get(kept, "held") === 1;

/** Unknown also where somebody else has written in between. */
const countAfter = (counted: Counted | null, generation: number, more: number | null): Counted | null =>
  counted === null || more === null || counted.generation !== generation - 1 ? null : { generation, items: counted.items + more };

async function generationOf(place: Places): Promise<number> {
  const generation: unknown = (await asked(place("state").get("generation"))) ?? 0;
  if (typeof generation !== "number" || !Number.isSafeInteger(generation) || generation < 0) throw new StoreProblem("damaged");
  return generation;
}

async function replicaOf(place: Places): Promise<Replica | null> {
  const kept = bytesOrNull(await asked(place("state").get("replica")));
  return kept === null ? null : fromStored(replicaShape, kept);
}

async function inFlightOf(place: Places): Promise<InFlight | null> {
  const kept = bytesOrNull(await asked(place("state").get("inFlight")));
  return kept === null ? null : fromStored(inFlightShape, kept);
}

/** Asked for together: each answer that is waited for alone is a way to the browser's process and back. */
async function readState(place: Places): Promise<Awaited<ReturnType<Store["read"]>>> {
  const [generation, replica, inFlight, waiting] = await Promise.all([
    generationOf(place),
    replicaOf(place),
    inFlightOf(place),
    asked(place("items").index("waits").count()),
  ]);
  return { generation, replica, inFlight, waiting };
}

async function create(place: Places, replica: Replica): Promise<WriteResult> {
  if ((await replicaOf(place)) !== null) return { type: "changed" }; // P5
  place("state").put(unshared(toStored(replicaShape, replica)), "replica");
  return written(place, await generationOf(place));
}

async function apply(place: Places, change: Write): Promise<WriteResult> {
  const [held, generation] = await Promise.all([replicaOf(place), generationOf(place)]);
  if (held === null) return { type: "changed" }; // P5
  if (change.expect !== null && change.expect !== generation) return { type: "changed" }; // P2
  if (change.device !== undefined && !equalBytes(change.device, held.device)) return { type: "changed" }; // P18
  checkWrite(change); // P6
  const state = place("state");
  state.put(unshared(toStored(replicaShape, { ...held, ...change.replica })), "replica");
  if (change.inFlight) state.put(unshared(toStored(inFlightShape, change.inFlight)), "inFlight");
  else if (change.inFlight === null) state.delete("inFlight");
  if (change.note) state.put(unshared(change.note), "note");
  else if (change.note === null) state.delete("note");
  putVault(place, change);
  if (change.log !== undefined) await addLines(place, change.log);
  return written(place, generation);
}

function putVault(place: Places, { items = [], buckets = [], cutHeads, lost = [], heads }: Write): void {
  for (const item of items) place("items").put(keptItem(item), unshared(item.id));
  for (const { bucket, hash } of buckets) place("buckets").put(unshared(hash), bucket);
  if (cutHeads !== undefined) place("heads").delete(IDBKeyRange.lowerBound(cutHeads, true)); // P16
  for (const { hash, sealed, waiting } of lost) {
    place("lost").put({ sealed: unshared(sealed), ...(waiting ? { waits: 1 } : {}) }, unshared(hash));
  }
  for (const [i, sealed] of (heads?.sealed ?? []).entries()) place("heads").put(unshared(sealed), (heads?.first ?? 0) + i);
}

// P15
async function addLines(place: Places, lines: Write["log"] & object): Promise<void> {
  const log = place("log");
  for (const line of lines) log.add(unshared(line));
  const tooMany = (await asked(log.count())) - logLines;
  if (tooMany <= 0) return;
  const oldest = await asked(log.getAllKeys(null, tooMany));
  const last = oldest.at(-1);
  if (last !== undefined) log.delete(IDBKeyRange.upperBound(last));
}

async function clear(place: Places, expect: number): Promise<WriteResult> {
  const generation = await generationOf(place);
  if (expect !== generation) return { type: "changed" }; // P2
  for (const name of vault) place(name).clear();
  return written(place, generation);
}

// P4
function written(place: Places, before: number): WriteResult {
  const generation = before + 1;
  place("state").put(generation, "generation");
  return { type: "written", generation };
}

interface KeptItem {
  readonly id: Uint8Array<ArrayBuffer>;
  readonly acknowledged: Sealed | null;
  readonly waiting: Sealed | null;
  /** Marks of the two indexes. // P8 */
  readonly held?: 1;
  readonly waits?: 1;
}

const keptSealed = (sealed: Sealed | null): Sealed | null =>
  sealed === null ? null : { revision: Uint8Array.from(sealed.revision), hash: Uint8Array.from(sealed.hash) as Uint8Array as Hash };

const keptItem = ({ id, acknowledged, waiting }: StoredItem): KeptItem => ({
  id: Uint8Array.from(id),
  acknowledged: keptSealed(acknowledged),
  waiting: keptSealed(waiting),
  ...(acknowledged === null ? {} : { held: 1 }),
  ...(waiting === null ? {} : { waits: 1 }),
});

async function itemAt(place: Places, id: ItemId): Promise<StoredItem | null> {
  const kept: unknown = await asked(place("items").get(unshared(id)));
  return kept === undefined ? null : itemOf(kept);
}

/** In pieces, ascending by id, since that is the key. // P7 */
async function itemsIn(items: IDBObjectStore, range: IDBKeyRange | null): Promise<StoredItem[]> {
  const found: StoredItem[] = [];
  for (let from = range; ; ) {
    const piece: unknown[] = await asked(items.getAll(from, readAtOnce));
    for (const kept of piece) found.push(itemOf(kept));
    const last = found.at(-1);
    if (piece.length < readAtOnce || last === undefined) return found;
    const after = unshared(last.id);
    from = range === null ? IDBKeyRange.lowerBound(after, true) : IDBKeyRange.bound(after, range.upper, true);
  }
}

/** Within one mark, values stand by their key. */
async function waitingItems(place: Places, count: number): Promise<StoredItem[]> {
  return count === 0 ? [] : (await asked(place("items").index("waits").getAll(null, count))).map(itemOf);
}

/** All ids that begin with this byte; the upper end is longer than any id. */
function bucketRange(bucket: number): IDBKeyRange {
  const end = new Uint8Array(idBytes + 1).fill(0xff);
  end[0] = bucket;
  return IDBKeyRange.bound(Uint8Array.of(bucket), end);
}

const pairOf = ({ id, acknowledged }: StoredItem) => (acknowledged === null ? [] : [{ item: id, hash: acknowledged.hash }]);

async function readBuckets(place: Places): Promise<(Hash | null)[]> {
  const buckets = place("buckets");
  const [keys, hashes] = await Promise.all([asked(buckets.getAllKeys()), asked(buckets.getAll())]);
  const found = new Map(keys.map((key, i) => [key, hashOf(hashes[i])]));
  return Array.from({ length: bucketCount }, (_, bucket) => found.get(bucket) ?? null);
}

/** P9 */
async function headRun(place: Places, first: number, count: number): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  while (found.length < count) {
    const from = first + found.length;
    const wanted = Math.min(count - found.length, readAtOnce);
    const range = IDBKeyRange.bound(from, from + wanted - 1);
    const [keys, heads] = await Promise.all([asked(place("heads").getAllKeys(range)), asked(place("heads").getAll(range))]);
    const gap = keys.findIndex((key, i) => key !== from + i);
    found.push(...heads.slice(0, gap < 0 ? heads.length : gap).map(bytesOf));
    if (gap >= 0 || heads.length < wanted) break;
  }
  return found;
}

async function lostWaiting(place: Places, count: number): Promise<LostHead[]> {
  if (count === 0) return [];
  const waits = place("lost").index("waits");
  const [keys, heads] = await Promise.all([asked(waits.getAllKeys(null, count)), asked(waits.getAll(null, count))]);
  const found = keys.map((key, i) => lostOf(hashOf(key instanceof ArrayBuffer ? new Uint8Array(key) : null), heads[i]));
  return found.filter((head) => head !== null).sort((a, b) => compareBytes(a.hash, b.hash));
}

function lostOf(hash: Hash, kept: unknown): LostHead | null {
  if (kept === undefined) return null;
  return { hash, sealed: bytesOf(part(kept, "sealed")), waiting: part(kept, "waits") === 1 };
}

async function newestLines(place: Places, count: number): Promise<Uint8Array[]> {
  const lines: unknown[] = await asked(place("log").getAll());
  return lines.toReversed().slice(0, count).map(bytesOf);
}

// What comes back may have been touched by anybody: it is looked at, never believed. // P13

function part(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) throw new StoreProblem("damaged");
  return Reflect.get(value, name);
}

function bytesOf(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new StoreProblem("damaged");
  return value;
}

const bytesOrNull = (value: unknown): Uint8Array | null => (value === undefined ? null : bytesOf(value));

function hashOf(value: unknown): Hash {
  const bytes = bytesOf(value);
  if (bytes.length !== hashBytes) throw new StoreProblem("damaged");
  return bytes as Hash;
}

function sealedOf(value: unknown): Sealed | null {
  return value === null ? null : { revision: bytesOf(part(value, "revision")), hash: hashOf(part(value, "hash")) };
}

function itemOf(kept: unknown): StoredItem {
  const id = bytesOf(part(kept, "id"));
  const item = { id: id as ItemId, acknowledged: sealedOf(part(kept, "acknowledged")), waiting: sealedOf(part(kept, "waiting")) };
  if (id.length !== idBytes || (item.acknowledged ?? item.waiting) === null) throw new StoreProblem("damaged");
  return item;
}
