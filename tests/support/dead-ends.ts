// Every state in which a person has to do something, how it comes about, and the way out of it that the command line and the windows have: what
// they call of the client, and no more. tests/no-dead-end.test.ts walks them.

import type { Client } from "@holdfast/core";
import { alarms, pick } from "@holdfast/core";
import { encodeContent } from "@holdfast/core/testing/inside";
import type { Change, Hash, ItemId, Refusal } from "@holdfast/protocol";
import { MemoryStorage } from "@holdfast/server/testing/memory";
import type { Scene } from "./attack.ts";
import { must } from "./device.ts";
import { sealText, startEpoch, turned } from "./keys.ts";
import { alterPulls, answerInstead, changes, ends, type Frames, heads, honest, refusing } from "./lying.ts";
import { settle, type World } from "./world.ts";

export interface DeadEnd {
  /** Brings the laptop into the state; it and the phone hold edits that were never sent. */
  readonly comes: (all: Scene) => Promise<void> | void;
  /** What a person does, on the laptop unless it says otherwise. */
  readonly way: (all: Scene) => Promise<void>;
  /** Whether the same can be left by a new, empty server as well: not where this device's own keys are over. */
  readonly anew?: false;
}

type Steps = (all: Scene) => Promise<void>;

const idOf = (hex: string): ItemId => Uint8Array.from(Buffer.from(hex, "hex")) as ItemId;

/** What a lying or broken server said ends once it is mended: nothing is to be done but to go on. */
const goesOn: Steps = async ({ laptop, phone }) => {
  honest(laptop);
  await settle(laptop, phone);
};

/** `heal`, with the word that its own plan asks for. */
export async function healed(client: Client): Promise<void> {
  const plan = await client.healPlan();
  const { removed = 0, damaged = 0 } = plan.ok ? plan.value : {};
  const report = await client.heal({ removing: removed, replacing: damaged });
  if (!report.healed) throw new Error(`nothing was healed: ${JSON.stringify(report.end)}`);
}

const heals: Steps = async ({ laptop, phone }) => {
  await healed(laptop.client);
  await settle(laptop, phone);
};

const lies = (alter: (frames: Frames) => Frames): DeadEnd => ({ comes: ({ laptop }) => alterPulls(laptop, alter), way: goesOn });

/** A finding whose making takes keys or a fork; tests/attacks brings about each of them, and shows that it leaves everything else as it was. */
const found = (reason: keyof typeof alarms): DeadEnd => ({
  comes: async ({ laptop }) => {
    await laptop.home.store.write({ expect: null, replica: { troubles: [{ kind: alarms[reason], reason, items: [] }] } });
    laptop.online = false;
  },
  way: async (all) => {
    all.laptop.online = true;
    await goesOn(all);
  },
});

const refuses = (of: RegExp, refusal: (all: Scene) => Refusal, way: Steps = goesOn): DeadEnd => ({
  comes: (all) => answerInstead(all.laptop, ({ path }) => (of.test(path) ? refusing(refusal(all)) : null)),
  way,
});

const push = /\/push$/;
const vault = /\/(?:pull|push)$/;

/** An item that was refused is sent again once it is edited. // S14 */
const edits: Steps = async (all) => {
  honest(all.laptop);
  await all.laptop.edit(all.post, { username: "edited again" });
  await goesOn(all);
};

/** The phone writes a state that no device of this version can read, made of `text`. */
async function writes({ phone, github }: Scene, of: string, text: string): Promise<void> {
  const id = idOf(github);
  const [held] = await phone.home.store.itemsById([id]);
  const waiting = await sealText(phone, idOf(of), text);
  await phone.home.store.write({ expect: null, items: [{ id, acknowledged: held?.acknowledged ?? null, waiting }] });
  await phone.restart();
  await phone.synced();
}

const contentOf = async ({ phone, github }: Scene): Promise<string> =>
  new TextDecoder().decode(encodeContent((await phone.item(github)).item));

/** What the item said before, by the world in which it is. */
const asBefore = new WeakMap<World, string>();

