// The bounds of an edit to the byte, where the quick estimate of its size (apply.ts) is closest to the truth.

import { utf8 } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { by, created, edit, edited, noon, phone } from "../testing/vault-histories.ts";
import { canonical } from "./canonical.ts";
import { apply, create, type Item, itemLimits, type Register, type Value } from "./index.ts";
import { greatestStamp, lastStamp } from "./stamp.ts";

const bytesOf = (path: string, value: Value): number => utf8(path).length + utf8(canonical(value)).length;
const taken = (values: Readonly<Record<string, Value>>): boolean => create("note", edit(values), by(phone)).ok;

describe("the size of an edit", () => {
  it("[V6] of texts that JSON writes six times as long is no smaller than it is", () => {
    const control = "\u0001";
    const fields = { a: control.repeat(10_921), b: control };
    expect(bytesOf("a", fields.a) + bytesOf("b", fields.b)).toBe(itemLimits.currentBytes + 2);
    expect(taken(fields)).toBe(false);
    expect(taken({ ...fields, b: "" })).toBe(true);
  });

  it("[V6] of many members is counted with their names, colons and commas", () => {
    const letters = Array.from({ length: 18 }, (_, i) => String.fromCharCode(i + 14));
    const pairs = letters.flatMap((first) => letters.map((second) => first + second));
    const names = pairs.flatMap((first) => letters.map((third) => first + third)).slice(0, 2_725);
    const members = Object.fromEntries(names.map((name) => [name, ""]));
    const room = itemLimits.currentBytes - bytesOf("a", { ...members, x: "" });
    expect([room > 0, room < 200]).toEqual([true, true]);
    expect(taken({ a: { ...members, x: "x".repeat(room) } })).toBe(true);
    expect(taken({ a: { ...members, x: "x".repeat(room + 1) } })).toBe(false);
  });

  it("[V6] of many numbers is counted by their digits", () => {
    const numbers = (count: number): Value =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [String.fromCharCode(0x100 + i), Number.MAX_SAFE_INTEGER - i]));
    const most = Array.from({ length: 3_000 }, (_, i) => 3_000 - i).find(
      (count) => bytesOf("a", numbers(count)) <= itemLimits.currentBytes,
    );
    expect(most).toBeGreaterThan(2_000);
    expect([taken({ a: numbers(most ?? 0) }), taken({ a: numbers((most ?? 0) + 1) })]).toEqual([true, false]);
  });
});

describe("the number of fields", () => {
  const registers: readonly Register[] = [[true, 5, phone]];
  const over: Item = {
    v: 1,
    kind: "note",
    fields: new Map(Array.from({ length: itemLimits.fields + 5 }, (_, i) => [`tag/${i}`, registers])),
    conflicts: new Map(),
  };

  it("[V6] that merging brought above its bound may stay, and not grow", () => {
    expect(apply(over, edit({ "tag/7": null }), by(phone)).ok).toBe(true);
    expect(apply(over, edit({ "tag/7": null, title: "x" }), by(phone)).ok).toBe(false);
  });
});

describe("the last stamp", () => {
  it("[V4] can be given once", () => {
    const late: Item = { v: 1, kind: "note", fields: new Map([["title", [["Mail", lastStamp - 1, phone]]]]), conflicts: new Map() };
    const last = edited(late, { title: "Post" }, by(phone, noon));
    expect(greatestStamp(last)).toBe(lastStamp);
    expect(apply(last, edit({ title: "x" }), by(phone, noon))).toEqual({ ok: false, error: { type: "no-stamp-left" } });
  });
});

it("[V6] an edit of nothing gives an item without fields", () => {
  expect(created("note", {}, by(phone)).fields.size).toBe(0);
});
