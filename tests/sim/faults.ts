// Faults to be planted into the product, each as small as a slip of a programmer: what the simulator is worth is shown by which of them it
// finds. Each changes one thing that a device writes or a server says, and nothing of the simulator.

import type { Timers } from "@holdfast/core";
import type { Store, StoredItem, Write } from "@holdfast/core/testing/inside";
import { type Bytes, equalBytes, toHex, utf8 } from "@holdfast/protocol";
import type { Storage } from "@holdfast/server/testing/test-server";
import type { Dice } from "./dice.ts";
import { cutTail, type ServerLife } from "./server-life.ts";

export interface Fault {
  /** The store of a device, with the fault in it. */
  readonly store?: (store: Store, dice: Dice) => Store;
  /** The timers of a device, with the fault in them. */
  readonly timers?: (timers: Timers) => Timers;
  /** How a server appends, with the fault in it. */
  readonly append?: (server: ServerLife, append: Storage["vaults"]["append"]) => Storage["vaults"]["append"];
}

const minute = 60_000;

const writing = (change: (change: Write, dice: Dice, store: Store) => Write | Promise<Write>): Fault => ({
  store: (store, dice) => ({ ...store, write: async (given) => store.write(await change(given, dice, store)) }),
});

const isEdit = ({ items, inFlight, buckets }: Write): boolean => items !== undefined && inFlight === undefined && buckets === undefined;

/** Takes the outbox mark off an item, and its state for acknowledged. */
const unmarked = (item: StoredItem): StoredItem => ({ ...item, acknowledged: item.waiting ?? item.acknowledged, waiting: null });

/** Throws away what waits where something comes in: the loser of every merge. */
async function withoutLosers(change: Write, store: Store): Promise<Write> {
  if (change.buckets === undefined || change.items === undefined) return change;
  const before = await store.itemsById(change.items.map(({ id }) => id));
  const waited = (item: StoredItem): boolean => before.some(({ id, waiting }) => waiting !== null && equalBytes(id, item.id));
  const merged = change.items.map((item) =>
    item.acknowledged !== null && item.waiting !== null && waited(item) ? { ...item, waiting: null } : item,
  );
  return { ...change, items: merged };
}

const inTheClear: Bytes = utf8("a line of the log about nightingale 1");

export const faults = {
  "an edit without its outbox mark": writing((change, dice) =>
    isEdit(change) && dice.once(10) ? { ...change, items: (change.items ?? []).map(unmarked) } : change,
  ),
  "an edit that a power cut takes": writing((change) => (isEdit(change) ? { ...change, light: true } : change)),
  "a pull that throws away what waits": writing((change, _, store) => withoutLosers(change, store)),
  "an acknowledgement that clears a newer edit": writing((change) =>
    change.inFlight === null ? { ...change, items: (change.items ?? []).map((item) => ({ ...item, waiting: null })) } : change,
  ),
  "a secret in the activity log": writing((change, dice) =>
    change.log !== undefined && dice.once(50) ? { ...change, log: [inTheClear] } : change,
  ),
  "no run where nothing happens": { timers: (timers) => ({ after: (ms, run) => timers.after(ms, ms > 4 * minute ? () => {} : run) }) },
  "a switch that is read once": {
    // Whoever has begun switched on goes on so.
    store: (store) => {
      let begun: boolean | null = null;
      return {
        ...store,
        read: async () => {
          const read = await store.read();
          begun ??= read.replica?.enabled ?? null;
          return read.replica === null || begun === null ? read : { ...read, replica: { ...read.replica, enabled: begun } };
        },
      };
    },
  },
  "a server that acknowledges before it is durable": {
    append: (server, append) => (commits) => {
      server.onDeath = () => {
        for (const { vault } of commits) cutTail(server.state.vaults.get(toHex(vault)), 1);
      };
      return append(commits);
    },
  },
  "a server that takes a commit on any head": {
    append: (server, append) => (commits) =>
      append(commits.map((commit) => ({ ...commit, prev: server.state.vaults.get(toHex(commit.vault))?.head.hash ?? commit.prev }))),
  },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof faults;
