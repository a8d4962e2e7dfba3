import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply, create } from "../vault/apply.ts";
import type { Item, Value } from "../vault/item.ts";
import { listedKinds } from "../vault/kinds.ts";
import { foldText } from "./fold-text.ts";
import { SearchIndex } from "./search.ts";

const author = { device: "11".repeat(16), now: Date.UTC(2026, 2, 1) };

function item(fields: Readonly<Record<string, Value>>, kind = "login"): Item {
  const made = create(kind, new Map(Object.entries(fields)), author);
  if (!made.ok) throw new Error(made.error.type);
  return made.value;
}

function indexOf(items: Readonly<Record<string, Item>>): SearchIndex {
  const index = new SearchIndex();
  for (const [id, held] of Object.entries(items)) index.put(id, held);
  return index;
}

describe("folding", () => {
  it.each([
    ["Ærøskøbing", "aeroskobing"],
    ["STRASSE", "strasse"],
    ["Straße", "strasse"],
    ["STRAẞE", "strasse"],
    ["Crème brûlée", "creme brulee"],
    ["Łódź", "lodz"],
    ["İstanbul ığdır", "istanbul igdir"],
    ["ΟΔΟΣ", "οδοσ"],
    ["ὁδός", "οδοσ"],
    ["ｆｕｌｌｗｉｄｔｈ", "fullwidth"],
    ["ﬁle", "file"],
    ["Ёжик", "ежик"],
    ["שָׁלוֹם", "שלום"],
    ["مُحَمَّد", "محمد"],
    ["平仮名", "平仮名"],
  ])("makes %j %j", (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it("is the same folded again", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => foldText(foldText(text)) === foldText(text)));
  });
});

describe("the search", () => {
  const index = indexOf({
    exact: item({ title: "Git" }),
    begins: item({ title: "GitHub" }),
    word: item({ title: "My Git server" }),
    within: item({ title: "Digital bank" }),
    user: item({ title: "Forum", username: "gitte" }),
    uri: item({ title: "Code", "uri/1": { uri: "https://git.example.org/x", match: null, order: 0 } }),
    tag: item({ title: "Tagged", "tag/Git stuff": true }),
    note: item({ title: "Other", note: "keeps the git keys" }),
    none: item({ title: "Nothing" }),
  });

  it("[T8] finds what stands anywhere, the title first, then by title", () => {
    expect(index.find("git")).toEqual(["exact", "begins", "word", "within", "uri", "user", "tag", "note"]);
    expect(index.find("GIT ")).toEqual(index.find("git"));
    expect(index.find("gíţ")).toEqual(index.find("git"));
  });

  it("[T8] wants every word, wherever each stands", () => {
    expect(index.find("git server")).toEqual(["word"]);
    expect(index.find("server my")).toEqual(["word"]);
    expect(index.find("forum gitte")).toEqual(["user"]);
    expect(index.find("forum github")).toEqual([]);
  });

  it("[T8] gives all of them by title where nothing is typed", () => {
    expect(index.find("  ")).toHaveLength(index.size);
    expect(index.find("")[0]).toBe("uri");
  });

  it("[T8] finds any part of an address, and of a word", () => {
    expect(index.find("example.org/x")).toEqual(["uri"]);
    expect(index.find("://git")).toEqual(["uri"]);
    expect(index.find("ital ban")).toEqual(["within"]);
  });

  it("follows one item that changes, and forgets one that goes", () => {
    const changing = indexOf({ a: item({ title: "Alpha" }), b: item({ title: "Beta" }) });
    const renamed = apply(item({ title: "Alpha" }), new Map([["title", "Gamma"]]), { ...author, now: author.now + 1 });
    if (renamed.ok) changing.put("a", renamed.value);
    expect(changing.find("alpha")).toEqual([]);
    expect(changing.find("gamma")).toEqual(["a"]);
    changing.remove("a");
    expect(changing.find("")).toEqual(["b"]);
    expect(changing.size).toBe(1);
  });

  it("[T8] never takes in a concealed value, of any kind, nor one of a path it does not know", () => {
    for (const { name, fields } of listedKinds) {
      const values = Object.fromEntries(fields.map(({ path, concealed }) => [path, concealed ? `needle ${path}` : `open ${path}`]));
      const kindIndex = indexOf({ it: item(values, name) });
      expect(kindIndex.find("needle")).toEqual([]);
      expect(kindIndex.find("open title")).toEqual(["it"]);
    }
    const others = indexOf({
      custom: item({ title: "A", "custom/1": { label: "PIN", value: "needle", concealed: true, order: 0 } }),
      odd: item({ title: "B", "custom/1": "needle", username: { a: "needle" }, "uri/1": "needle", "tag/needle": null }),
      unknown: item({ title: "C", zodiac: "needle" }),
      later: item({ title: "D", fuel: "needle", note: "seen" }, "spaceship"),
      internal: item({ title: "E", imported: { import: "needle" } }),
      past: item({ title: "F" }),
    });
    expect(others.find("needle")).toEqual([]);
    expect(others.find("pin")).toEqual(["custom"]);
    expect(others.find("seen")).toEqual(["later"]);
  });

  it("[T8] finds custom fields that are not concealed, by label and value", () => {
    const custom = indexOf({ it: item({ title: "A", "custom/1": { label: "Colour", value: "Blue", concealed: false, order: 0 } }) });
    expect([custom.find("colour blue"), custom.find("red")]).toEqual([["it"], []]);
  });

  it("is bounded in what it looks at", () => {
    expect(index.find("git ".repeat(100_000))).toEqual(index.find("git git"));
    expect(index.find(`git${"x".repeat(300)}`)).toEqual([]);
  });

  it("[T8] finds every item by any piece of its title, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }), fc.nat(), fc.nat(), (title, from, length) => {
        const held = indexOf({ it: item({ title: title.toWellFormed() }) });
        const folded = foldText(title.toWellFormed()).trim();
        const start = from % (folded.length + 1);
        const piece = folded.slice(start, start + (length % 8)).trim();
        expect(held.find(piece.toWellFormed() === piece ? piece : "")).toEqual(["it"]);
      }),
    );
  });
});
