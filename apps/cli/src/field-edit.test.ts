import type { Item, Path, Value } from "@holdfast/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editOf, inputOf, planEdit, secretInArguments } from "./field-edit.ts";
import { parseAssignment, parseAssignments } from "./field-syntax.ts";

const item = (fields: Readonly<Record<Path, Value>> = {}, kind = "login"): Item => ({
  v: 1,
  kind,
  fields: new Map(Object.entries(fields).map(([path, value]) => [path, [[value, 1, "1".repeat(32)]]])),
  conflicts: new Map(),
});

function edited(of: Item, words: readonly string[], input: string | null = null): Readonly<Record<Path, Value>> | string {
  const assignments = parseAssignments(words);
  if (!assignments.ok) return assignments.error;
  let next = 0;
  const plan = planEdit(of, assignments.value, () => `new${next++}`);
  if (!plan.ok) return plan.error;
  const edit = editOf(plan.value, input);
  return edit.ok ? Object.fromEntries(edit.value) : edit.error;
}

describe("PATH=VALUE", () => {
  it.each([
    ["note=a=b", { path: "note", value: "a=b" }],
    ["note=", { path: "note", value: null }],
    ["note=-", { path: "note", value: { type: "input" } }],
    ["note=--", { path: "note", value: "--" }],
    ["custom/My label=x", { path: "custom/My label", value: "x" }],
  ])("%s", (word, assignment) => expect(parseAssignment(word)).toEqual({ ok: true, value: assignment }));

  it.each(["note", "=x", ""])("%j is none", (word) => expect(parseAssignment(word).ok).toBe(false));

  it("may stand once, but for what adds", () => {
    expect(parseAssignments(["uri=a", "uri=b", "tag=a", "tag=b", "note=x"]).ok).toBe(true);
    expect(parseAssignments(["note=x", "note=y"]).ok).toBe(false);
  });
});

describe("an edit", () => {
  it("sets, removes and leaves alone what is not there", () => {
    expect(edited(item({ note: "old" }), ["username=kim", "note=", "totp="])).toEqual({ username: "kim", note: null });
  });

  it("adds addresses and own fields behind those that are there", () => {
    const shop = item({
      "uri/a": { uri: "https://a.example", match: "host", order: 4 },
      "custom/a": { label: "A", value: "1", concealed: false, order: 0 },
    });
    expect(edited(shop, ["uri=https://b.example", "uri=https://c.example", "custom/B=2", "custom/C=3"])).toEqual({
      "uri/new0": { uri: "https://b.example", match: null, order: 5 },
      "uri/new1": { uri: "https://c.example", match: null, order: 6 },
      "custom/new2": { label: "B", value: "2", concealed: false, order: 1 },
      "custom/new3": { label: "C", value: "3", concealed: false, order: 2 },
    });
  });

  it("keeps matching, place, label and form of what it changes", () => {
    const uri = { uri: "https://a.example", match: "exact", order: 4 };
    const flag = { label: "News", value: "true", concealed: false, order: 2, type: "boolean" };
    const shop = item({ "uri/a": uri, "custom/a": flag });
    expect(edited(shop, ["uri/a=https://b.example", "custom/News=false"])).toEqual({
      "uri/a": { ...uri, uri: "https://b.example" },
      "custom/a": { ...flag, value: "false" },
    });
    expect(edited(shop, ["custom/a="])).toEqual({ "custom/a": null });
    expect(edited(shop, ["custom/a=perhaps"])).toBe("custom/a: The value must be true or false.");
  });

  it("takes tags and the favorite as what is there or not", () => {
    expect(edited(item({ favorite: true, "tag/Old": true }), ["tag=New", "tag/Old=", "favorite=false"])).toEqual({
      "tag/New": true,
      "tag/Old": null,
      favorite: null,
    });
    expect(edited(item(), ["favorite=false"])).toEqual({});
    expect(edited(item(), ["favorite=no"])).toBe("favorite: The value must be true, or false to remove it.");
  });

  it.each([
    ["title=", "A title can't be removed."],
    ["uri=", "uri=URL adds an address; uri/ID= removes one."],
    ["uri/zz=https://x.example", "There is no such address. uri=URL adds one; holdfast get ITEM --json tells their ids."],
    ["tag=", "tag=NAME adds a tag; tag/NAME= removes it."],
    ["custom/=x", "custom/LABEL=VALUE needs a label."],
    ["trashed=1", "An item goes to the trash with holdfast rm and comes back with holdfast restore."],
    ["imported=x", "The mark of an import can't be edited."],
    ["issuer=x", /^There is no such field\. Fields of a login: title, /],
    ["__proto__=x", /^There is no such field\./],
  ])("refuses %s", (word, sentence) => {
    if (typeof sentence === "string") expect(edited(item(), [word])).toBe(sentence);
    else expect(edited(item(), [word])).toMatch(sentence);
  });

  it("refuses a label that several fields have, and finds one by its id", () => {
    const twin = { label: "PIN", value: "1", concealed: false, order: 0 };
    const twins = item({ "custom/a": twin, "custom/b": twin });
    expect(edited(twins, ["custom/PIN=2"])).toMatch(/^Several custom fields have this label/);
    expect(edited(twins, ["custom/b=2"])).toEqual({ "custom/b": { ...twin, value: "2" } });
  });

  it("[V1] removes an unknown form and never replaces it by a text", () => {
    const newer = item({ zodiac: { sign: "lion" }, "custom/a": ["newer"] });
    expect(edited(newer, ["zodiac=", "custom/a="])).toEqual({ zodiac: null, "custom/a": null });
    expect(edited(newer, ["zodiac=-"], "crab")).toBe("zodiac: This version does not know the form of this field; it can only be removed.");
  });
});

