// The agent of one folder: holds the keys of an unlocked replica while it lives, keeps the replica synchronized by itself, and locks after
// a quarter of an hour in which no command came. It knows no socket and no process (serve-agent.ts).

import type { Client, Clock, Home, Timers } from "@holdfast/core";
import type { AgentReply, AgentRequest } from "./messages.ts";

export const idleMs = 15 * 60_000;
/** How often the agent looks whether it is still wanted: timers run late on a device that slept. */
const lookMs = 30_000;

export interface AgentOptions {
  readonly client: Client;
  readonly home: Pick<Home, "store">;
  readonly keys: Uint8Array;
  readonly clock: Clock;
  readonly timers: Timers;
}

export class Agent {
  readonly #options: AgentOptions;
  #used: number;
  #looks = 0;
  #cancelLook: () => void = () => {};
  #locking: Promise<void> | null = null;
  #locked: () => void = () => {};
  /** Resolves when the keys are forgotten, for whatever reason. */
  readonly ended: Promise<void>;

  constructor(options: AgentOptions) {
    this.#options = options;
    this.#used = options.clock.now();
    this.ended = new Promise((resolve) => {
      this.#locked = resolve;
    });
  }

  async start(): Promise<void> {
    await this.#options.client.live.start();
    this.#lookLater();
  }

  /** null where the agent is locking: whoever asks goes on without it. */
  async handle(request: AgentRequest): Promise<AgentReply | null> {
    if (request.kind === "lock") {
      await this.lock();
      return { kind: "done" };
    }
    if (this.#locking !== null || (await this.#pastItsTime())) return null;
    const { client, keys, clock } = this.#options;
    this.#used = clock.now();
    this.#looks = 0;
    if (request.kind === "keys") return { kind: "keys", keys };
    await (request.kind === "saved" ? client.live.saved() : client.live.switched());
    return { kind: "done" };
  }

  /** Sends what waits, for three seconds at most, and forgets everything. */
  lock(): Promise<void> {
    this.#locking ??= this.#lock();
    return this.#locking;
  }

  async #lock(): Promise<void> {
    this.#cancelLook();
    const { client, keys } = this.#options;
    // Whatever the machine does now, the keys go.
    await client.close().catch(() => {});
    keys.fill(0);
    this.#locked();
  }

  #lookLater(): void {
    this.#cancelLook = this.#options.timers.after(lookMs, () => {
      this.#looks++;
      void this.#look();
    });
  }

  async #look(): Promise<void> {
    if (this.#locking !== null) return;
    if ((await this.#pastItsTime()) || (await this.#abandoned())) await this.lock();
    else this.#lookLater();
  }

  /** By the clock, which goes on while the device sleeps, or by the looks, which a clock that is set back can't undo. */
  async #pastItsTime(): Promise<boolean> {
    const late = this.#options.clock.now() - this.#used >= idleMs || this.#looks * lookMs >= idleMs;
    if (late) void this.lock();
    return late;
  }

  /** The folder is no device any more, or can't be read. */
  async #abandoned(): Promise<boolean> {
    try {
      return (await this.#options.home.store.read()).replica === null;
    } catch {
      return true;
    }
  }
}
