import { type Bytes, concat, equalBytes, limits, utf8 } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withFlippedBit } from "../../testing/arbitrary.ts";
import { skippedInWords } from "../../testing/import-facts.ts";
import { seedVault } from "../../testing/seed-vault.ts";
import { anyItem, by, created, edited, happenings, laptop, mergedItem, noon, phone, run, textOf } from "../../testing/vault-histories.ts";
import { apply } from "../../vault/apply.ts";
import { encodeContent } from "../../vault/encode.ts";
import type { Item } from "../../vault/item.ts";
import { makeItem } from "../../vault/make-item.ts";
import { lastImported, lastStamp } from "../../vault/stamp.ts";
import { trashEdit } from "../../vault/trash.ts";
import { importFailureText, importNoteText } from "../import/import-text.ts";
import { parseImport } from "../import/parse-import.ts";
import type { ExportedItem } from "./export-form.ts";
import { exportPieces } from "./write-export.ts";

const head = { exported: noon, origin: "https://vault.example.org", account: "kim@example.org", unreadable: 0 };
const write = (items: readonly ExportedItem[], more: Partial<typeof head> = {}): Bytes =>
  concat(...exportPieces({ ...head, ...more }, items));
const textWritten = (items: readonly ExportedItem[]): string => new TextDecoder().decode(write(items));
const id = (number: number): string => number.toString(16).padStart(32, "0");
const numbered = (items: readonly Item[]): readonly ExportedItem[] => items.map((content, i) => ({ id: id(i), content }));

function read(file: Bytes) {
  const parsed = parseImport(file, "auto");
  if (!parsed.ok) throw new Error(importFailureText(parsed.error));
  if (parsed.value.format !== "holdfast") throw new Error("another format");
  const notes = parsed.value.notes.map((note) => importNoteText(note));
  return { ...parsed.value, notes, skipped: skippedInWords(parsed.value.skipped) };
}

const failed = (text: string): string | null => {
  const parsed = parseImport(utf8(text), "holdfast");
  return parsed.ok ? null : importFailureText(parsed.error);
};

/** The same items with the same bytes. */
function expectSame(file: Bytes, items: readonly ExportedItem[]): void {
  const parsed = read(file);
  expect(parsed.skipped).toEqual([]);
  expect(parsed.items.map(({ id, content }) => [id, textOf(content)])).toEqual(items.map(({ id, content }) => [id, textOf(content)]));
}

const start = created("login", { title: "T", password: "one" }, by(phone));
const contested = mergedItem(edited(start, { password: "a" }, by(phone, noon + 1)), edited(start, { password: "b" }, by(laptop, noon + 1)));
const strange = created(
  "time-capsule",
  {
    title: "\u{1f511} \u0627\u0644\u0639\u0631\u0628\u064a\u0629 \ud55c\uad6d\uc5b4",
    "later/x": [1, { ["__proto__"]: null }, "\u0000\u2028"],
    ["__proto__"]: "own",
    note: "line\r\n".repeat(3_000),
  },
  by(phone),
);

