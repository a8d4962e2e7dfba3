// Asks the device for lists: one question at a time, and the newest wish next. So typing is never ahead of its answers by more than one, and a
// list that changes all the time is still answered.

import type { Query } from "../../device/port.ts";

export interface Found {
  readonly query: Query;
  readonly ids: readonly string[];
}

export class Finder {
  readonly #find: (query: Query) => Promise<readonly string[]>;
  readonly #tell: (found: Found) => void;
  #wanted: Query | null = null;
  #asking = false;

  constructor(find: (query: Query) => Promise<readonly string[]>, tell: (found: Found) => void) {
    this.#find = find;
    this.#tell = tell;
  }

  ask(query: Query): void {
    this.#wanted = query;
    if (!this.#asking) void this.#run();
  }

  async #run(): Promise<void> {
    this.#asking = true;
    for (let query = this.#take(); query !== null; query = this.#take()) {
      try {
        this.#tell({ query, ids: await this.#find(query) });
      } catch {
        // The vault was locked meanwhile, and the window goes with it.
      }
    }
    this.#asking = false;
  }

  #take(): Query | null {
    const query = this.#wanted;
    this.#wanted = null;
    return query;
  }
}
