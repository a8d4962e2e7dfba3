// Who wants to hear of changes as they happen: changed items, and the status whenever it says something else. A listener that throws is
// a fault of the shell, and harms neither the others nor the run that told it.

import type { ItemChange } from "./item-changes.ts";
import type { Status } from "./sync/status.ts";

export type ClientEvent =
  /** An item changed by what came in, or by another process of this device. */
  | { readonly type: "changed"; readonly change: ItemChange }
  /** What `items` answers for this id may be another now, whoever changed it and be it only its mark; null: for any. */
  | { readonly type: "touched"; readonly id: string | null }
  /** Where synchronization stands now; told first to whoever begins to listen. */
  | { readonly type: "status"; readonly status: Status };

export type ClientListener = (event: ClientEvent) => void;

export class Watchers {
  readonly #status: () => Promise<Status>;
  /** What was said last; null for those that are told each time. */
  readonly #listeners = new Map<ClientListener, { said: string | null }>();
  #asked = false;
  #telling = false;

  /** `status` may fail where the replica is gone. */
  constructor(status: () => Promise<Status>) {
    this.#status = status;
  }

  get any(): boolean {
    return this.#listeners.size > 0;
  }

  /** `each`: it is told the status also where phase and waiting are the same, since something beside them may be another. */
  add(listener: ClientListener, each = false): () => void {
    this.#listeners.set(listener, { said: each ? null : "" });
    this.told();
    return () => void this.#listeners.delete(listener);
  }

  changed(changes: readonly ItemChange[]): void {
    for (const change of changes) this.#say({ type: "changed", change });
  }

  touched(id: string | null): void {
    this.#say({ type: "touched", id });
  }

  #say(event: ClientEvent): void {
    for (const listener of [...this.#listeners.keys()]) call(listener, event);
  }

  /** The status may be another one. Asked for at once, and once more for all that came while it was asked for. */
  told(): void {
    if (!this.any) return;
    this.#asked = true;
    if (!this.#telling) void this.#tell();
  }

  async #tell(): Promise<void> {
    this.#telling = true;
    while (this.#asked) {
      this.#asked = false;
      const status = await this.#status().catch(() => null);
      if (status !== null) this.#sayWhereNew(status);
    }
    this.#telling = false;
  }

  #sayWhereNew(status: Status): void {
    const { current, waiting } = status;
    const saying = JSON.stringify([current, waiting], (_, part: unknown) => (part instanceof Uint8Array ? [...part] : part));
    for (const [listener, heard] of [...this.#listeners]) {
      if (heard.said === saying) continue;
      if (heard.said !== null) heard.said = saying;
      call(listener, { type: "status", status });
    }
  }
}

function call(listener: ClientListener, event: ClientEvent): void {
  try {
    listener(event);
  } catch {
    // The shell's own fault, and its own to notice.
  }
}
