// A sealed piece that is wrong, in whatever way, and what a server could learn from what the device does about it: nothing. And an item
// that was purged is not brought back, nor one that lives taken away, by showing another of its states.

import { current, SearchIndex } from "@holdfast/core";
import { encodeContent } from "@holdfast/core/testing/inside";
import { type Bytes, type Change, type ItemId, toHex } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { expectAlarm, expectHealed, type Scene, scene } from "../support/attack.ts";
import { sealText, turned } from "../support/keys.ts";
import { alterPulls, changes, type Frames } from "../support/lying.ts";
import { expectNothingSent, secretsOf } from "../support/unharmed.ts";

const replacing =
  (id: string, revision: (of: Bytes) => Bytes) =>
  (frames: Frames): Frames =>
    changes((list) => list.map((one) => (toHex(one.item) === id ? { ...one, revision: revision(one.revision) } : one)))(frames);

const broken: readonly (readonly [string, (piece: Bytes) => Bytes])[] = [
  ["another suite", (piece) => Uint8Array.of(0, ...piece.slice(1))],
  ["a suite that will never be", (piece) => Uint8Array.of(255, ...piece.slice(1))],
  ["another nonce", (piece) => turned(piece, 6)],
  ["other ciphertext", (piece) => turned(piece, 40)],
  ["another tag", (piece) => turned(piece)],
  ["an end too early", (piece) => piece.slice(0, -1)],
  ["more at its end", (piece) => Uint8Array.of(...piece, 0)],
  ["nothing in it", () => new Uint8Array(64)],
];

describe("a revision with", () => {
  it.each(broken)("[S27] [attack 25, 28, 30, 32] %s: is the same finding, and no request tells it from another", async (_, breaking) => {
    const asked = async (all: Scene, piece: (of: Bytes) => Bytes): Promise<unknown> => {
      const before = all.laptop.wire.length;
      alterPulls(all.laptop, replacing(all.github, piece));
      await expectAlarm(all, "root-differs");
      return all.laptop.wire.slice(before).map(({ path, requestBody }) => [path.split("/").at(-1), requestBody.length]);
    };
    const all = await scene();
    expect(await asked(all, breaking)).toEqual(await asked(await scene(), (piece) => turned(piece, 30)));
    await expectHealed(all);
  });
});

it("[attack 24] what items hold brings about no request: not when they come, nor when they are listed, searched, found or written to an export", async () => {
  const { laptop, phone } = await scene();
  await phone.add({
    title: "Trap",
    "uri/1": { uri: "https://mallory.example/icon?secret=4711", match: null, order: 0 },
    password: "4711-4711",
  });
  await phone.synced();
  await laptop.synced();
  const asked = laptop.wire.length;
  const items = await laptop.client.items();
  const trap = items.find(({ item }) => current(item, "title") === "Trap");
  expect(trap).toBeDefined();
  await laptop.client.find("Trap");
  const index = new SearchIndex();
  for (const { id, item } of items) index.put(id, item);
  expect(index.find("mallory").length).toBe(1);
  await laptop.client.exportItems();
  await laptop.status();
  expect(laptop.wire.length).toBe(asked);
  expectNothingSent(laptop, await secretsOf(laptop));
});

describe("an item that was purged", () => {
  /** The phone purges an item that the laptop still holds. */
  async function purged(): Promise<Scene & { readonly before: Change }> {
    const all = await scene();
    const { phone, laptop, github } = all;
    await laptop.synced();
    const before = all.world.vault.current.get(github) as Change;
    const item = before.item as ItemId;
    const stamp = Math.max(...[...(await phone.item(github)).item.fields.values()].flatMap((registers) => registers.map(([, at]) => at)));
    const grave = encodeContent({ v: 1, purged: [stamp, phone.client.device, 0] });
    const sealed = await sealText(phone, item, new TextDecoder().decode(grave));
    const [held] = await phone.home.store.itemsById([item]);
    await phone.home.store.write({ expect: null, items: [{ id: item, acknowledged: held?.acknowledged ?? null, waiting: sealed }] });
    await phone.restart();
    await phone.synced();
    return { ...all, before };
  }

  it("[S27] [attack 34] whose tombstone is left out, or stands under another item's id", async () => {
    for (const lie of [
      (id: string) => (list: readonly Change[]) => list.filter(({ item }) => toHex(item) !== id),
      (id: string, other: string) => (list: readonly Change[]) =>
        list.map((one) => (toHex(one.item) === id ? { ...one, item: Uint8Array.from(Buffer.from(other, "hex")) as ItemId } : one)),
    ]) {
      const all = await purged();
      const lied = changes(lie(all.github, all.bank));
      alterPulls(all.laptop, (frames) => lied(frames).filter((frame) => frame.kind !== "changes" || frame.changes.length > 0));
      await expectAlarm(all, "root-differs");
      expect(await all.laptop.shows(all.github, "password")).toBe("1");
    }
  });

  it("[S27] [attack 34] is not brought back by the state before", async () => {
    const all = await purged();
    alterPulls(
      all.laptop,
      replacing(all.github, () => all.before.revision),
    );
    await expectAlarm(all, "root-differs");
  });
});
