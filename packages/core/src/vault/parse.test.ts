// Parsing what was opened: the same content comes back, nothing else is taken, and nothing throws.

import { utf8 } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyItem, by, created, edited, happenings, laptop, mergedItem, noon, phone, run, textOf } from "../testing/vault-histories.ts";
import { type Content, current, encodeContent, type Item, parseContent, trashEdit } from "./index.ts";
import { itemLimits } from "./limits.ts";
import { lastStamp } from "./stamp.ts";

const again = (content: Content): Content | null => parseContent(encodeContent(content));
const parseJson = (given: unknown): Content | null => parseContent(utf8(JSON.stringify(given)));

const item = (fields: unknown, conflicts: unknown = {}): unknown => ({ v: 1, kind: "login", fields, conflicts });
const title = ["Mail", 5, phone];

describe("parse of encode", () => {
  it("[V5] gives back any content, register by register", () => {
    fc.assert(fc.property(anyItem, (given) => void expect(again(given)).toEqual(given)));
    fc.assert(
      fc.property(happenings(3, 12, true), (happened) => run(3, happened).forEach((held) => void expect(again(held)).toEqual(held))),
    );
    const tombstone: Content = { v: 1, purged: [7, phone, noon] };
    expect(again(tombstone)).toEqual(tombstone);
  });

  it("[V5] writes canonical JSON, whatever order the fields came in", () => {
    const one = created("login", { title: "Mail", password: "x" }, by(phone));
    const other: Item = { ...one, fields: new Map([...one.fields].reverse()) };
    expect(textOf(one)).toBe(textOf(other));
    expect(textOf(parseContent(utf8(JSON.stringify(JSON.parse(textOf(one)), null, 2))) as Content)).toBe(textOf(one));
    expect(textOf({ v: 1, purged: [7, phone, 3] })).toBe(`{"purged":[7,"${phone}",3],"v":1}`);
    expect(textOf(edited({ v: 1, kind: "note", fields: new Map(), conflicts: new Map() }, { title: "é" }, by(phone, 0)))).toBe(
      `{"conflicts":{},"fields":{"title":[["é",1,"${phone}"]]},"kind":"note","v":1}`,
    );
  });

  it("[V1] carries kinds, paths and values that nobody here knows, untouched", () => {
    const later = { v: 1, kind: "quantum-key", fields: { "lattice/7": [[{ rows: [[1, 2], null], "": "" }, 5, phone]] }, conflicts: {} };
    const parsed = parseJson(later) as Item;
    const changed = edited(parsed, { title: "Mine" }, by(laptop));
    expect((again(changed) as Item).fields.get("lattice/7")).toEqual(later.fields["lattice/7"]);
  });

  it("[V5] takes names like __proto__ for names like any other", () => {
    const text = `{"v":1,"kind":"login","conflicts":{},"fields":{"__proto__":[["a",1,"${phone}"]],"constructor":[[{"__proto__":{"x":1}},1,"${phone}"]]}}`;
    const parsed = parseContent(utf8(text)) as Item;
    expect(current(parsed, "__proto__")).toBe("a");
    expect(current(parsed, "toString")).toBe(null);
    expect(textOf(again(parsed) as Item)).toBe(textOf(parsed));
    expect(textOf(parsed)).toContain('{"__proto__":{"x":1}}');
    expect(({} as { x?: number }).x).toBe(undefined);
  });
});

