// A store that remembers its state between writes, for where all writes go through it: each look at a browser's disk is a way to another
// process and back, and an edit looks often. Items, heads and the log are always read from the disk. // P22

import type { Store, Write, WriteResult } from "../store/store.ts";

export type StoreState = Awaited<ReturnType<Store["read"]>>;

/** A store that can say what a write has made of its state, read in the very transaction. */
export interface TellingStore extends Store {
  writeTelling(change: Write): Promise<{ readonly result: WriteResult; readonly state: StoreState | null }>;
}

export interface RememberingStore extends Store {
  /** What is remembered may be true no longer: the next look is at the disk. */
  forget(): void;
}

/** Over `store`, which nobody else writes to for as long as this is in use. */
export function rememberingStore(store: TellingStore): RememberingStore {
  let state: StoreState | null = null;
  let looking: Promise<StoreState> | null = null;
  const remember = (next: StoreState | null): void => {
    state = next;
    looking = null;
  };
  const look = async (): Promise<StoreState> => {
    const looked = store.read();
    looking = looked;
    try {
      const found = await looked;
      // Unless a write has ended in between.
      if (looking === looked) remember(found);
      return found;
    } finally {
      if (looking === looked) looking = null;
    }
  };
  /** While a write is under way both what was and what will be are true; once it has ended, only the latter. */
  const written = async (write: ReturnType<TellingStore["writeTelling"]>): Promise<WriteResult> => {
    let next: StoreState | null = null;
    try {
      const { result, state } = await write;
      next = state;
      return result;
    } finally {
      // Of two that end together the later stays, whichever is heard of first. // P4
      const later = state !== null && next !== null && state.generation > next.generation;
      remember(later ? state : next);
    }
  };
  const silent = async (write: Promise<WriteResult>) => ({ result: await write, state: null });
  return {
    ...store,
    read: () => (state === null ? (looking ?? look()) : Promise.resolve(state)),
    create: (replica) => written(silent(store.create(replica))),
    write: (change) => written(store.writeTelling(change)),
    clear: (expect) => written(silent(store.clear(expect))),
    close() {
      remember(null);
      return store.close();
    },
    forget: () => remember(null),
  };
}
