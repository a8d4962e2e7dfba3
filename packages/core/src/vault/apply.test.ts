// Edits: what becomes of an item, and what is refused whole.

import { utf8 } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { by, created, edit, edited, happenings, laptop, mergedItem, noon, phone, run, tablet } from "../testing/vault-histories.ts";
import {
  type ApplyFailure,
  apply,
  create,
  current,
  type Edit,
  greatestStamp,
  type Item,
  itemLimits,
  pick,
  restoreEdit,
  trashEdit,
} from "./index.ts";
import { holds, isEdited } from "./register.ts";
import { lastStamp } from "./stamp.ts";

const start = created("login", { title: "Mail", password: "old" }, by(phone, noon));

const refusal = (item: Item, change: Edit): ApplyFailure | null => {
  const result = apply(item, change, by(phone, noon));
  return result.ok ? null : result.error;
};

describe("apply", () => {
  it("[V6] puts one register in front of each changed path, all of one stamp above all others", () => {
    fc.assert(
      fc.property(happenings(2, 10, true), (happened) => {
        run(2, happened, (happening, before, after) => {
          if (happening.does !== "edit") return;
          const stamps = new Set<number>();
          for (const [path, registers] of after.fields) {
            const old = before.fields.get(path) ?? [];
            if (registers === old) continue;
            expect(registers.slice(1)).toEqual(old.filter(isEdited));
            expect(after.conflicts.has(path)).toBe(false);
            stamps.add(registers[0]?.[1] ?? 0);
          }
          expect(stamps.size).toBe(after === before ? 0 : 1);
          for (const stamp of stamps) expect(stamp).toBeGreaterThan(greatestStamp(before));
          for (const [path, value] of happening.values) expect(current(after, path)).toEqual(value);
        });
      }),
    );
  });

  it("[V6] a value that is there already makes no register, and an edit that changes nothing is no edit", () => {
    expect(edited(start, { title: "Mail" }, by(laptop, noon + 9))).toBe(start);
    expect(edited(start, { note: null }, by(laptop, noon + 9))).toBe(start);
    const uri = created("login", { "uri/1": { uri: "https://example.org", match: null } }, by(phone));
    expect(edited(uri, { "uri/1": { match: null, uri: "https://example.org" } }, by(laptop))).toBe(uri);
    expect(edited(start, { title: "Mail", password: "new" }, by(laptop)).fields.get("title")).toBe(start.fields.get("title"));
  });

  it("[V6] removing writes null, and nothing is dropped", () => {
    const removed = edited(start, { title: null }, by(laptop, noon + 1));
    expect(current(removed, "title")).toBe(null);
    expect(removed.fields.get("title")?.[1]?.[0]).toBe("Mail");
    expect(current(edited(removed, { title: "Mail" }, by(laptop, noon + 2)), "title")).toBe("Mail");
  });

  it("[V6] leaves the item that it was given as it was", () => {
    const before = new Map(start.fields);
    edited(start, { title: "Post", note: "x" }, by(laptop));
    expect(start.fields).toEqual(before);
  });

  it("[M8] picking the current value makes a register that closes the conflict; the same value without a conflict makes none", () => {
    const met = mergedItem(
      edited(start, { password: "a" }, by(phone, noon + 1)),
      edited(start, { password: "b" }, by(laptop, noon + 2)),
      start,
    );
    const picked = edited(met, pick(met, "password", "current") ?? new Map(), by(tablet, noon));
    expect(picked.fields.get("password")?.map(([value]) => value)).toEqual(["b", "b", "a", "old"]);
    expect(picked.conflicts.size).toBe(0);
    expect(edited(picked, { password: "b" }, by(tablet, noon + 9))).toBe(picked);
  });
});

