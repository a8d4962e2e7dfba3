// A device restored from an old image of its own disk, and a folder that was copied and is used in two places: both are devices that are
// behind, and end well without a question.

import type { InFlight, LostHead, Replica, StoredItem } from "@holdfast/core/testing/inside";
import type { Bytes, Hash } from "@holdfast/protocol";
import { expect, it } from "vitest";
import { Device } from "./support/device.ts";
import { expectSame } from "./support/replica-state.ts";
import { expectHealed, expectNothingLost, valuesOfAll } from "./support/values.ts";
import { settle, World } from "./support/world.ts";

interface Image {
  readonly replica: Replica;
  readonly inFlight: InFlight | null;
  readonly items: readonly StoredItem[];
  readonly buckets: readonly { readonly bucket: number; readonly hash: Hash }[];
  readonly heads: readonly Bytes[];
  readonly firstHead: number;
  readonly lost: readonly LostHead[];
  readonly secretKey: Bytes;
}

async function imageOf({ home }: Device): Promise<Image> {
  const { store } = home;
  const { replica, inFlight } = await store.read();
  const secretKey = await home.secretKeys.load();
  if (replica === null || secretKey === null) throw new Error("not a device");
  let firstHead = replica.head.seq;
  while (firstHead > 1 && (await store.heads(firstHead - 1, 1)).length > 0) firstHead--;
  const buckets = (await store.buckets()).flatMap((hash, bucket) => (hash === null ? [] : [{ bucket, hash }]));
  const heads = firstHead === 0 ? [] : await store.heads(firstHead, 10_000);
  return structuredClone({
    replica,
    inFlight,
    items: (await store.items()).items,
    buckets,
    heads,
    firstHead,
    lost: await store.lostWaiting(10_000),
    secretKey,
  });
}

/** The device's disk is what the image holds, and its process starts anew. */
async function restore(device: Device, { replica, inFlight, items, buckets, heads, firstHead, lost, secretKey }: Image): Promise<void> {
  const { store, secretKeys } = device.home;
  await store.clear((await store.read()).generation);
  await store.create(replica);
  await secretKeys.save(secretKey);
  const kept = heads.length === 0 ? {} : { heads: { first: firstHead, sealed: heads } };
  await store.write({ expect: null, items, buckets, inFlight, lost, ...kept });
  await device.restart();
}

interface Scene {
  readonly world: World;
  readonly laptop: Device;
  readonly phone: Device;
  readonly github: string;
}

async function scene(seed: string): Promise<Scene> {
  const world = new World({ seed });
  const laptop = await world.device("laptop");
  const phone = await world.device("phone");
  const github = await laptop.add({ title: "GitHub", password: "0" });
  await settle(laptop, phone);
  return { world, laptop, phone, github };
}

/** Lets the next push reach the server and lose its answer, so that a commit is in flight. */
async function leaveInFlight(device: Device): Promise<void> {
  device.hooks.answer = (answer, { path }) => (path.endsWith("/push") ? { type: "unreachable", why: "timeout" } : answer);
  await device.sync();
  device.hooks.answer = undefined;
}

it("[H18] [attack 57, 120] an old image of a device is behind, with edits that were sent since, that were not, and a commit in flight", async () => {
  for (const inFlight of [false, true]) {
    const { laptop, phone, github } = await scene(`${inFlight}`);
    await laptop.edit(github, { password: "1" });
    if (inFlight) await leaveInFlight(laptop);
    const image = await imageOf(laptop);
    await laptop.synced();
    await laptop.edit(github, { note: "after the image" });
    await settle(laptop, phone);
    await phone.edit(github, { username: "from the phone" });
    await phone.synced();
    const before = await valuesOfAll(laptop, phone);
    await restore(laptop, image);
    await laptop.edit(github, { password: "2" });
    await settle(laptop, phone);
    await expectSame(laptop, phone);
    await expectNothingLost(before, laptop, phone);
    await expectHealed(laptop, phone);
    expect(await phone.shows(github, "password")).toBe("2");
  }
});

it("[H18] [attack 57] a folder that was copied is used in two places, in turns and at once: both end well", async () => {
  for (const inFlight of [false, true]) {
    const { world, laptop, phone, github } = await scene(`copy ${inFlight}`);
    await laptop.edit(github, { password: "1" });
    if (inFlight) await leaveInFlight(laptop);
    const copy = new Device(world, "copy", { seed: "copy" });
    await restore(copy, await imageOf(laptop));
    await laptop.edit(github, { note: "here", username: "the same on both" });
    await copy.edit(github, { note: "there", username: "the same on both" });
    await laptop.add({ title: "Here" });
    await copy.add({ title: "There" });
    const before = await valuesOfAll(laptop, copy, phone);
    await Promise.all([laptop.sync(), copy.sync()]);
    await settle(copy, laptop, phone);
    for (let round = 0; round < 3; round++) {
      await copy.edit(github, { password: `copy ${round}` });
      await laptop.edit(github, { password: `laptop ${round}` });
      await settle(laptop, copy);
    }
    await settle(laptop, copy, phone);
    await expectSame(laptop, copy, phone);
    await expectNothingLost(before, laptop, copy, phone);
    await expectHealed(laptop, copy, phone);
  }
});
