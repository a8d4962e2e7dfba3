import { concat, utf8 } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bitwardenExport, seedVault } from "../../testing/seed-vault.ts";
import { hiddenParts, kindOf } from "../../vault/kinds.ts";
import { importFailureText } from "./import-text.ts";
import type { ImportFormat, ParsedImport } from "./imported-item.ts";
import { exportLimits, importLimits } from "./limits.ts";
import { parseImport } from "./parse-import.ts";

/** What a file of another program holds; null where it can't be read. */
function read(text: string, format: "auto" | ImportFormat = "auto"): ParsedImport | null {
  const parsed = parseImport(utf8(text), format);
  return parsed.ok && parsed.value.format !== "holdfast" ? parsed.value : null;
}

const failureOf = (file: Uint8Array | string) => {
  const parsed = parseImport(typeof file === "string" ? utf8(file) : file, "auto");
  return parsed.ok ? null : { ...parsed.error, sentence: importFailureText(parsed.error) };
};

const minimal = JSON.stringify({ encrypted: false, items: [{ type: 2, name: "N", notes: "text", secureNote: { type: 0 } }] });

describe("files that can't be read", () => {
  it.each([
    ["nothing", "", "unreadable", /empty/],
    ["white space", " \n ", "unreadable", /empty/],
    ["a cut file", minimal.slice(0, -1), "unreadable", /cut off/],
    ["a text", "Dear diary,\ntoday nothing happened.", "unknown-format", /none of the exports that are known here/],
    ["UTF-7", "+AHsAIgBlAG4AYwByAHkAcAB0AGUAZAAi-", "unknown-format", /none of the exports/],
    ["NUL characters", "name,url,username,password\nExample\u0000,https://example.com,user,x", "unreadable", /NUL/],
    ["a table of another program", "url,username,password,httpRealm\nhttps://example.com,kim,x,", "unknown-format", /none of the exports/],
    ["another JSON file", '{"accounts": []}', "unknown-format", /known here/],
    ["a list", "[1, 2, 3]", "unknown-format", /known here/],
    ["a number", "42", "unknown-format", /known here/],
    ["an export of a newer version", '{"format":"holdfast-export","version":2,"items":[]}', "unknown-format", /newer version/],
    ["half an export", '{"format":"holdfast-export","version":1,"items":[{"id":', "unreadable", /damaged, or it was cut off/],
    ["an export without items", '{"encrypted": false, "folders": []}', "unknown-format", /no list of items/],
    ["items that are no list", '{"encrypted": false, "items": {"0": {}}}', "unknown-format", /no list of items/],
    ["endless nesting", "[".repeat(100_000), "unreadable", /nested/],
    ["a repeated key", '{"encrypted": false, "items": [], "items": []}', "unreadable", /stands twice/],
    ["a huge number", '{"encrypted": false, "items": [{"type": 12345678901234567890}]}', "unreadable", /number/],
    [
      "a password-protected export",
      '{"encrypted": true, "passwordProtected": true, "data": "2.x|y|z"}',
      "encrypted",
      /protected with a password/,
    ],
    ["an account-restricted export", '{"encrypted": true, "items": []}', "encrypted", /one Bitwarden account/],
  ] as const)("%s gives one sentence", (_what, text, type, sentence) => {
    const failure = failureOf(text);
    expect(failure?.type).toBe(type);
    expect(failure?.sentence).toMatch(sentence);
    expect(failure?.sentence).toMatch(/^[A-Z][^\n]*\.$/);
  });

  it("[attack 114, 115] is no UTF-8, an archive, or too large", () => {
    expect(failureOf(Uint8Array.of(0x6e, 0xe9, 0x0a))).toMatchObject({ type: "unreadable", sentence: "This file is no UTF-8 text." });
    expect(failureOf(Uint8Array.of(0xff, 0xfe, 0x7b, 0x00))?.sentence).toBe("This file is UTF-16 text; save it as UTF-8 and import that.");
    expect(failureOf(Uint8Array.of(0xfe, 0xff, 0x00, 0x7b))?.sentence).toMatch(/UTF-16/);
    expect(failureOf(Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 0, 0))?.sentence).toMatch(/ZIP/);
    expect(failureOf(new Uint8Array(importLimits.bytes + 1).fill(0x20, 0, -1).fill(0x78, -1))).toMatchObject({
      type: "too-large",
      sentence: "This file is larger than 50 MB.",
    });
    expect(failureOf(new Uint8Array(exportLimits.bytes + 1))?.sentence).toBe("This file is larger than 256 MB.");
  });

  it("holds more items than a vault takes", () => {
    const items = `[${"0,".repeat(100_000)}0]`;
    expect(failureOf(`{"encrypted": false, "items": ${items}}`)).toMatchObject({ type: "too-many-items" });
  });

  it("says nothing of what is in the file", () => {
    const failure = failureOf('{"encrypted": true, "password": "canary-7f3a"}');
    expect(JSON.stringify(failure)).not.toContain("canary");
  });
});

