import { utf8 } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { saidOf } from "../../testing/import-facts.ts";
import { importFailureText } from "./import-text.ts";
import { parseImport } from "./parse-import.ts";

function read(text: string) {
  const parsed = parseImport(utf8(text), "auto");
  if (!parsed.ok) throw new Error(importFailureText(parsed.error));
  if (parsed.value.format !== "kaspersky-txt") throw new Error(`it is ${parsed.value.format}`);
  return { ...parsed.value, ...saidOf(parsed.value) };
}

const fieldsOf = (text: string) => read(text).items.map(({ edit }) => Object.fromEntries(edit));
const website = (more: string) =>
  `Websites\n\nWebsite name: T\nWebsite URL: https://example.com\nLogin name: \nLogin: kim\nPassword: x\n${more}`;
const note = (text: string) => `Notes\n\nName: N\nText: ${text}`;

const whole = `Websites

Website name: Example
Website URL: example.com/sign-in
Login name: Work
Login: kim
Password: p: w 
Comment: my notes

---

Website name: Example
Website URL: https://example.com
Login name: Home
Login: kim2
Password: x2
Comment: 
---

Applications

Application: A.app
Login name: 
Login: john
Password: pass
Comment: one

two
---

Other Accounts

Account name: N
Login name: 
Login: john2
Password: 
Comment: 

---

Notes

Name: First
Text: line 1
line 2

---
`;

