// A memory home whose writes a test can see and break: before one is done, or after it is durable and before anybody is told.

import type { Write } from "@holdfast/core/testing/inside";
import type { MemoryHome } from "@holdfast/core/testing/memory-home";

/** Hooks around each write of the store and of the files beside it. They are looked up each time, may wait, and may throw. */
export interface Disk {
  before?: ((what: Write | string) => void | Promise<void>) | undefined;
  after?: ((what: Write | string) => void | Promise<void>) | undefined;
}

/** What a test throws to let the process die at a write. */
export class Crash extends Error {}

export function watchedDisk(home: MemoryHome, disk: Disk): MemoryHome {
  const around = async <T>(what: Write | string, work: () => Promise<T>): Promise<T> => {
    await disk.before?.(what);
    const done = await work();
    await disk.after?.(what);
    return done;
  };
  const { store, secretKeys, pending } = home;
  return {
    ...home,
    store: {
      ...store,
      create: (replica) => around("create", () => store.create(replica)),
      write: (change) => around(change, () => store.write(change)),
      clear: (expect) => around("clear", () => store.clear(expect)),
    },
    secretKeys: {
      load: () => secretKeys.load(),
      save: (key) => around("save the Secret Key", () => secretKeys.save(key)),
      remove: () => around("remove the Secret Key", () => secretKeys.remove()),
    },
    pending: {
      load: () => pending.load(),
      save: (account) => around("save the pending account", () => pending.save(account)),
      remove: () => around("remove the pending account", () => pending.remove()),
    },
  };
}

/** How a process dies at a write: before anything of it is done, after it is durable, or after it and with the power of the whole device. */
export const deaths = ["before", "after", "with the power after"] as const;
export type Death = (typeof deaths)[number];

/** Lets the process die at the `count`-th write from now; whoever starts it again cuts the power first where it died of that. */
export function crashAt(disk: Disk, count: number, when: Death): { readonly crashed: () => boolean } {
  let left = count;
  let dead = false;
  const writing = (): void => {
    if (dead) throw new Crash("the process is dead");
    if (--left > 0) return;
    dead = true;
    throw new Crash("the process died");
  };
  disk.before =
    when === "before"
      ? writing
      : () => {
          if (dead) throw new Crash("the process is dead");
        };
  disk.after = when === "before" ? undefined : writing;
  return { crashed: () => dead };
}

export function repair(disk: Disk): void {
  disk.before = undefined;
  disk.after = undefined;
}