describe("what apply refuses", () => {
  it("[V3] bad paths and kinds", () => {
    expect(refusal(start, edit({ "two words": 1 }))).toEqual({ type: "bad-path", path: "two words" });
    const result = create("Log in", edit({}), by(phone));
    expect(result.ok ? null : result.error).toEqual({ type: "bad-kind" });
  });

  it("[V2] bad values, and then nothing of the edit is done", () => {
    for (const value of [0.5, "\ud800", Number.NaN, [2 ** 53]]) {
      expect(
        refusal(
          start,
          new Map<string, string | number | number[]>([
            ["title", "fine"],
            ["note", value],
          ]),
        ),
      ).toEqual({ type: "bad-value", path: "note" });
    }
    expect(current(start, "title")).toBe("Mail");
  });

  it("[V6] current values over 64 KiB together, by UTF-8 bytes of paths and canonical values", () => {
    // `"` twice and the path's four bytes.
    const room = itemLimits.currentBytes - 6;
    const full = created("note", { note: "x".repeat(room) }, by(phone));
    const fails = create("note", edit({ note: "x".repeat(room + 1) }), by(phone));
    expect(fails.ok ? null : fails.error).toEqual({
      type: "too-large",
      bytes: itemLimits.currentBytes + 1,
      limit: itemLimits.currentBytes,
    });
    expect(create("note", edit({ note: "ü".repeat(room / 2 + 1) }), by(phone)).ok).toBe(false);
    expect(refusal(full, edit({ title: "" }))).toMatchObject({ type: "too-large" });
    expect(refusal(full, edit({ note: "y".repeat(room) }))).toBe(null);
    for (const change of [trashEdit(noon), restoreEdit(), edit({ note: null }), edit({ note: "short", title: "T" })])
      expect(refusal(full, change)).toBe(null);
  });

  it.each([
    ["a control character", "\u0001", 6],
    ["a quote", '"', 2],
    ["a letter of three bytes", "€", 3],
    ["a pair of units", "😀", 4],
  ])("[V6] %s counts as the bytes that its JSON takes", (_, letter, bytes) => {
    const around = utf8("note").length + 2;
    const fitting = Math.floor((itemLimits.currentBytes - around) / bytes);
    expect(create("note", edit({ note: letter.repeat(fitting) }), by(phone)).ok).toBe(true);
    expect(create("note", edit({ note: letter.repeat(fitting + 1) }), by(phone)).ok).toBe(false);
  });

  it("[V6] a list counts as the bytes of its JSON", () => {
    const fits = (count: number): boolean => create("note", edit({ "custom/1": Array.from({ length: count }, () => "ab") }), by(phone)).ok;
    // ["ab","ab"] takes five bytes for each and one more.
    const fitting = Math.floor((itemLimits.currentBytes - "custom/1".length - 1) / 5);
    expect([fits(fitting), fits(fitting + 1)]).toEqual([true, false]);
  });

  it("[V6] an item that merging made too large can be made smaller, and thrown away", () => {
    const a = edited(start, { note: "a".repeat(40_000) }, by(phone, noon + 1));
    const b = edited(start, { "custom/1": "b".repeat(40_000) }, by(laptop, noon + 1));
    const met = mergedItem(a, b, start);
    expect(refusal(met, edit({ title: "Longer than before" }))).toMatchObject({ type: "too-large" });
    expect(refusal(met, edit({ title: "Mai" }))).toBe(null);
    expect(refusal(met, trashEdit(noon))).toBe(null);
    expect(refusal(met, edit({ note: null, title: "Longer than before" }))).toBe(null);
  });

  it("[V6] more than a thousand paths, removed ones included", () => {
    const tags = (from: number, count: number): Edit => new Map(Array.from({ length: count }, (_, i) => [`tag/${from + i}`, true]));
    const full = create("note", tags(0, itemLimits.fields), by(phone));
    if (!full.ok) throw new Error("a thousand tags fit");
    expect(refusal(full.value, edit({ title: "x" }))).toEqual({
      type: "too-many-fields",
      fields: itemLimits.fields + 1,
      limit: itemLimits.fields,
    });
    expect(refusal(edited(full.value, { "tag/1": null }, by(phone)), edit({ title: "x" }))).toMatchObject({ type: "too-many-fields" });
    expect(refusal(full.value, edit({ "tag/1": null }))).toBe(null);
  });

  it("[V4] an item that bears the last stamp there is", () => {
    const last: Item = { ...start, fields: new Map([["title", [["Mail", lastStamp, phone]]]]) };
    expect(refusal(last, edit({ title: "x" }))).toEqual({ type: "no-stamp-left" });
    expect(refusal(last, edit({ title: "Mail" }))).toBe(null);
  });
});

it("[M3] whatever is edited, what a field has been stays in its history", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("a", "b", null), { maxLength: 8 }), (titles) => {
      let item = start;
      const had = [...(start.fields.get("title") ?? [])];
      for (const [i, title] of titles.entries()) {
        item = edited(item, { title }, by(i % 2 === 0 ? phone : laptop, noon - i));
        had.push(...(item.fields.get("title") ?? []).slice(0, 1));
      }
      for (const register of had) expect(holds(item.fields.get("title") ?? [], register)).toBe(true);
    }),
  );
});
