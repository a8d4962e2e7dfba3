import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { itemChanges } from "./item-changes.ts";
import { apply, create } from "./vault/apply.ts";
import type { Content, Edit, Item, Value } from "./vault/item.ts";
import { merge } from "./vault/merge.ts";
import { firstTime } from "./vault/stamp.ts";

const laptop = "a".repeat(32);
const phone = "b".repeat(32);
const id = "1".repeat(32);
const time = firstTime + 1_000_000;

const made = (fields: Record<string, Value>, kind = "login"): Item => {
  const item = create(kind, new Map(Object.entries(fields)), { device: laptop, now: time });
  if (!item.ok) throw new Error("no item");
  return item.value;
};
const edited = (item: Item, fields: Record<string, Value>, device = phone, now = time + 5_000): Item => {
  const next = apply(item, new Map(Object.entries(fields)) as Edit, { device, now });
  if (!next.ok) throw new Error("no edit");
  return next.value;
};

const login = made({ title: "GitHub", username: "octo", password: "one" });
const tombstone: Content = { v: 1, purged: [5, laptop] } as unknown as Content;

describe("changes of an item", () => {
  it("tell the fields, the device and its time", () => {
    const after = edited(login, { password: "two", username: "cat" });
    expect(itemChanges(id, login, after)).toEqual([
      { id, item: after, what: "changed", paths: ["password", "username"], device: phone, at: time + 5_000 },
    ]);
  });

  it("tell a new item once, by whoever had the last hand in it", () => {
    const both = edited(login, { username: "cat" });
    expect(itemChanges(id, null, both)).toMatchObject([
      { what: "added", paths: ["password", "title", "username"], device: phone, at: time + 5_000 },
    ]);
    expect(itemChanges(id, null, login)).toMatchObject([{ what: "added", device: laptop, at: time }]);
  });

  it("tell each device by itself where two had a part in it", () => {
    const merged = merge(
      edited(login, { username: "cat" }, phone),
      edited(login, { password: "two" }, laptop, time + 9_000),
      login,
    ) as Item;
    expect(itemChanges(id, login, merged)).toMatchObject([
      { paths: ["password"], device: laptop, at: time + 9_000 },
      { paths: ["username"], device: phone, at: time + 5_000 },
    ]);
  });

  it("tell what trash means, there and back", () => {
    const trashed = edited(login, { trashed: time });
    expect(itemChanges(id, login, trashed)).toMatchObject([{ what: "trashed", device: phone }]);
    expect(itemChanges(id, trashed, edited(trashed, { trashed: null }, laptop, time + 9_000))).toMatchObject([
      { what: "brought-back", device: laptop },
    ]);
  });

  it("tell a removal for good, of which nobody knows who or when", () => {
    expect(itemChanges(id, login, tombstone)).toEqual([{ id, item: null, what: "removed", paths: [], device: null, at: null }]);
    expect(itemChanges(id, null, tombstone)).toEqual([]);
    expect(itemChanges(id, tombstone, tombstone)).toEqual([]);
  });

  it("say nothing of what no person lists", () => {
    const device = made({ title: "Phone" }, "device");
    expect(itemChanges(id, null, device)).toEqual([]);
    expect(itemChanges(id, device, edited(device, { title: "Other" }))).toEqual([]);
    expect(itemChanges(id, device, tombstone)).toEqual([]);
  });

  it("say nothing where nothing differs, whatever the item", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string({ maxLength: 20 }), { maxKeys: 6 }), (fields) => {
        const item = made(fields);
        expect(itemChanges(id, item, item)).toEqual([]);
      }),
    );
  });
});