describe("an export", () => {
  it("[X1] has the form that is written down", () => {
    expect(JSON.parse(textWritten([{ id: id(7), content: start }]))).toEqual({
      format: "holdfast-export",
      version: 1,
      exported: "2026-05-28T20:26:40.000Z",
      origin: "https://vault.example.org",
      account: "kim@example.org",
      unreadable: 0,
      items: [{ id: id(7), content: JSON.parse(textOf(start)) }],
    });
    expectSame(write([]), []);
  });

  it("[X2] holds history, trash, conflicts, unknown kinds and paths, and devices", () => {
    const items = numbered([
      start,
      edited(start, trashEdit(noon + 1), by(laptop)),
      contested,
      strange,
      created("device", { title: "Phone" }, by(phone)),
    ]);
    expectSame(write(items), items);
    expect(textWritten(items)).toContain('"one"');
  });

  it("[X2] of a made-up vault comes back to the byte", () => {
    const vault = seedVault(1_000, 11).flatMap((item) => {
      const made = makeItem(item, by(phone));
      return made.ok ? [made.value] : [];
    });
    expect(vault).toHaveLength(1_000);
    expectSame(write(numbered(vault)), numbered(vault));
  });

  it("[X2] of any histories comes back to the byte (property)", () => {
    fc.assert(
      fc.property(fc.array(anyItem, { maxLength: 5 }), happenings(3, 12, true), (items, happened) => {
        const all = numbered([...items, ...run(3, happened)]);
        expectSame(write(all), all);
      }),
    );
  });

  it("[X3] is the same for the same vault, one item a line, ascending by id", () => {
    const items = numbered([start, contested, strange]);
    const lines = textWritten(items).split("\n");
    expect(lines).toHaveLength(6);
    expect(lines.slice(1, 4).map((line) => line.slice(0, 40))).toEqual([0, 1, 2].map((i) => `{"id":"${id(i)}"`));
    expect(textWritten(items.toReversed())).toBe(textWritten(items));
    expect(textWritten(items).split("\n").slice(1)).toEqual(
      new TextDecoder()
        .decode(write(items, { exported: 0, account: "other" }))
        .split("\n")
        .slice(1),
    );
  });

  it("[X3] is read whatever its lines are, as any JSON of that form", () => {
    const items = numbered([start, contested, strange]);
    expectSame(utf8(JSON.stringify(JSON.parse(textWritten(items)), null, "\t")), items);
    const { items: listed, ...rest } = JSON.parse(textWritten(items)) as { readonly items: readonly unknown[] };
    expectSame(utf8(` ${JSON.stringify({ items: listed, ...rest, later: { member: [1] } })}\r\n`), items);
  });

  it("[X4] brings no tombstone, and none is taken from a file", () => {
    const text = textWritten([]).replace("[", `[{"id":"${id(1)}","content":{"v":1,"purged":[5,"${phone}",7]}}`);
    expect(read(utf8(text))).toMatchObject({ items: [], skipped: [{ index: 0 }] });
  });

  it("says how many items the exporting device could not read", () => {
    expect(read(write([], { unreadable: 1 })).notes).toEqual([
      "The device that made this export could not read an item, so it is not in the file.",
    ]);
    expect(read(write([], { unreadable: 3 })).notes).toEqual([
      "The device that made this export could not read 3 items, so they are not in the file.",
    ]);
  });
});