describe("secrets", () => {
  const plan = (of: Item, word: string) => {
    const assignments = parseAssignments([word]);
    const planned = assignments.ok ? planEdit(of, assignments.value, () => "new") : assignments;
    return planned.ok ? inputOf(planned.value) : planned.error;
  };

  it("[attack 123] are refused in arguments before anything is opened, where every kind conceals the field", () => {
    const refused = (word: string) => {
      const assignments = parseAssignments([word]);
      return assignments.ok ? secretInArguments(assignments.value) : assignments.error;
    };
    expect(refused("password=hunter2")).toBe("password is secret and never stands in an argument: use password=- to type or pipe it.");
    for (const word of ["password=-", "password=", "username=kim", "custom/PIN=1", "nothing=1"]) expect(refused(word)).toBeNull();
  });

  it("are asked for unseen", () => {
    const pin = item({ "custom/a": { label: "PIN", value: "1", concealed: true, order: 0 } });
    expect(plan(item(), "password=-")).toEqual({ path: "password", concealed: true });
    expect(plan(item(), "username=-")).toEqual({ path: "username", concealed: false });
    expect(plan(item(), "custom/PIN=-")).toEqual({ path: "custom/PIN", concealed: true });
    expect(plan(item(), "username=kim")).toBeNull();
    expect(plan(pin, "custom/PIN=2")).toMatch(/^custom\/PIN is secret/);
  });

  it("make an own field concealed when they came unseen", () => {
    expect(edited(item(), ["custom/PIN=-"], "1234")).toEqual({ "custom/new0": { label: "PIN", value: "1234", concealed: true, order: 0 } });
  });
});

it("no word makes it throw", () => {
  const word = fc.tuple(fc.oneof(fc.string(), fc.constantFrom("uri", "tag", "title", "custom/x", "uri/a", "tag/b")), fc.string());
  fc.assert(
    fc.property(fc.array(word), (words) => {
      edited(
        item({ "uri/a": "strange" }),
        words.map(([path, value]) => `${path}=${value}`),
        "input",
      );
    }),
  );
});
