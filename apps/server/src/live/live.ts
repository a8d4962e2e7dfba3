// All live connections of this server: lets them in, looks now and then for those that have gone silent, and closes them when
// the server stops. // C26

import { limits, liveClose } from "@holdfast/protocol";
import type { Context } from "../ports.ts";
import { LiveConnection, type Wire } from "./connection.ts";

/** Connections at once that have not yet said whose they are. */
export const strangersAtMost = 1_000;
/** Of these from one address, this machine's own included. */
const strangersEach = 20;
const checkMs = limits.liveIdleMs / 4;

export class Live {
  readonly #context: Context;
  readonly #strangersAtMost: number;
  readonly #open = new Set<LiveConnection>();
  readonly #from = new Map<LiveConnection, string>();
  #cancelCheck = (): void => {};
  #closed = false;

  constructor(context: Context, atMost: number = strangersAtMost) {
    this.#context = context;
    this.#strangersAtMost = atMost;
  }

  get count(): number {
    return this.#open.size;
  }

  /** Whether one more may come. */
  get hasRoom(): boolean {
    return !this.#closed && this.#open.size - this.#context.hub.count < this.#strangersAtMost;
  }

  /** Whether one more may come from there: null is this machine. Strangers are counted where they are told apart. // C36 */
  hasRoomFor(address: string | null): boolean {
    const key = address ?? "here";
    let strangers = 0;
    for (const [connection, from] of this.#from) if (from === key && !connection.known) strangers++;
    return this.hasRoom && strangers < strangersEach;
  }

  /** A connection over `wire`, for whoever carries it to call. */
  open(wire: Wire, address?: string | null): LiveConnection {
    const connection = new LiveConnection(this.#context, wire, (over) => {
      this.#open.delete(over);
      this.#from.delete(over);
    });
    this.#open.add(connection);
    if (address !== undefined) this.#from.set(connection, address ?? "here");
    if (this.#closed) connection.close(liveClose.goingAway);
    else if (this.#open.size === 1) this.#checkLater();
    return connection;
  }

  #checkLater(): void {
    this.#cancelCheck();
    this.#cancelCheck = this.#context.timers.after(checkMs, () => {
      const now = this.#context.clock.now();
      for (const connection of [...this.#open]) connection.check(now);
      if (this.#open.size > 0) this.#checkLater();
    });
  }

  /** Closes all, and whatever still comes. // C25 */
  close(): void {
    this.#closed = true;
    this.#cancelCheck();
    for (const connection of [...this.#open]) connection.close(liveClose.goingAway);
  }
}