describe("reading an export", () => {
  const item = `{"id":"${id(1)}","content":${textOf(start)}}`;
  const document = (items: string, more = ""): string => `{"format":"holdfast-export","version":1${more},"items":[${items}]}`;

  it("[X5] skips what is no item of this version, and what stands twice, and takes the others", () => {
    const odd = [
      "{}",
      `{"id":"${id(2)}"}`,
      `{"id":"short","content":${textOf(start)}}`,
      item.replace('"v":1', '"v":2'),
      item.replace("{", '{"x":1,'),
      item,
    ];
    const parsed = read(utf8(document([item, ...odd].join())));
    expect(parsed.items.map(({ id, index }) => [id, index])).toEqual([[id(1), 0]]);
    expect(parsed.skipped.map(({ index, reason }) => [index, reason])).toEqual([
      ...[1, 2, 3, 4, 5].map((index) => [index, "It is damaged, or of a newer version of Holdfast."]),
      [6, "Its id stands twice in the file."],
    ]);
  });

  it("[X5] skips an item with a stamp that no clock gives, which nobody could change or remove", () => {
    const stamped = (stamp: number, n: number) =>
      `{"id":"${id(n)}","content":{"v":1,"kind":"login","fields":{"title":[["junk",${stamp},"${phone}"]]},"conflicts":{}}}`;
    const parsed = read(utf8(document([lastStamp, lastImported + 1, lastImported].map((stamp, n) => stamped(stamp, n + 1)).join())));
    expect(parsed.items.map(({ id, index }) => [id, index])).toEqual([[id(3), 2]]);
    expect(parsed.skipped.map(({ index, reason }) => [index, reason.includes("later than any clock")])).toEqual(
      [0, 1].map((n) => [n, true]),
    );
    const taken = parsed.items[0]?.content as Item;
    expect(apply(taken, new Map([["trashed", 1]]), { device: phone, now: Number.MAX_SAFE_INTEGER }).ok).toBe(true);
  });

  it.each([
    ["no JSON", "{", /damaged, or it was cut off/],
    ["cut off", document(item).slice(0, -5), /damaged/],
    ["a list", "[]", /damaged/],
    ["another file", '{"encrypted":false,"items":[]}', /no export of Holdfast/],
    ["a later version", document(item).replace('"version":1', '"version":2'), /newer version/],
    ["items that are no list", '{"format":"holdfast-export","version":1,"items":{"a":{}}}', /damaged/],
    ["numbers for items", document("1,2"), /damaged/],
    ["something between items", document(`${item} 7 ${item}`), /damaged/],
    ["items in two lists", `{"format":"holdfast-export","version":1,"more":[${item}],"items":[${item}]}`, /damaged/],
    ["a name twice", document(item.replace('"v":1', '"v":1,"v":1')), /stands twice/],
    ["a number that can't be read exactly", document(item.replace('"v":1', '"v":1.00000000000000001')), /exactly/],
    ["endless nesting", `{"format":"holdfast-export","version":1,"items":${"[".repeat(100_000)}`, /damaged/],
    ["an endless head", `{"format":"holdfast-export","version":1,"x":"${"y".repeat(70_000)}","items":[${item}]}`, /damaged/],
    ["more items than a vault takes", document(`${"{},".repeat(limits.vaultItems)}{}`), /more items than a vault takes/],
  ])("[X5] refuses %s whole, in one sentence", (_what, text, sentence) => {
    expect(failed(text)).toMatch(sentence);
    expect(failed(text)).toMatch(/^[A-Z][^\n]*\.$/);
  });

  it("[X5] can't reach a prototype", () => {
    const own = item.replace('"fields":{', `"fields":{"__proto__":[["own",5,"${phone}"]],`);
    expect(read(utf8(document(own))).items[0]?.content.fields.get("__proto__")).toEqual([["own", 5, phone]]);
    expect(failed(document(item, ',"__proto__":{"polluted":1}'))).toBeNull();
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("polluted");
  });

  it("[X5] takes an item as large as one can be, and bounds one that is larger", () => {
    const large = created("note", { note: "x".repeat(60_000) }, by(phone));
    expectSame(write(numbered([large])), numbered([large]));
    const parsed = read(utf8(document(item.replace('"v":1', `"v":1,"x":"${"y".repeat(8 * 1024 * 1024)}"`))));
    expect(parsed).toMatchObject({ items: [], skipped: [{ index: 0 }] });
  });

  it("[X5] never throws, and gives no item that is not understood, whatever bit is flipped (property)", () => {
    const file = write(numbered([start, contested]));
    fc.assert(
      fc.property(fc.nat(8 * file.length - 1), (bit) => {
        const parsed = parseImport(withFlippedBit(file, bit), "auto");
        if (!parsed.ok || parsed.value.format !== "holdfast") return;
        for (const { content } of parsed.value.items) expect(encodeContent(content).length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it("[X5] gives nothing of a file that was cut off", () => {
    const file = write(numbered([start, contested]));
    // White space alone stands behind the last brace.
    for (let length = 0; length < file.length - 1; length += 7) expect(parseImport(file.slice(0, length), "holdfast").ok).toBe(false);
    expect(equalBytes(file, write(numbered([start, contested])))).toBe(true);
  });
});
