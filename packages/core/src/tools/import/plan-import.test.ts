import { utf8 } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { bitwardenExport } from "../../testing/seed-export.ts";
import { by, created, edited, noon, phone } from "../../testing/vault-histories.ts";
import type { Item, Path, Value } from "../../vault/item.ts";
import { makeItem } from "../../vault/make-item.ts";
import { trashEdit } from "../../vault/trash.ts";
import type { ImportedItem } from "./imported-item.ts";
import { parseImport } from "./parse-import.ts";
import { contentText, planImport } from "./plan-import.ts";

const run = { id: "ab".repeat(16), at: noon };
const plan = (items: readonly ImportedItem[], held: readonly Item[] = []) => planImport(items, { held, run, author: by(phone) });

type Fields = Readonly<Record<Path, Value>>;

const imported = (fields: Fields, more: Partial<ImportedItem> = {}): ImportedItem => ({
  index: 0,
  title: String(fields.title),
  kind: "login",
  past: [],
  edit: new Map(Object.entries(fields)),
  created: null,
  changed: null,
  found: new Set(),
  ...more,
});

const uri = (text: string, order: number) => ({ uri: text, match: null, order });
const custom = (label: string, order: number) => ({ label, value: "v", concealed: true, order });
const one: Fields = {
  title: "One",
  password: "x",
  "uri/1": uri("https://a.example", 0),
  "uri/2": uri("https://b.example", 1),
  "custom/1": custom("PIN", 0),
};
const counts = ({ ready, duplicates, refused }: ReturnType<typeof plan>) => [ready.length, duplicates.length, refused.length];

describe("exact duplicates", () => {
  it("[X14] have the same kind and the same current values", () => {
    const held = [created("login", one, by(phone))];
    expect(counts(plan([imported(one)], held))).toEqual([0, 1, 0]);
    expect(plan([imported(one)], held).duplicates[0]?.of).toBe("vault");
    expect(counts(plan([imported(one, { kind: "password" })], held))).toEqual([1, 0, 0]);
    for (const other of [
      { ...one, title: "one" },
      { ...one, favorite: true },
      { ...one, "tag/Work": true },
      { title: "One", password: "x" },
    ]) {
      expect(counts(plan([imported(other)], held))).toEqual([1, 0, 0]);
    }
  });

  it("[X14] may differ in ids and order of addresses and custom fields, and in what import they come from", () => {
    const { "uri/1": first, "uri/2": second, "custom/1": pin, ...rest } = one;
    const other = {
      ...rest,
      "uri/9f": { ...(first as object), order: 7 } as Value,
      "uri/0a": second ?? null,
      "custom/zz": { ...(pin as object), order: 3 } as Value,
    };
    const held = created("login", { ...other, imported: { import: "cd".repeat(16) } }, by(phone));
    expect(counts(plan([imported(one, { created: 1, changed: 2 })], [held]))).toEqual([0, 1, 0]);
    expect(contentText(created("login", { "uri/1": uri("a", 0) }, by(phone)))).not.toBe(
      contentText(created("login", { "custom/1": uri("a", 0) }, by(phone))),
    );
  });

  it("[X14] stand in the same file too, and a removed value is no value", () => {
    const planned = plan([imported(one), imported({ ...one, note: null }, { index: 1 }), imported({ ...one, note: "n" }, { index: 2 })]);
    expect(planned.ready.map(({ imported }) => imported.index)).toEqual([0, 2]);
    expect(planned.duplicates).toMatchObject([{ imported: { index: 1 }, of: "file" }]);
  });

  it("[X14] are none of an item in the trash, unless they belong there themselves", () => {
    const trashed = edited(created("login", one, by(phone)), trashEdit(noon), by(phone, noon + 1));
    expect(counts(plan([imported(one)], [trashed]))).toEqual([1, 0, 0]);
    expect(counts(plan([imported({ ...one, trashed: noon })], [trashed]))).toEqual([0, 1, 0]);
  });

  it("[X14] are none where an earlier value would be lost", () => {
    const past = [{ time: noon - 1_000, edit: new Map([["password", "old"]]) }];
    const without = created("login", one, by(phone));
    expect(counts(plan([imported(one, { past })], [without]))).toEqual([1, 0, 0]);
    const withIt = edited(created("login", { ...one, password: "old" }, by(phone)), { password: "x" }, by(phone, noon + 1));
    expect(counts(plan([imported(one, { past })], [without, withIt]))).toEqual([0, 1, 0]);
    expect(counts(plan([imported(one), imported(one, { past }), imported(one, { past })]))).toEqual([2, 1, 0]);
  });

  it("cost little where a file has thousands that differ in what they held before", () => {
    const items = Array.from({ length: 5_000 }, (_, index) =>
      imported(one, { index, past: [{ time: noon - 1_000, edit: new Map([["password", `old ${index}`]]) }] }),
    );
    expect(counts(plan(items))).toEqual([5_000, 0, 0]);
  });
});

describe("a plan", () => {
  it("says what would be refused, and why", () => {
    const planned = plan([
      imported({ title: "Long", note: "x".repeat(70_000) }),
      imported({ title: "Odd", password: "\ud800" }, { index: 1 }),
      imported(one, { index: 2 }),
    ]);
    expect(planned.refused.map(({ imported, failure }) => [imported.index, failure.type])).toEqual([
      [0, "too-large"],
      [1, "bad-value"],
    ]);
    expect(counts(planned)).toEqual([1, 0, 2]);
  });

  it("makes of a whole export items that the next plan finds all", () => {
    const parsed = parseImport(utf8(bitwardenExport(300, 5)), "auto");
    if (!parsed.ok || parsed.value.format === "holdfast") throw new Error("it can be read");
    const first = plan(parsed.value.items);
    expect(first.ready.length).toBe(300);
    const held = first.ready.flatMap(({ item }) => {
      const made = makeItem(item, by(phone));
      return made.ok ? [made.value] : [];
    });
    expect(counts(plan(parsed.value.items, held))).toEqual([0, 300, 0]);
  });
});
