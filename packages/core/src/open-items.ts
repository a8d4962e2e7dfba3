// The plaintext of an unlocked replica, in memory only: every item opened once, kept in step with what this client writes and
// receives, and opened again where somebody else has written to the store.

import { type Bytes, equalBytes, type Hash, type ItemId, toHex } from "@holdfast/protocol";
import type { Opened, VaultSeal } from "./seal/vault-seal.ts";
import type { Sealed, Store, StoredItem, Write, WriteResult } from "./store/store.ts";

export interface OpenItem {
  readonly id: ItemId;
  readonly content: Opened;
  readonly waiting: boolean;
}

/** With what its content was opened from. */
interface KeptItem extends OpenItem {
  readonly from: From | null;
}

/** A state by its hash and the first bytes of its revision, nonce included: of a damaged item another revision may stand beside the hash. // S39 */
interface From {
  readonly hash: Hash;
  readonly head: Bytes;
}

const headBytes = 32;

/** A store that knows whether all writes since a moment went through it. */
export interface WatchedStore extends Store {
  /** Whether everything written from `follow` up to this generation went through here, once what is under way has ended. */
  covers(generation: number): Promise<boolean>;
  follow(generation: number): void;
}

export function watchStore(store: Store): WatchedStore {
  /** The generation after the last write that went through here or was read by `follow`; null after somebody else's. */
  let known: number | null = null;
  const underWay = new Set<Promise<WriteResult>>();
  const isKnown = (generation: number): boolean => known !== null && generation <= known;
  return {
    ...boundTo(store),
    async covers(generation) {
      // A write may be seen by others a moment before its own answer is here.
      if (!isKnown(generation)) await Promise.allSettled(underWay);
      return isKnown(generation);
    },
    follow: (generation) => {
      known = generation;
    },
    write: async (change: Write): Promise<WriteResult> => {
      const write = store.write(change);
      underWay.add(write);
      try {
        const result = await write;
        if (result.type === "written") known = known !== null && result.generation === known + 1 ? result.generation : null;
        return result;
      } finally {
        underWay.delete(write);
      }
    },
  };
}

const boundTo = (store: Store): Store => ({
  read: () => store.read(),
  create: (replica) => store.create(replica),
  write: (change) => store.write(change),
  item: (id) => store.item(id),
  itemsById: (ids) => store.itemsById(ids),
  items: () => store.items(),
  waiting: (count) => store.waiting(count),
  pairs: (bucket) => store.pairs(bucket),
  buckets: () => store.buckets(),
  acknowledgedCount: () => store.acknowledgedCount(),
  heads: (first, count) => store.heads(first, count),
  lostHead: (hash) => store.lostHead(hash),
  lostWaiting: (count) => store.lostWaiting(count),
  log: (count) => store.log(count),
  note: () => store.note(),
  clear: (expect) => store.clear(expect),
  close: () => store.close(),
});

export interface OpenItemsEars {
  /** Told what was open and what is, where somebody else had written. */
  readonly reloaded: (before: ReadonlyMap<string, OpenItem>, after: ReadonlyMap<string, OpenItem>) => void;
  /** Told the item that may be another one now, in its content or its mark; null: any may be. */
  readonly touched: (hex: string | null) => void;
}

export class OpenItems {
  readonly #store: WatchedStore;
  readonly #seal: VaultSeal;
  readonly #ears: OpenItemsEars;
  #items: Map<string, KeptItem> | null = null;
  /** Whether an item has come that may not stand in its place. */
  #unsorted = false;

  constructor(store: WatchedStore, seal: VaultSeal, ears: OpenItemsEars) {
    this.#store = store;
    this.#seal = seal;
    this.#ears = ears;
  }

  /** Every item by hex of its id, ascending, as it is now. */
  async all(): Promise<ReadonlyMap<string, OpenItem>> {
    const { generation } = await this.#store.read();
    if ((await this.#store.covers(generation)) && this.#items !== null) return this.#sorted(this.#items);
    const held = await this.#store.items();
    const contents = await openNewest(this.#seal, held.items);
    const items = new Map(held.items.map((item, i) => [toHex(item.id), kept(item, contents[i] as Opened)]));
    this.#store.follow(held.generation);
    const before = this.#items;
    this.#items = items;
    this.#unsorted = false;
    if (before !== null) this.#ears.reloaded(before, items);
    this.#ears.touched(null);
    return items;
  }

  #sorted(items: Map<string, KeptItem>): Map<string, OpenItem> {
    if (!this.#unsorted) return items;
    this.#items = new Map([...items].sort(([a], [b]) => (a < b ? -1 : 1)));
    this.#unsorted = false;
    return this.#items;
  }

  /**
   * What these rows of the store hold, by hex: what a change is decided on. What stands open is taken only where it was opened from that very
   * state, since a write is in the store a moment before its items are put here.
   */
  async of(rows: readonly StoredItem[]): Promise<ReadonlyMap<string, OpenItem>> {
    const known = rows.map((row) => {
      const open = this.#items?.get(toHex(row.id));
      return open !== undefined && isFrom(open.from, row) ? open : null;
    });
    const opened = (
      await openNewest(
        this.#seal,
        rows.filter((_, i) => known[i] === null),
      )
    ).values();
    return new Map(rows.map((row, i) => [toHex(row.id), kept(row, known[i]?.content ?? (opened.next().value as Opened))]));
  }

  /** Takes in what a write of ours made of an item. Nothing to do while nothing is open. */
  put(item: StoredItem, content: Opened): void {
    const hex = toHex(item.id);
    if (this.#items?.has(hex) === false) this.#unsorted = true;
    this.#items?.set(hex, kept(item, content));
    this.#ears.touched(hex);
  }

  /** The server has these: their contents stay, their marks go where nothing newer waits. */
  acknowledged(items: readonly StoredItem[]): void {
    for (const item of items) {
      const hex = toHex(item.id);
      const open = this.#items?.get(hex);
      if (open === undefined) continue;
      this.#items?.set(hex, kept(item, open.content));
      this.#ears.touched(hex);
    }
  }

  close(): void {
    this.#items = null;
  }
}

const newest = ({ waiting, acknowledged }: StoredItem): Sealed | null => waiting ?? acknowledged;

/** The newest state of each item: the waiting one, else the acknowledged. */
export function openNewest(seal: VaultSeal, items: readonly StoredItem[]): Promise<readonly Opened[]> {
  return seal.open(items.map((item) => ({ item: item.id, revision: newest(item)?.revision ?? new Uint8Array(0) })));
}

function kept(item: StoredItem, content: Opened): KeptItem {
  const state = newest(item);
  const from = state === null ? null : { hash: state.hash, head: state.revision.slice(0, headBytes) };
  return { id: item.id, content, waiting: item.waiting !== null, from };
}

function isFrom(from: From | null, item: StoredItem): boolean {
  const state = newest(item);
  return from !== null && state !== null && equalBytes(from.hash, state.hash) && equalBytes(from.head, state.revision.slice(0, headBytes));
}
