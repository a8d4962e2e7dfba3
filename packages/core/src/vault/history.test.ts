// History: what is shown, what is kept, and what is cut first.

import { describe, expect, it } from "vitest";
import { by, created, edited, laptop, mergedItem, noon, phone, tablet, textOf } from "../testing/vault-histories.ts";
import { registersKept } from "./history.ts";
import { current, encodeContent, history, type Item, itemLimits, merge, openConflicts, stampTime } from "./index.ts";

const start = created("login", { title: "Mail", password: "old", note: "" }, by(phone, noon));

/** `count` edits of a path, a millisecond apart. */
function manyEdits(item: Item, path: string, count: number, device: string, from = 1): Item {
  let now = item;
  for (let i = 0; i < count; i++) now = edited(now, { [path]: `${device.slice(-2)} ${i}` }, by(device, noon + from + i));
  return now;
}

describe("what is shown", () => {
  it("[V7] every value there was, newest first, and which are current or in conflict", () => {
    const a = edited(start, { password: "a" }, by(phone, noon + 1));
    const b = edited(start, { password: "b", title: "Post" }, by(laptop, noon + 2));
    const shown = history(mergedItem(a, b, start)).filter(({ path }) => path !== "note");
    expect(shown.map(({ path, value, device, current, conflict }) => [path, value, device, current, conflict])).toEqual([
      ["password", "b", laptop, true, true],
      ["title", "Post", laptop, true, false],
      ["password", "a", phone, false, true],
      ["password", "old", phone, false, false],
      ["title", "Mail", phone, false, false],
    ]);
    expect(stampTime(shown[0]?.stamp ?? 0)).toBe(noon + 2);
  });
});

describe("what is kept", () => {
  it("[V7] 25 of a password and of a custom field, 10 of others, by the path alone", () => {
    expect(["password", "custom/7", "title", "note", "uri/1", "passwords", "later/password"].map(registersKept)).toEqual([
      25, 25, 10, 10, 10, 10, 10,
    ]);
    const item = manyEdits(manyEdits(start, "password", 40, phone), "title", 40, phone);
    const kept = (path: string): unknown[] => (item.fields.get(path) ?? []).map(([value]) => value);
    expect([kept("password").length, kept("password")[0], kept("password")[24]]).toEqual([25, "a1 39", "a1 15"]);
    expect([kept("title").length, kept("title")[0], kept("title")[9]]).toEqual([10, "a1 39", "a1 30"]);
  });

  it("[V7] merging keeps the newest of both", () => {
    const a = manyEdits(start, "title", 8, phone);
    const b = manyEdits(start, "title", 8, laptop, 100);
    const met = mergedItem(a, b, start);
    expect(textOf(merge(b, a, start))).toBe(textOf(met));
    expect(met.fields.get("title")?.map(([value]) => value)).toEqual([
      ...Array.from({ length: 8 }, (_, i) => `b2 ${7 - i}`),
      "a1 7",
      "a1 6",
    ]);
  });

  it("[M3] never cuts a value of an open conflict, however old it is, until the conflict is settled", () => {
    const a = edited(start, { title: "lost" }, by(phone, noon + 1));
    const b = manyEdits(start, "title", 12, laptop, 100);
    const met = mergedItem(a, b, start);
    expect(met.fields.get("title")?.at(-1)?.[0]).toBe("lost");
    expect(met.fields.get("title")?.length).toBe(11);
    expect(openConflicts(met).map(({ other }) => other[0])).toEqual(["lost"]);
    const settled = manyEdits(met, "title", 1, tablet, 200);
    expect(settled.fields.get("title")?.length).toBe(10);
    expect(settled.fields.get("title")?.some(([value]) => value === "lost")).toBe(false);
  });

  const big = (letter: string): string => letter.repeat(60_000);
  const grown = ["a", "b", "c", "d", "e"].reduce(
    (item, letter, i) => edited(item, { note: big(letter) }, by(phone, noon + 10 * (i + 1))),
    start,
  );

  it("[V7] cuts the oldest settled values first where the item outgrows 192 KiB, whichever path they are of", () => {
    const kept = grown.fields.get("note")?.map(([value]) => String(value).slice(0, 1));
    expect(kept).toEqual(["e", "d", "c"]);
    expect(encodeContent(grown).length).toBeLessThanOrEqual(itemLimits.itemBytes);
    // One value more would not have fitted, and what is newer than the cut stays, small or large.
    expect(encodeContent(grown).length + 60_000).toBeGreaterThan(itemLimits.itemBytes);
    expect(current(grown, "title")).toBe("Mail");
  });

  it("[V7] cuts in merges too, the same in both orders, and never what is current or in conflict", () => {
    const a = edited(grown, { note: big("x") }, by(phone, noon + 100));
    const b = edited(grown, { note: big("y") }, by(laptop, noon + 200));
    const c = edited(grown, { note: big("z") }, by(tablet, noon + 300));
    const two = mergedItem(a, b, grown);
    expect(textOf(merge(b, a, grown))).toBe(textOf(two));
    expect(two.fields.get("note")?.map(([value]) => String(value).slice(0, 1))).toEqual(["y", "x", "e"]);
    const three = mergedItem(two, c, grown);
    expect(three.fields.get("note")?.map(([value]) => String(value).slice(0, 1))).toEqual(["z", "y", "x"]);
    const d = edited(grown, { note: big("w") }, by("dd".repeat(16), noon + 400));
    const four = mergedItem(three, d, grown);
    // Nothing is settled any more: too large to send, and nothing is lost.
    expect(four.fields.get("note")?.length).toBe(4);
    expect(openConflicts(four).length).toBe(3);
    expect(encodeContent(four).length).toBeGreaterThan(itemLimits.itemBytes);
  });

  it("[V7] cuts nothing of an item that is just as large as it may be, and no more than is too much, to the byte", () => {
    const three = ["a", "b", "c"].reduce((item, letter, i) => edited(item, { note: big(letter) }, by(phone, noon + 10 * (i + 1))), start);
    const last = (length: number): Item => edited(three, { note: "d".repeat(length) }, by(phone, noon + 100));
    const room = itemLimits.itemBytes - encodeContent(last(0)).length;
    const letters = (item: Item): unknown => item.fields.get("note")?.map(([value]) => String(value).slice(0, 1));
    expect(encodeContent(last(room)).length).toBe(itemLimits.itemBytes);
    expect(letters(last(room))).toEqual(["d", "c", "b", "a", ""]);
    expect(letters(last(room + 1))).toEqual(["d", "c", "b", "a"]);
    // What the oldest one, the empty note, gives back with its comma: all of it can be used.
    const given = encodeContent(last(room)).length + 1 - encodeContent(last(room + 1)).length;
    expect(letters(last(room + given))).toEqual(["d", "c", "b", "a"]);
    expect(encodeContent(last(room + given)).length).toBe(itemLimits.itemBytes);
    expect(letters(last(room + given + 1))).toEqual(["d", "c", "b"]);
  });
});
