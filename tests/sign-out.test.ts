// Signing out loses nothing: what was saved up to the last moment keeps the device, and only a person's word throws it away.

import { expect, test } from "vitest";
import { must } from "./support/device.ts";
import { World } from "./support/world.ts";

const note = (title: string) => ({ kind: "note", edit: new Map([["title", title]]) });

test("[P2] [P5] an edit saved while the device signs out keeps it a device; nothing is lost", async () => {
  const world = new World();
  const laptop = await world.device("laptop");
  const { store } = laptop.home;
  const before = store.read.bind(store);
  let raced = false;
  // Another process saves between the look at the outbox and the clearing.
  const { client } = laptop;
  const original = store.clear;
  store.clear = async (expect_) => {
    if (!raced) {
      raced = true;
      must(await client.add(note("Saved at the last moment")));
    }
    return original(expect_);
  };
  expect(await client.signOut({ discard: false })).toEqual({ ok: false, error: { type: "waiting", waiting: 1 } });
  expect((await before()).waiting).toBe(1);
  expect((await client.find("Saved at the last moment")).ok).toBe(true);
});

test("signing out with unsent changes is refused, unless they are to be discarded", async () => {
  const world = new World();
  const laptop = await world.device("laptop");
  must(await laptop.client.add(note("Unsent")));
  expect(await laptop.client.signOut({ discard: false })).toMatchObject({ ok: false });
  expect(await laptop.client.signOut({ discard: true })).toMatchObject({ ok: true });
  expect((await laptop.home.store.read()).replica).toBeNull();
  expect(await laptop.home.secretKeys.load()).toBeNull();
});