describe("what is not understood", () => {
  const refused: readonly (readonly [string, unknown])[] = [
    ["nothing", null],
    ["a list", []],
    ["a later version", { v: 2, kind: "login", fields: {}, conflicts: {} }],
    ["no version", { kind: "login", fields: {}, conflicts: {} }],
    ["a member it does not know", { v: 1, kind: "login", fields: {}, conflicts: {}, more: 1 }],
    ["a missing member", { v: 1, kind: "login", fields: {} }],
    ["a kind that is none", { v: 1, kind: "Log in", fields: {}, conflicts: {} }],
    ["fields as a list", { v: 1, kind: "login", fields: [], conflicts: {} }],
    ["a path that is none", item({ "two words": [title] })],
    ["no registers", item({ title: [] })],
    ["registers that are none", item({ title: "Mail" })],
    ["a register too short", item({ title: [["Mail", 5]] })],
    ["a register too long", item({ title: [[...title, 1]] })],
    ["a fraction as a value", item({ title: [[0.5, 5, phone]] })],
    ["a lone surrogate", item({ title: [["\ud800", 5, phone]] })],
    ["a value too deep", item({ title: [[JSON.parse("[".repeat(17) + "]".repeat(17)), 5, phone]] })],
    ["a stamp that is none", item({ title: [["Mail", -1, phone]] })],
    ["a stamp without room above it", item({ title: [["Mail", lastStamp + 1, phone]] })],
    ["a device that is none", item({ title: [["Mail", 5, phone.toUpperCase()]] })],
    ["an edit by no device", item({ title: [["Mail", 5, "0".repeat(32)]] })],
    ["registers out of order", item({ title: [["b", 4, phone], title] })],
    ["a register twice", item({ title: [title, title] })],
    ["a mark on nothing", item({ title: [title] }, { note: [[5, 4, phone]] })],
    ["no marks", item({ title: [title] }, { title: [] })],
    ["a mark on a register that is not there", item({ title: [title] }, { title: [[5, 4, phone]] })],
    ["a mark on the current register", item({ title: [title] }, { title: [[5, 5, phone]] })],
    ["a closed mark", item({ title: [["new", 6, phone], title, ["old", 4, phone]] }, { title: [[5, 4, phone]] })],
    ["a mark on what agrees", item({ title: [["Mail", 6, phone], title] }, { title: [[6, 5, phone]] })],
    [
      "marks out of order",
      item(
        {
          title: [
            ["c", 6, phone],
            ["b", 5, phone],
            ["a", 4, phone],
          ],
        },
        {
          title: [
            [6, 4, phone],
            [6, 5, phone],
          ],
        },
      ),
    ],
    [
      "a mark on a trash that holds",
      item(
        {
          trashed: [
            [noon, 6, phone],
            [null, 5, phone],
          ],
        },
        { trashed: [[6, 5, phone]] },
      ),
    ],
    ["back without a trash", item({ trashed: [[null, 6, "0".repeat(32)]] })],
    [
      "back without a mark",
      item({
        trashed: [
          [null, 6, "0".repeat(32)],
          [noon, 5, phone],
        ],
      }),
    ],
    [
      "back with a stamp of its own",
      item(
        {
          trashed: [
            [null, 7, "0".repeat(32)],
            [noon, 5, phone],
          ],
        },
        { trashed: [[7, 5, phone]] },
      ),
    ],
    [
      "back below an edit",
      item({
        trashed: [
          [noon, 7, phone],
          [null, 6, "0".repeat(32)],
          [noon, 5, phone],
        ],
      }),
    ],
    ["a tombstone that says more", { v: 1, purged: [5, phone, 1], kind: "login" }],
    ["a tombstone too short", { v: 1, purged: [5, phone] }],
    ["a tombstone by nobody", { v: 1, purged: [5, "0".repeat(32), 1] }],
    ["a tombstone at no time", { v: 1, purged: [5, phone, null] }],
  ];
  for (const [name, given] of refused) it(`[V5] ${name}`, () => expect(parseJson(given)).toBe(null));

  it("[V5] and what differs from these by what is right is understood", () => {
    for (const given of [
      item({ title: [title, ["b", 4, phone]] }),
      item({ title: [["Mail", lastStamp, phone]] }),
      item(
        {
          title: [
            ["c", 6, phone],
            ["b", 5, phone],
            ["a", 4, phone],
          ],
        },
        {
          title: [
            [6, 5, phone],
            [6, 4, phone],
          ],
        },
      ),
      item(
        {
          trashed: [
            [null, 6, "0".repeat(32)],
            [noon, 5, phone],
          ],
        },
        { trashed: [[6, 5, phone]] },
      ),
      { v: 1, purged: [5, phone, 1] },
    ]) {
      expect(parseJson(given)).not.toBe(null);
    }
  });

  it("[V5] bytes that are no text, no JSON, too many, or nested beyond all measure", () => {
    for (const bytes of [
      new Uint8Array(),
      new Uint8Array([0xff]),
      utf8("{"),
      utf8(`\ufeff${textOf(created("note", {}, by(phone)))}`),
      utf8("[".repeat(1_000_000)),
    ]) {
      expect(parseContent(bytes)).toBe(null);
    }
    const long = utf8(`${textOf(created("note", {}, by(phone)))}${" ".repeat(itemLimits.contentBytes)}`);
    expect(parseContent(long)).toBe(null);
    expect(parseContent(long.subarray(0, itemLimits.contentBytes))).not.toBe(null);
  });

  it("[V5] no bytes make it throw, and what it takes it gives back", () => {
    const base = encodeContent(
      mergedItem(
        edited(created("login", { title: "a" }, by(phone)), trashEdit(1), by(phone)),
        created("login", { title: "b" }, by(laptop)),
      ),
    );
    fc.assert(
      fc.property(fc.nat(base.length - 1), fc.nat(255), (at, byte) => {
        const flipped = Uint8Array.from(base);
        flipped[at] = byte;
        const parsed = parseContent(flipped);
        expect(parsed === null || again(parsed) !== null).toBe(true);
      }),
      { numRuns: 2_000 },
    );
    fc.assert(fc.property(fc.json(), (text) => void expect(parseContent(utf8(text))).toBe(null)));
  });
});