describe("files of any kind", () => {
  const formats = ["auto", "bitwarden-json", "chrome-csv", "kaspersky-txt", "holdfast"] as const;
  const beginnings = [
    "",
    "name,url,username,password\n",
    "Notes\n\nName: a\nText: ",
    '{"encrypted":false,"items":[',
    '{"format":"holdfast-export","version":1,"items":[',
  ];

  it("[X17] never throw, whatever format they are said to be (property)", () => {
    const bytes = fc
      .tuple(fc.constantFrom(...beginnings), fc.uint8Array({ maxLength: 200 }))
      .map(([text, more]) => concat(utf8(text), more));
    const tokens = fc
      .tuple(
        fc.constantFrom(...beginnings),
        fc.array(fc.constantFrom(...'{}[],:"\\\n\r;-0'.split(""), "null", "1e9", "Name: ", "---", "__proto__"), { maxLength: 60 }),
      )
      .map(([text, more]) => utf8(text + more.join("")));
    fc.assert(
      fc.property(fc.oneof(bytes, tokens), fc.constantFrom(...formats), (file, format) => {
        const parsed = parseImport(file, format);
        if (!parsed.ok) expect(importFailureText(parsed.error)).toMatch(/^[A-Z][^\n]*\.$/);
      }),
      { numRuns: 1_000 },
    );
  });

  it("never throw (property)", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(typeof parseImport(bytes, "auto").ok).toBe("boolean");
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 4 })), (items) => {
        const parsed = read(JSON.stringify({ encrypted: false, items }).replaceAll(/\d+e[+-]?\d+|\d{16,}/g, "7"));
        if (parsed !== null) expect(parsed.items.length + parsed.skipped.length).toBe(items.length);
      }),
    );
  });

  it("may begin with a byte order mark", () => {
    expect(read(`\uFEFF${minimal}`, "bitwarden-json")?.items.map(({ title }) => title)).toEqual(["N"]);
  });

  it("[attack 116] can't reach a prototype", () => {
    const text = '{"encrypted": false, "__proto__": {"x": 1}, "items": [{"type": 2, "name": "N", "__proto__": {"polluted": "yes"}}]}';
    const parsed = read(text);
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("polluted");
    expect(parsed?.items[0]?.edit.get("custom/1")).toMatchObject({
      label: "__proto__.polluted",
      value: "yes",
      concealed: true,
    });
  });
});

describe("a made-up export", () => {
  const value = read(bitwardenExport(400, 7));

  it("comes in whole, in the order of the file", () => {
    expect(value?.format).toBe("bitwarden-json");
    expect(value?.skipped).toEqual([]);
    expect(value?.items.map(({ index }) => index)).toEqual(Array.from({ length: 400 }, (_, index) => index));
    expect(new Set(value?.items.map(({ kind }) => kind))).toEqual(new Set(["login", "note", "card", "identity", "ssh-key"]));
  });

  it("holds only fields that this version can show", () => {
    for (const { kind, edit } of value?.items ?? []) {
      const fields = new Map([...edit].map(([path, current]) => [path, [[current, 1, "0".repeat(32)]] as const]));
      expect(hiddenParts({ v: 1, kind, fields, conflicts: new Map() })).toEqual([]);
    }
  });

  it("has every text of the file in it", () => {
    const texts = new Set<string>();
    const collect = (part: unknown): void => {
      if (typeof part === "string") texts.add(part);
      else if (part !== null && typeof part === "object") for (const member of Object.values(part)) collect(member);
    };
    for (const item of value?.items ?? [])
      collect([item.title, ...item.edit.keys(), ...item.edit.values(), ...item.past.flatMap(({ edit }) => [...edit.values()])]);
    const all = [...texts].join("\u0000");
    const secrets = bitwardenExport(400, 7).matchAll(
      /"(?:password|totp|keyValue|number|code|ssn|name|notes|uri|value|privateKey|address2)": ("(?:[^"\\]|\\.)+")/g,
    );
    for (const [, quoted] of secrets) {
      const text = String(JSON.parse(quoted ?? '""'));
      // A passkey is kept as JSON inside a text, and a folder that no item stands in is a name without content.
      expect(all.includes(text) || all.includes(JSON.stringify(text).slice(1, -1))).toBe(true);
    }
  });
});

describe("the made-up vault", () => {
  it("is the same for the same seed and another for another", () => {
    expect(seedVault(50, 1)).toEqual(seedVault(50, 1));
    expect(seedVault(50, 1)).not.toEqual(seedVault(50, 2));
    expect(seedVault(50, 1).slice(0, 20)).toEqual(seedVault(20, 1));
    expect(bitwardenExport(20, 3)).toBe(bitwardenExport(20, 3));
  });

  it("has every listed kind, only known fields, and hosts that nobody owns", () => {
    const vault = seedVault(3_000, 1);
    expect(new Set(vault.map(({ kind }) => kind)).size).toBe(13);
    for (const { kind, edit } of vault) {
      expect(kindOf(kind)).not.toBeNull();
      const fields = new Map([...edit].map(([path, current]) => [path, [[current, 1, "0".repeat(32)]] as const]));
      expect(hiddenParts({ v: 1, kind, fields, conflicts: new Map() })).toEqual([]);
    }
    const hosts = [...JSON.stringify(vault.map(({ edit }) => [...edit.values()])).matchAll(/https:\/\/([^/"]+)/g)].map(([, host]) => host);
    expect(hosts.length).toBeGreaterThan(1_000);
    for (const host of hosts) expect(host).toMatch(/\.example\.(com|net|org)$/);
  });
});
