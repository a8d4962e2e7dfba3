// The life of a process, and what it stands on while it lives. A dead process does nothing: what it had asked is never answered, what it had
// set never falls due, and nothing of it throws into the world that goes on without it.

import type { Home, Timers } from "@holdfast/core";
import type { Crypto } from "@holdfast/core/testing/inside";

/** Before anything of a write is done, after it is durable, or after it and with the power of the whole device. */
export const deaths = ["before", "after", "with the power after"] as const;
export type Death = (typeof deaths)[number];

const never = new Promise<never>(() => {});

export class Life {
  /** How it ended; null while it lasts. */
  death: Death | null = null;
  readonly over: Promise<void>;
  #end: () => void = () => {};
  #plan: { writes: number; readonly death: Death } | null = null;

  constructor() {
    this.over = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  end(death: Death): void {
    this.death ??= death;
    this.#end();
  }

  /** It will die at the `writes`-th durable write from now. */
  plan(writes: number, death: Death): void {
    this.#plan = { writes, death };
  }

  /** What is asked while it lives; an answer that comes later is never heard. */
  async asking<T>(work: () => Promise<T>): Promise<T> {
    if (this.death !== null) return never;
    try {
      const value = await work();
      return this.death === null ? value : never;
    } catch (failure) {
      if (this.death === null) throw failure;
      return never;
    }
  }

  /** A durable write: where a planned death happens. */
  writing<T>(work: () => Promise<T>): Promise<T> {
    return this.asking(async () => {
      const plan = this.#plan;
      const now = plan !== null && --plan.writes <= 0 ? plan.death : null;
      if (now !== null) this.#plan = null;
      if (now === "before") {
        this.end(now);
        return never;
      }
      const done = await work();
      if (now !== null) this.end(now);
      return done;
    });
  }

  timers(timers: Timers): Timers {
    return {
      after: (delayMs, run) =>
        timers.after(delayMs, () => {
          if (this.death === null) run();
        }),
    };
  }
}

/** `target`, of which each method ends with the life; those named in `writes` are durable writes. */
export function within<T extends object>(life: Life, target: T, writes: readonly string[]): T {
  return new Proxy(target, {
    get: (_, name) => {
      const found: unknown = Reflect.get(target, name, target);
      if (typeof found !== "function") return found;
      const work =
        (...given: readonly unknown[]) =>
        async () =>
          Reflect.apply(found, target, given);
      return (...given: readonly unknown[]) => (writes.includes(String(name)) ? life.writing(work(...given)) : life.asking(work(...given)));
    },
  });
}

/** A device's home as one process of it has it. */
export function homeWithin(life: Life, home: Home): Home {
  const { crypto, clock, timers } = home.environment;
  const environment: { readonly crypto: Crypto } & Home["environment"] = { crypto, clock, timers: life.timers(timers) };
  return {
    ...home,
    environment,
    store: within(life, home.store, ["create", "write", "clear"]),
    secretKeys: within(life, home.secretKeys, ["save", "remove"]),
    pending: within(life, home.pending, ["save", "remove"]),
    connect: (origin) => {
      const transport = home.connect(origin);
      return { origin, traffic: transport.traffic, send: (request) => life.asking(() => transport.send(request)) };
    },
    ...(home.live === undefined
      ? {}
      : {
          live: {
            connect: (origin, listener) =>
              (home.live as NonNullable<Home["live"]>).connect(origin, {
                opened: () => life.death === null && listener.opened(),
                message: (bytes) => life.death === null && listener.message(bytes),
                closed: (code) => life.death === null && listener.closed(code),
              }),
          },
        }),
  };
}