export const deadEnds: Readonly<Record<string, DeadEnd>> = {
  "server-behind": {
    comes: async ({ world, laptop }) => {
      const backup = world.backup();
      await laptop.add({ title: "After the backup" });
      await laptop.synced();
      world.restart(backup);
    },
    way: heals,
  },
  "history-differs": {
    comes: async ({ world, laptop, phone, bank, github }) => {
      await laptop.synced();
      const backup = world.backup();
      await laptop.edit(bank, { note: "on one branch" });
      await laptop.synced();
      world.restart(backup);
      for (const note of ["on the other", "and on"]) {
        await phone.edit(github, { note });
        await phone.synced();
      }
    },
    way: heals,
  },
  "head-damaged": lies(heads((given) => ({ heads: given.map((head) => turned(head)) }))),
  "chain-broken": found("chain-broken"),
  "heads-missing": lies(heads((given) => ({ heads: given.slice(0, -1) }))),
  "end-differs": lies(ends(["end"], (to) => ({ ...to, hash: turned(to.hash) as Hash }))),
  "epoch-fell": found("epoch-fell"),
  "root-differs": lies(changes((list) => list.map((one): Change => ({ ...one, revision: turned(one.revision) })))),
  "count-differs": found("count-differs"),
  "item-repeated": lies(changes((list) => [...list.slice(0, -1), list[0] as Change])),
  "revision-differs": found("revision-differs"),
  "revision-missing": found("revision-missing"),

  "revision-lost": {
    comes: ({ world, github }) => {
      const row = world.vault.current.get(github);
      if (row === undefined) throw new Error("the server has no such item");
      Object.assign(row, { revision: turned(row.revision) });
    },
    way: heals,
  },
  "revision-unreadable": {
    comes: async (all) => {
      await all.laptop.synced();
      await writes(all, all.bank, await contentOf(all));
    },
    way: heals,
  },
  // A version that reads it is the way: here the phone says the same in the words of this one.
  "item-not-understood": {
    comes: async (all) => {
      asBefore.set(all.world, await contentOf(all));
      await all.laptop.edit(all.github, { note: "made before it was known" });
      await writes(all, all.github, '{"v":2,"kind":"login","shape":"of things to come"}');
    },
    way: async (all) => {
      await writes(all, all.github, asBefore.get(all.world) ?? "");
      await goesOn(all);
    },
  },
  "protocol-version": refuses(vault, () => ({ kind: "update-needed", version: 999 })),
  "vault-gone": refuses(vault, () => ({ kind: "not-found" })),

  "sign-in-refused": { comes: ({ world }) => world.restart(new MemoryStorage().state), way: heals },
  // Whose keys are over becomes a device anew, and brings along what it alone holds.
  "later-epoch": {
    comes: async ({ world, laptop, phone, bank }) => {
      await laptop.synced();
      await phone.synced();
      await startEpoch(phone, 2);
      const { replica } = await phone.home.store.read();
      for (const account of world.server.storage.state.accounts.values())
        Object.assign(account, { slot: { version: replica?.slotVersion, sealed: replica?.slot } });
      await phone.edit(bank, { note: "under new keys" });
      await phone.synced();
    },
    way: async ({ laptop, phone, world }) => {
      const { items } = await laptop.client.exportItems();
      must(await laptop.client.signOut({ discard: true }));
      await laptop.signIn(await phone.client.setupCode());
      const run = { id: "ab".repeat(16), at: world.time.clock.now() };
      await laptop.client.restoreItems(items, { run, preview: false, progress: () => {} });
      await settle(laptop, phone);
    },
    anew: false,
  },
  "signature-refused": refuses(push, () => ({ kind: "signature-refused" })),

  "items-refused": refuses(push, ({ post }) => ({ kind: "items-refused", items: [idOf(post)] }), edits),
  "too-large": refuses(push, () => ({ kind: "too-large" }), edits),
  malformed: refuses(push, () => ({ kind: "malformed" }), edits),
  "vault-full": refuses(push, () => ({ kind: "vault-full" })),
  "quota-full": refuses(push, () => ({ kind: "quota-full" })),

  // What items say for themselves.
  conflict: {
    comes: async ({ laptop, phone, bank }) => {
      await laptop.edit(bank, { username: "here" });
      await phone.edit(bank, { username: "there" });
      await phone.synced();
    },
    way: async (all) => {
      const { item } = await all.laptop.item(all.bank);
      for (const path of item.conflicts.keys()) must(await all.laptop.client.edit(all.bank, pick(item, path, "current") ?? new Map()));
      await goesOn(all);
    },
  },
  "update-needed": {
    comes: async ({ laptop }) => void (await laptop.add({ title: "Hologram", "light-field": [1, 2] }, "hologram")),
    // Nothing is to be done for the values: they travel, and any version that knows the kind shows them.
    way: goesOn,
  },
};
