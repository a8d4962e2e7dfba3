// Items that a server has refused are set aside until they are edited. A refusal may have been of the moment, though, or a lie, and of a tombstone
// there is nothing that a person could edit: so they are sent again now and then. // S14

import type { Store } from "../store/store.ts";
import { clear } from "./troubles.ts";

/** At most so often for each process, in milliseconds. */
const everyMs = 3_600_000;

export class Refusals {
  #last = Number.NEGATIVE_INFINITY;

  /** Something was refused just now, milliseconds since 1970. */
  refused(now: number): void {
    this.#last = now;
  }

  /** Before a run: sets aside no longer what was refused long ago, or before this process began. */
  async giveAnotherTry(store: Store, now: number): Promise<void> {
    const { replica } = await store.read();
    const isRefused = replica?.enabled === true && replica.troubles.some(({ kind }) => kind === "refused");
    if (!isRefused || Math.abs(now - this.#last) < everyMs) return;
    this.#last = now;
    await clear(store, ["refused"]);
  }
}
