import { limits, utf8 } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { saidOf } from "../../testing/import-facts.ts";
import { importFailureText } from "./import-text.ts";
import type { ImportFormat } from "./imported-item.ts";
import { parseImport } from "./parse-import.ts";

function read(text: string, format: "auto" | ImportFormat = "auto") {
  const parsed = parseImport(utf8(text), format);
  if (!parsed.ok) throw new Error(importFailureText(parsed.error));
  if (parsed.value.format === "holdfast") throw new Error("another format");
  return { ...parsed.value, ...saidOf(parsed.value) };
}

const failed = (text: string, format: "auto" | ImportFormat = "auto") => {
  const parsed = parseImport(utf8(text), format);
  return parsed.ok ? null : { ...parsed.error, sentence: importFailureText(parsed.error) };
};

const header = "name,url,username,password,note\r\n";
const fieldsOf = (text: string) => read(text).items.map(({ edit }) => Object.fromEntries(edit));

describe("passwords of Chrome, Edge and Brave", () => {
  it("become logins, found by what the file holds", () => {
    const parsed = read(`${header}Example,https://example.com/sign-in,kim,p w ,"a\r\nb"\r\n`);
    expect(parsed).toMatchObject({ format: "chrome-csv", skipped: [], notes: [] });
    expect(parsed.items).toMatchObject([{ index: 0, line: 2, title: "Example", kind: "login", past: [], created: null, changed: null }]);
    expect(Object.fromEntries(parsed.items[0]?.edit ?? [])).toEqual({
      title: "Example",
      username: "kim",
      password: "p w ",
      note: "a\r\nb",
      "uri/1": { uri: "https://example.com/sign-in", match: null, order: 0 },
    });
  });

  it("may have four columns, a byte order mark, other cases of the names and another order of them", () => {
    expect(fieldsOf("\uFEFFname,url,username,password\nExample,,kim,x\n")).toEqual([{ title: "Example", username: "kim", password: "x" }]);
    expect(fieldsOf("URL,Username,Password,Name\nhttps://example.com,kim,x,Example\n")).toMatchObject([
      { title: "Example", username: "kim" },
    ]);
    expect(fieldsOf('"name";"url";"username";"password"\n"Example";"";"kim";"x;y"\n')).toEqual([
      { title: "Example", username: "kim", password: "x;y" },
    ]);
  });

  it("may be of an app, or of a site without a name", () => {
    const parsed = read(
      `${header},android://c2lnbmF0dXJl==@org.example.app/,kim,x,\n,https://login.example.com:8443/a?b,kim,x,\n,,kim,x,\n  ,javascript:alert(1),,x,\n`,
    );
    expect(parsed.items.map(({ title }) => title)).toEqual([
      "org.example.app",
      "login.example.com:8443",
      "Untitled",
      "javascript:alert(1)",
    ]);
    expect(parsed.items[0]?.edit.get("uri/1")).toEqual({ uri: "android://c2lnbmF0dXJl==@org.example.app/", match: null, order: 0 });
    expect(parsed.notes).toEqual([expect.stringMatching(/^4 items had no name and got one: /)]);
  });

  it("[X15] keep formulas, scripts and control characters as they stand", () => {
    const [fields] = fieldsOf(`${header}"=HYPERLINK(""https://example.org"")",data:text/html;base64,@SUM(1),-2+3,\u001b[2J\n`);
    expect(fields).toMatchObject({
      title: '=HYPERLINK("https://example.org")',
      "uri/1": { uri: "data:text/html;base64" },
      username: "@SUM(1)",
      password: "-2+3",
      note: "\u001b[2J",
    });
  });

  it("[X15] skip a line with another number of values than names, and tell which", () => {
    const parsed = read(`${header}One,,kim,x,\nTwo,,kim,x\n\nThree,,kim,x,y,z\n,,,,\nFour,,kim,x,\n`);
    expect(parsed.items.map(({ title, index, line }) => [title, index, line])).toEqual([
      ["One", 0, 2],
      ["Four", 4, 7],
    ]);
    expect(parsed.skipped).toEqual([
      { index: 1, line: 3, title: "", reason: "It has 4 values where the first line names 5." },
      { index: 2, line: 5, title: "", reason: "It has 6 values where the first line names 5." },
      { index: 3, line: 6, title: "", reason: "It is empty." },
    ]);
  });

  it("[X15] keep columns that a person has added, where the format is said", () => {
    const text = "name,url,username,password,folder,\nExample,,kim,x,Work,odd\n";
    expect(failed(text)?.type).toBe("unknown-format");
    const parsed = read(text, "chrome-csv");
    expect([...(parsed.items[0]?.edit.values() ?? [])]).toEqual(
      expect.arrayContaining([
        { label: "folder", value: "Work", concealed: true, order: 0 },
        { label: "Column without a name", value: "odd", concealed: true, order: 1 },
      ]),
    );
    expect(parsed.notes).toEqual([expect.stringMatching(/no place here/)]);
  });

  it("can't name a field that is not theirs", () => {
    const parsed = read("name,url,username,password,__proto__,trashed\nExample,,kim,x,polluted,1\n", "chrome-csv");
    expect([...(parsed.items[0]?.edit.keys() ?? [])]).toEqual(["title", "username", "password", "custom/1", "custom/2"]);
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("polluted");
  });

  it.each([
    ["a quote that is never closed", `${header}One,"https://example.com,kim,x,\n`, "unreadable", /a quote on line 2 /],
    ["text behind a quote", `${header}One,,kim,"x"y,\n`, "unreadable", /a quote on line 2 /],
    ["a name twice", "name,url,username,password,password\nOne,,kim,x,y\n", "unreadable", /same name/],
    ["a million columns", `${header}${"x,".repeat(1_000_000)}\n`, "unreadable", /more columns/],
    ["more items than a vault takes", header + "a,,b,c,\n".repeat(limits.vaultItems + 1), "too-many-items", /100000/],
    ["no names", "Example,https://example.com,kim,x\n", "unknown-format", /first line/],
    ["an endless first line", `name,url,username,password,${"note".repeat(10_000)}\n`, "unknown-format", /first line/],
  ] as const)("[X17] with %s end in one sentence", (_what, text, type, sentence) => {
    const failure = failed(text, "chrome-csv");
    expect(failure?.type).toBe(type);
    expect(failure?.sentence).toMatch(sentence);
    expect(failure?.sentence).toMatch(/^[A-Z][^\n]*\.$/);
  });

  it("lose nothing of any values (property)", () => {
    const value = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("", '"', ",", "a\r\nb")).filter((text) => !text.includes("\0"));
    const row = fc.tuple(value, value, value, value, value);
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
        const text = header + rows.map((values) => `${values.map((each) => `"${each.replaceAll('"', '""')}"`).join(",")}\n`).join("");
        const { items, skipped } = read(text);
        expect(items.length + skipped.length).toBe(rows.length);
        for (const { index, edit } of items) {
          const [name, url, username, password, note] = rows[index] ?? [];
          const said = (path: string) => edit.get(path) ?? "";
          if (name?.trim() !== "") expect(said("title")).toBe(name);
          expect([said("username"), said("password"), said("note")]).toEqual([username, password, note]);
          expect(url === "" ? undefined : edit.get("uri/1")).toEqual(url === "" ? undefined : { uri: url, match: null, order: 0 });
        }
      }),
    );
  });
});
