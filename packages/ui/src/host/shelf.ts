// What the list shows of an open vault: the items this worker has at hand, their rows, the search over them and what the sidebar counts.
// It is told of changes and tells the windows of them, in batches. Plaintext in memory; whoever locks forgets it.

import { type ItemState, SearchIndex, view } from "@holdfast/core";
import type { Counts, DeviceEvent, Query, Row, Section } from "../device/port.ts";
import { breathe } from "./breathe.ts";
import { rowOf } from "./rows.ts";

/** Rows in one event. */
export const rowsAtOnce = 500;

export type Tell = (event: DeviceEvent) => void;

interface Shown {
  readonly state: ItemState;
  readonly row: Row;
  readonly tags: readonly string[];
}

export class Shelf {
  readonly #tell: Tell;
  readonly #shown = new Map<string, Shown>();
  readonly #index = new SearchIndex();
  #changed = new Set<string>();
  #removed = new Set<string>();
  #hidden = 0;
  /** Put since the states of a comparison were read: those are older. */
  #fresh = new Set<string>();
  /** Whether lists may hold others since the last flush, or only what is searched and sorted by time. */
  #moved = false;
  #closed = false;

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  /** What is being told ends where it is. */
  close(): void {
    this.#closed = true;
  }

  get(id: string): ItemState | null {
    return this.#shown.get(id)?.state ?? null;
  }

  get size(): number {
    return this.#shown.size;
  }

  states(): readonly ItemState[] {
    return [...this.#shown.values()].map(({ state }) => state);
  }

  /** The newest state of an item, by a change of ours. */
  put(state: ItemState): void {
    this.#fresh.add(state.id);
    this.#put(state);
  }

  #put(state: ItemState): void {
    const before = this.#shown.get(state.id);
    const shown: Shown = { state, row: rowOf(state), tags: view(state.item).tags };
    if (before?.state.item !== state.item) this.#index.put(state.id, state.item);
    if (before === undefined || isElsewhere(before, shown)) this.#moved = true;
    this.#shown.set(state.id, shown);
    this.#changed.add(state.id);
    this.#removed.delete(state.id);
  }

  /** Compares with what the vault holds, of these ids or of all, and tells what is other, batch by batch. */
  async compare(states: readonly ItemState[], of: Iterable<string> = this.#shown.keys()): Promise<void> {
    this.#fresh = new Set();
    const left = new Set(of);
    for (const state of states) {
      left.delete(state.id);
      const known = this.#shown.get(state.id)?.state;
      if ((known?.item === state.item && known.waiting === state.waiting) || this.#fresh.has(state.id)) continue;
      this.#put(state);
      if (this.#changed.size < rowsAtOnce) continue;
      this.flush();
      await breathe();
      if (this.#closed) return;
    }
    for (const id of left) {
      if (this.#fresh.has(id) || !this.#shown.delete(id)) continue;
      this.#index.remove(id);
      this.#removed.add(id);
      this.#moved = true;
    }
    this.flush();
  }

  /** Tells what changed since the last time. */
  flush(): void {
    const changed = [...this.#changed];
    const removed = [...this.#removed];
    if (changed.length + removed.length === 0) return;
    this.#changed = new Set();
    this.#removed = new Set();
    const rows = changed.flatMap((id) => this.#shown.get(id)?.row ?? []);
    // First, so that what is open is asked for while the list is drawn.
    this.#tell({ type: "details", ids: [...changed, ...removed] });
    for (const event of rowEvents(rows, removed)) this.#tell(event);
    if (this.#moved) this.#tell({ type: "counts", counts: this.counts() });
    this.#tell({ type: "order", moved: this.#moved });
    this.#moved = false;
  }

  /** Everything, for somebody who begins to listen. */
  async replay(tell: Tell): Promise<void> {
    const ids = [...this.#shown.keys()];
    for (let at = 0; at === 0 || at < ids.length; at += rowsAtOnce) {
      // As they are now, not as they were when the telling began: what changed meanwhile has been told already.
      const rows = ids.slice(at, at + rowsAtOnce).flatMap((id) => this.#shown.get(id)?.row ?? []);
      tell({ type: "rows", reset: at === 0, rows, removed: [] });
      await breathe();
      if (this.#closed) return;
    }
    tell({ type: "counts", counts: this.counts() });
    tell({ type: "order", moved: true });
  }

  /** Items of which this version can't show everything, as the status counts them. */
  setHidden(hidden: number): void {
    if (hidden === this.#hidden) return;
    this.#hidden = hidden;
    this.#tell({ type: "counts", counts: this.counts() });
  }

  counts(): Counts {
    const kinds: Record<string, number> = {};
    const tagged = new Map<string, number>();
    const sums = { all: 0, favorites: 0, trash: 0 };
    for (const { row, tags } of this.#shown.values()) {
      if (row.trashed) {
        sums.trash++;
        continue;
      }
      sums.all++;
      if (row.favorite) sums.favorites++;
      kinds[row.kind] = (kinds[row.kind] ?? 0) + 1;
      for (const tag of tags) tagged.set(tag, (tagged.get(tag) ?? 0) + 1);
    }
    const tags = [...tagged].map(([name, count]) => ({ name, count })).sort((a, b) => (a.name < b.name ? -1 : 1));
    return { ...sums, kinds, tags, hidden: this.#hidden };
  }

  /** Ids in their order. // T8 */
  find({ of, text, order }: Query): readonly string[] {
    const found = this.#index.find(text).filter((id) => this.#isIn(of, id));
    if (order === "title" || text.trim() !== "") return found;
    const changed = (id: string): number => this.#shown.get(id)?.row.changed ?? 0;
    return found.sort((a, b) => changed(b) - changed(a));
  }

  #isIn(of: Section, id: string): boolean {
    const shown = this.#shown.get(id);
    if (shown === undefined) return false;
    const { row, tags } = shown;
    if (of.section === "conflicts") return row.conflict;
    if (of.section === "waiting") return row.waiting;
    if (row.trashed !== (of.section === "trash")) return false;
    if (of.section === "favorites") return row.favorite;
    if (of.section === "kind") return row.kind === of.kind;
    return of.section === "tag" ? tags.includes(of.tag) : true;
  }
}

/** Whether it may stand in other lists than before, or elsewhere in them; those of what waits and of a search aside. */
function isElsewhere({ row, tags }: Shown, now: Shown): boolean {
  const { title, kind, trashed, favorite, conflict } = now.row;
  return (
    row.title !== title ||
    row.kind !== kind ||
    row.trashed !== trashed ||
    row.favorite !== favorite ||
    row.conflict !== conflict ||
    tags.join("\n") !== now.tags.join("\n")
  );
}

function* rowEvents(rows: readonly Row[], removed: readonly string[]): Generator<DeviceEvent, void> {
  let at = 0;
  do {
    const first = at === 0;
    yield { type: "rows", reset: false, rows: rows.slice(at, at + rowsAtOnce), removed: first ? removed : [] };
    at += rowsAtOnce;
  } while (at < rows.length);
}