describe("a text of Kaspersky", () => {
  it.each(["\n", "\r\n"])("has four sections, whatever ends its lines (%j)", (end) => {
    const parsed = read(whole.replaceAll("\n", end));
    expect(parsed.items.map(({ title, kind, index, line }) => [title, kind, index, line])).toEqual([
      ["Example", "login", 0, 3],
      ["Example", "login", 1, 12],
      ["A.app", "login", 2, 22],
      ["N", "login", 3, 33],
      ["First", "note", 4, 43],
    ]);
    expect(parsed.items.map(({ edit }) => Object.fromEntries(edit))).toEqual([
      {
        title: "Example",
        "uri/1": { uri: "https://example.com/sign-in", match: null, order: 0 },
        "custom/1": { label: "Login name", value: "Work", concealed: false, order: 0 },
        username: "kim",
        password: "p: w ",
        note: "my notes",
      },
      {
        title: "Example",
        "uri/1": { uri: "https://example.com", match: null, order: 0 },
        "custom/1": { label: "Login name", value: "Home", concealed: false, order: 0 },
        username: "kim2",
        password: "x2",
      },
      { title: "A.app", username: "john", password: "pass", note: "one\n\ntwo" },
      { title: "N", username: "john2" },
      { title: "First", note: "line 1\nline 2" },
    ]);
    expect(parsed.skipped).toEqual([]);
    expect(parsed.notes).toEqual([expect.stringMatching(/^1 item had an address without https:\/\//)]);
  });

  it("[X16] holds no keys in a comment or text", () => {
    expect(fieldsOf(`${website("Comment: first\nPassword: not this one\nLogin: nor this\nWebsite name: T2\n\n---\n")}`)).toEqual([
      expect.objectContaining({
        username: "kim",
        password: "x",
        note: "first\nPassword: not this one\nLogin: nor this\nWebsite name: T2",
      }),
    ]);
    expect(fieldsOf(note("Text: Name: X\nPASSWORD: y\nNotes\n\nApplications\n\nend\n---\n"))).toEqual([
      { title: "N", note: "Text: Name: X\nPASSWORD: y\nNotes\n\nApplications\n\nend" },
    ]);
  });

  it("[X16] takes three hyphens as text where nothing of its own follows, and says so", () => {
    const parsed = read(`${note("above\n---\nbelow\n\n---\n# Chapter\n---")}\n\nName: Second\nText: t\n---\n`);
    expect(parsed.items.map(({ edit }) => edit.get("note"))).toEqual(["above\n---\nbelow\n\n---\n# Chapter", "t"]);
    expect(parsed.notes).toEqual([expect.stringMatching(/^1 item held a line of three hyphens.*: "N"\.$/)]);
  });

  it("[X16] takes a section's name, or a first key alone, behind hyphens as text", () => {
    expect(fieldsOf(note("a\n---\nNotes\nb\n---\nName: alone\nc\n---\n"))).toEqual([
      { title: "N", note: "a\n---\nNotes\nb\n---\nName: alone\nc" },
    ]);
  });

  it("may end without hyphens, leave out sections, or have empty ones", () => {
    expect(fieldsOf(note("last line"))).toEqual([{ title: "N", note: "last line" }]);
    expect(fieldsOf("Websites\n\nApplications\n\nOther Accounts\n\nNotes\n\nName: N\nText: t\n---\n")).toEqual([{ title: "N", note: "t" }]);
    expect(read("Websites\n\nApplications\n\nOther Accounts\n\nNotes\n")).toMatchObject({ items: [], skipped: [] });
    expect(fieldsOf(`${website("Comment: c\n---\n\nApplications\n\nOther Accounts\n\nNotes\n\n")}`)).toMatchObject([{ note: "c" }]);
  });

  it("[X15] keeps lines and keys that it does not know, and keys that stand twice", () => {
    const [fields] = fieldsOf(website("PIN: 1234\nLogin: again\nno key at all\nComment: c\n---\n"));
    expect(fields).toMatchObject({
      username: "kim",
      "custom/1": { label: "PIN", value: "1234", concealed: true },
      "custom/2": { label: "Login", value: "again", concealed: true },
      "custom/3": { label: "Line", value: "no key at all", concealed: true },
      note: "c",
    });
  });

  it("[X15] tells by its line what is no item", () => {
    const parsed = read("Notes\n\nTitle: odd\nBody: odd\n---\n\nName: \nText: \n---\n\nName: N\nText: t\n---\n\n---\n");
    expect(parsed.items.map(({ title }) => title)).toEqual(["N"]);
    expect(parsed.skipped).toEqual([
      { index: 0, line: 3, title: "", reason: "What stands there is no item of its section." },
      { index: 1, line: 7, title: "", reason: "It is empty." },
    ]);
  });

  it("[X16] keeps a section that it does not know as text, where it would stand behind a comment", () => {
    const [fields] = fieldsOf(website("Comment: c\n---\n\nBank cards\n\nCard: 1234\n---\n"));
    expect(fields?.note).toBe("c\n---\n\nBank cards\n\nCard: 1234");
  });

  it("leaves an address alone that is none, or has its scheme", () => {
    const uris = ["https://example.com", "chrome://settings", "192.0.2.7", "localhost:8080", "Router in the hall", "javascript:alert(1)"];
    for (const uri of uris)
      expect(fieldsOf(website("Comment: \n---\n").replace("https://example.com", uri))[0]?.["uri/1"]).toMatchObject({ uri });
    for (const uri of ["example.com", "bücher.example:8443/a?b", "a.b.example.com#x"]) {
      expect(fieldsOf(website("Comment: \n---\n").replace("https://example.com", uri))[0]?.["uri/1"]).toMatchObject({
        uri: `https://${uri}`,
      });
    }
  });

  it("in another language is told as such", () => {
    const german = "Webseiten\n\nName der Webseite: T\nURL der Webseite: example.com\nLogin: kim\nKennwort: x\nKommentar: \n\n---\n";
    for (const format of ["auto", "kaspersky-txt"] as const) {
      const parsed = parseImport(utf8(german), format);
      expect(parsed.ok ? null : importFailureText(parsed.error)).toMatch(
        /^This file may be a text export of Kaspersky in another language/,
      );
    }
    const other = parseImport(utf8("Dear diary\n"), "kaspersky-txt");
    expect(other.ok ? null : importFailureText(other.error)).toMatch(/no text export of Kaspersky/);
  });

  it("[X17] ends at its bounds", () => {
    const many = parseImport(utf8(`Notes\n\n${"Name: a\nText: b\n---\n".repeat(100_001)}`), "auto");
    expect(many.ok ? null : many.error.type).toBe("too-many-items");
    const long = parseImport(utf8(`Notes\n\nName: a\nText: b${"\n".repeat(5_000_000)}`), "kaspersky-txt");
    expect(long.ok ? null : importFailureText(long.error)).toBe("This file has more lines than any export.");
  });

  it("reads hyphens, blank lines and sections without end in one pass", () => {
    const hostile = [
      `${note("")}${"\n---".repeat(300_000)}\nx`,
      `${note("")}\n---${"\nNotes".repeat(300_000)}\nx`,
      `${note("")}${"\n---\n\n\n".repeat(100_000)}x`,
    ];
    for (const text of hostile) expect(read(text).items).toHaveLength(1);
  });

  it("gives back every note that holds no hyphens (property)", () => {
    const line = fc
      .oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("", "Name: x", "Text: y", "Notes", "Password: z", " ---", "----"))
      .map((text) => text.replace(/[\r\n\0]/g, ""));
    fc.assert(
      fc.property(fc.array(fc.array(line, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 }), (notes) => {
        const texts = notes.map((lines) => lines.join("\n"));
        const { items, skipped } = read(`Notes\n\n${texts.map((text, i) => `Name: note ${i}\nText: ${text}\n\n---\n\n`).join("")}`);
        expect(skipped).toEqual([]);
        expect(items.map(({ edit }) => edit.get("note") ?? "")).toEqual(
          texts.map((text) => text.replace(/\n[\n \t]*$/, "")).map((text) => (text.trim() === "" ? "" : text)),
        );
      }),
    );
  });

  it("never throws, and keeps every word of an item or tells its line (property)", () => {
    const line = fc.constantFrom(
      "Websites",
      "Notes",
      "",
      "---",
      "Website name: a",
      "Website URL: b",
      "Login: c",
      "Comment: d",
      "Name: e",
      "Text: f",
      "stray",
      "k: v",
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        const parsed = parseImport(utf8(`Notes\n${lines.join("\n")}`), "kaspersky-txt");
        expect(parsed.ok).toBe(true);
      }),
    );
  });
});
