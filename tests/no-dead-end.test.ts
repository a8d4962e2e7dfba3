// No dead end: from every state in which a person has to do something there is a way that they can follow, and after it every value that any
// device held is there. "Delete your data and start again" is none of them.

import { alarms } from "@holdfast/core";
import { MemoryStorage } from "@holdfast/server/testing/memory";
import { describe, expect, it } from "vitest";
import { type Scene, scene } from "./support/attack.ts";
import { deadEnds, healed } from "./support/dead-ends.ts";
import type { Device } from "./support/device.ts";
import { honest } from "./support/lying.ts";
import { expectNothingLost, valuesOf, valuesOfAll } from "./support/values.ts";
import { settle, World } from "./support/world.ts";
import { codeOf, sources } from "./tidy/repository.ts";

/** Codes that stand on a device now: those of synchronization, and what items say for themselves. */
async function standing({ home, client }: Device): Promise<readonly string[]> {
  const { replica } = await home.store.read();
  const { attention } = await client.status();
  return [
    ...(replica?.troubles ?? []).map(({ reason }) => reason),
    ...attention.filter(({ reason }) => reason === undefined).map(({ kind }) => kind),
  ];
}

/** The laptop stands in the state, with an edit that was never sent; so has the phone one, and what both hold is known. */
async function stuck(code: string): Promise<Scene & { readonly saved: ReadonlySet<string> }> {
  const all = await scene();
  const { laptop, phone, post } = all;
  const end = deadEnds[code];
  if (end === undefined) throw new Error("there is no such state");
  await end.comes(all);
  // Found by what is pulled, where it can be; else by what is pushed.
  await laptop.sync();
  await laptop.edit(post, { note: "never sent from the laptop" });
  await phone.edit(post, { username: "never sent from the phone" });
  await laptop.sync();
  expect(await standing(laptop)).toContain(code);
  return { ...all, saved: await valuesOfAll(laptop, phone) };
}

const codes = Object.keys(deadEnds);

describe("the codes that a person may meet", () => {
  it("have each a way out that is walked here, and each of them comes about", () => {
    const written = sources
      .filter(({ path }) => path.startsWith("packages/core/src/") && !path.endsWith(".test.ts"))
      .flatMap(({ text }) => {
        const code = codeOf(text);
        const troubles = code.matchAll(/kind: "[a-z-]+", reason: "([a-z-]+)"/g);
        const named = code.matchAll(/export const \w+Reason = "([a-z-]+)"/g);
        const items = code.matchAll(/itemAttention\.push\(\{ kind: "([a-z-]+)"/g);
        return [...troubles, ...named, ...items].map(([, reason = ""]) => reason);
      });
    expect(written.length).toBeGreaterThan(8);
    const known = [...new Set([...Object.keys(alarms), ...written, "vault-full", "quota-full", "too-large", "malformed"])];
    expect(codes.toSorted()).toEqual(known.toSorted());
  });
});

describe("[S18] from each state that asks a person for something", () => {
  it.each(codes)("%s: the way that they are shown leads out, and no value of any device is lost", async (code) => {
    const all = await stuck(code);
    await deadEnds[code]?.way(all);
    // A kind that a later version has stays one here: its values travel, and nothing else is asked of anybody.
    const stays = code === "update-needed" ? [code] : [];
    expect((await standing(all.laptop)).filter((one) => one === code)).toEqual(stays);
    await expectNothingLost(all.saved, all.laptop, all.phone);
  });

  it.each(codes)("[X2] %s: all that the device holds goes into a file, and from it into another account", async (code) => {
    const { laptop } = await stuck(code);
    const { items } = await laptop.client.exportItems();
    const other = await new World({ account: "anew@example.com", seed: "anew" }).device("anew");
    const run = { id: "cd".repeat(16), at: other.world.time.clock.now() };
    expect(await other.client.restoreItems(items, { run, preview: false, progress: () => {} })).toMatchObject({ type: "restored" });
    await expectNothingLost(await valuesOf(laptop), other);
  });

  it.each(codes.filter((code) => deadEnds[code]?.anew !== false))(
    "[H15] %s: an empty server in the place of that one takes everything back, from all devices",
    async (code) => {
      const all = await stuck(code);
      const { world, laptop, phone, github, saved } = all;
      const later = code === "item-not-understood" ? (world.vault.current.get(github)?.revision ?? "gone") : null;
      honest(laptop);
      laptop.online = true;
      world.restart(new MemoryStorage().state);
      await laptop.sync();
      await healed(laptop.client);
      await settle(phone, laptop);
      // What nobody can read still says so there, and what this device has of it takes its place by the same command. // S42
      if ((await laptop.status()).attention.some(({ kind }) => kind === "damaged")) await healed(laptop.client);
      await settle(phone, laptop);
      if (later !== null) {
        // What a later version wrote came along as it was, and what stands against it waits here until one reads it.
        expect(world.vault.current.get(github)?.revision).toEqual(later);
        await deadEnds[code]?.way(all);
      }
      await expectNothingLost(saved, laptop, phone);
    },
  );
});
