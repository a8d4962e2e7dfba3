// What is kept of troubles: one of a kind and reason, until something better is known.

import { genesis, type ItemId, type Refusal } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { memoryStore } from "../store/memory-store.ts";
import type { Store, Trouble } from "../store/store.ts";
import { anItemId, aReplica } from "../testing/stored-values.ts";
import { clear, note, notRefused, troubleOf } from "./troubles.ts";

const [a, b, c] = [anItemId(1), anItemId(2), anItemId(3)] as const;
const trouble = (kind: Trouble["kind"], reason: string, ...items: readonly ItemId[]): Trouble => ({ kind, reason, items });

const unreachable = trouble("unreachable", "offline");
const refused = trouble("refused", "items-refused", a);
const tooLarge = trouble("refused", "too-large", b);
const full = trouble("server-full", "vault-full");

async function holding(...troubles: readonly Trouble[]): Promise<Store> {
  const store = memoryStore();
  await store.create(aReplica({ troubles }));
  return store;
}
const troublesOf = async (store: Store) => (await store.read()).replica?.troubles;

describe("a trouble", () => {
  it("[S18] stands beside the others, and with the items of its like", async () => {
    const store = await holding(refused, full);
    await note(store, tooLarge);
    expect(await troublesOf(store)).toEqual([refused, full, tooLarge]);
    await note(store, trouble("refused", "items-refused", c));
    expect(await troublesOf(store)).toEqual([full, tooLarge, trouble("refused", "items-refused", a, c)]);
    await note(store, trouble("refused", "vault-full", b));
    expect(await troublesOf(store)).toContainEqual(trouble("refused", "vault-full", b));
    await note(store, trouble("damaged", "items-refused", b));
    expect(await troublesOf(store)).toContainEqual(trouble("damaged", "items-refused", b));
    expect(await troublesOf(store)).toContainEqual(trouble("refused", "items-refused", a, c));
  });

  it("[S18] of reaching the server goes with the next word, whichever it is", async () => {
    for (const next of [full, refused, trouble("unreachable", "timeout")]) {
      const store = await holding(unreachable);
      await note(store, next);
      expect(await troublesOf(store)).toEqual([next]);
    }
  });

  it("[S18] is cleared by its kind, and nothing is written where there is none", async () => {
    const store = await holding(unreachable, refused, full);
    await clear(store, ["unreachable", "server-full"]);
    expect(await troublesOf(store)).toEqual([refused]);
    const { generation } = await store.read();
    await clear(store, ["unreachable", "sign-in"]);
    expect((await store.read()).generation).toBe(generation);
    const two = await holding(full, refused);
    await note(two, trouble("refused", "items-refused", c));
    expect(await troublesOf(two)).toEqual([full, trouble("refused", "items-refused", a, c)]);
    const empty = memoryStore();
    await clear(empty, ["unreachable"]);
    expect((await empty.read()).replica).toBeNull();
  });

  it("[S18] is noted over what others wrote meanwhile", async () => {
    const store = await holding();
    let writes = 0;
    const busy: Store = {
      ...store,
      write: async (change) => {
        if (writes++ === 0) await store.write({ expect: null, replica: { troubles: [full] } });
        return store.write(change);
      },
    };
    await note(busy, refused);
    expect(await troublesOf(store)).toEqual([full, refused]);
  });

  it("[S18] is what a refusal means", () => {
    const meant: readonly (readonly [Refusal, Trouble])[] = [
      [{ kind: "vault-full" }, full],
      [{ kind: "quota-full" }, trouble("server-full", "quota-full")],
      [{ kind: "update-needed", version: 2 }, trouble("update-needed", "protocol-version")],
      [{ kind: "not-found" }, trouble("diverged", "vault-gone")],
      [{ kind: "signature-refused" }, trouble("sign-in", "signature-refused")],
      [{ kind: "unavailable" }, trouble("unreachable", "unavailable")],
      [{ kind: "history-differs", head: genesis }, trouble("unreachable", "history-differs")],
    ];
    for (const [refusal, expected] of meant) expect(troubleOf(refusal)).toEqual(expected);
  });
});

it("[S14] what was refused of an item is forgotten once it is edited, and of no other", () => {
  const replica = aReplica({ troubles: [full, trouble("damaged", "revision-lost", a), trouble("refused", "items-refused", a, b)] });
  const without = (id: ItemId) => notRefused(replica, id).replica?.troubles;
  const [others] = [[full, trouble("damaged", "revision-lost", a)]];
  expect(without(a)).toEqual([...others, trouble("refused", "items-refused", b)]);
  expect(without(b)).toEqual([...others, refused]);
  expect(notRefused(aReplica({ troubles: [full, refused] }), a)).toEqual({ replica: { troubles: [full] } });
  for (const nothing of [notRefused(replica, c), notRefused(null, a), notRefused(aReplica({ troubles: others }), a)]) {
    expect(nothing).toEqual({});
  }
});
