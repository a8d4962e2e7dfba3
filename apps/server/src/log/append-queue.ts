// Group commit: pushes that arrive together share one durable transaction, each seeing those before it, so that a disk's one
// flush serves many. Each is answered when the transaction is on the disk, and none fails because of another. // C28

import type { Append, AppendResult, Vaults } from "../storage/storage.ts";

/** What one transaction takes at most: beyond, whoever waits behind it would wait for too long. */
export const batchCount = 64;
export const batchBytes = 8 * 1024 * 1024;

interface Waiting {
  readonly given: Append;
  readonly bytes: number;
  readonly done: (result: AppendResult) => void;
  readonly failed: (failure: unknown) => void;
}

export class AppendQueue {
  readonly #vaults: Pick<Vaults, "append">;
  readonly #turn: (run: () => void) => void;
  readonly #waiting: Waiting[] = [];
  #running = false;

  /** `turn` calls what it is given when everything that has arrived already has had its turn. */
  constructor(vaults: Pick<Vaults, "append">, turn: (run: () => void) => void) {
    this.#vaults = vaults;
    this.#turn = turn;
  }

  /** The result once it is durable. Throws when the machine fails; then this commit has changed nothing. */
  append(given: Append): Promise<AppendResult> {
    const bytes = given.changes.reduce((sum, { revision }) => sum + revision.length, given.head.length);
    return new Promise((done, failed) => {
      this.#waiting.push({ given, bytes, done, failed });
      if (this.#running) return;
      this.#running = true;
      this.#turn(() => void this.#run());
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#commit(this.#take());
      // What came while the disk was waited for joins the next one.
      if (this.#waiting.length > 0) await new Promise<void>((resolve) => this.#turn(resolve));
    }
    this.#running = false;
  }

  #take(): readonly Waiting[] {
    let count = 0;
    let bytes = 0;
    for (const waiting of this.#waiting) {
      bytes += waiting.bytes;
      if (count > 0 && (count === batchCount || bytes > batchBytes)) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await this.#vaults.append(batch.map(({ given }) => given));
      for (const [i, { done, failed }] of batch.entries()) {
        const result = results[i];
        if (result === undefined) failed(new Error("the storage gave no result"));
        else done(result);
      }
    } catch (failure) {
      // Nothing of it was taken. Perhaps one of them is at fault: each goes alone, so that the others don't fail with it.
      for (const each of batch) {
        if (batch.length === 1) each.failed(failure);
        else await this.#commit([each]);
      }
    }
  }
}
