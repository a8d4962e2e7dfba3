import { utf8 } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { saidOf } from "../../testing/import-facts.ts";
import { makeItem } from "../../vault/make-item.ts";
import { stampTime } from "../../vault/stamp.ts";
import { importFailureText } from "./import-text.ts";
import { type ImportedItem, toNewItem } from "./imported-item.ts";
import { parseImport } from "./parse-import.ts";

function parse(file: unknown) {
  const parsed = parseImport(utf8(JSON.stringify(file)), "bitwarden-json");
  if (!parsed.ok) throw new Error(importFailureText(parsed.error));
  if (parsed.value.format === "holdfast") throw new Error("another format");
  return { ...parsed.value, ...saidOf(parsed.value) };
}

function parseOne(
  item: object,
  more: object = {},
): { readonly item: ImportedItem; readonly notes: readonly string[]; readonly fields: object } {
  const { items, notes } = parse({ encrypted: false, ...more, items: [item] });
  const only = items[0];
  if (only === undefined || items.length !== 1) throw new Error("no item");
  return { item: only, notes, fields: Object.fromEntries(only.edit) };
}

const login = (part: object, more: object = {}) => ({ type: 1, name: "Example", login: part, ...more });

describe("the types", () => {
  it("1 is a login with addresses and how they match", () => {
    const uris = [null, 0, 1, 2, 3, 4, 5].map((match, i) => ({ match, uri: `https://${i}.example.com` }));
    const { item, fields, notes } = parseOne(
      login({ uris, username: "kim", password: "p w ", totp: "JBSWY3DPEHPK3PXP" }, { notes: "a\nb" }),
    );
    expect(item.kind).toBe("login");
    expect(fields).toMatchObject({ title: "Example", username: "kim", password: "p w ", totp: "JBSWY3DPEHPK3PXP", note: "a\nb" });
    expect(Object.entries(fields).filter(([path]) => path.startsWith("uri/"))).toEqual(
      [null, "domain", "host", "starts-with", "exact", "pattern", "never"].map((match, order) => [
        `uri/${order + 1}`,
        { uri: `https://${order}.example.com`, match, order },
      ]),
    );
    expect(notes).toEqual([]);
  });

  it("2 is a note, 5 is an SSH key", () => {
    expect(parseOne({ type: 2, name: "N", notes: "text", secureNote: { type: 0 } })).toMatchObject({
      item: { kind: "note" },
      fields: { title: "N", note: "text" },
      notes: [],
    });
    const sshKey = { privateKey: "-----BEGIN", publicKey: "ssh-ed25519 AAAA", keyFingerprint: "SHA256:x" };
    expect(parseOne({ type: 5, name: "K", sshKey }).fields).toEqual({
      title: "K",
      "private-key": "-----BEGIN",
      "public-key": "ssh-ed25519 AAAA",
      fingerprint: "SHA256:x",
    });
  });

  it.each([
    ["4", "2031", "2031-04"],
    ["04", "2031", "2031-04"],
    [4, 2031, "2031-04"],
    [null, "2031", "2031"],
    ["", "2031", "2031"],
  ])("3 is a card, whose month %s and year %s are %s", (expMonth, expYear, expires) => {
    const card = { cardholderName: "CARD HOLDER", brand: "Visa", number: "4111", code: "123", expMonth, expYear };
    const { item, fields, notes } = parseOne({ type: 3, name: "C", card });
    expect(item.kind).toBe("card");
    expect(fields).toEqual({ title: "C", cardholder: "CARD HOLDER", brand: "Visa", number: "4111", code: "123", expires });
    expect(notes).toEqual([]);
  });

  it.each([
    ["13", "2031"],
    ["4", "31"],
    ["4", null],
  ])("3 with month %s and year %s, which make no date, keeps both", (expMonth, expYear) => {
    const { fields, notes } = parseOne({ type: 3, name: "C", card: { expMonth, expYear } });
    expect(fields).not.toHaveProperty("expires");
    expect(fields).toHaveProperty("custom/1", { label: "Expiry month", value: expMonth, concealed: true, order: 0 });
    expect(notes).toEqual(['1 item had an expiry date that is no month of a year, which is kept as custom fields: "C".']);
  });

  it("4 is an identity, whose three lines are the street", () => {
    const identity = {
      title: "Mx",
      firstName: "A",
      middleName: "B",
      lastName: "C",
      address1: "1 Example Street",
      address2: null,
      address3: "Door 3",
      city: "Exampleton",
      state: "EX",
      postalCode: "12345",
      country: "XX",
      company: "Example",
      email: "a@example.com",
      phone: "+00 1",
      ssn: "1-2",
      username: "abc",
      passportNumber: "P1",
      licenseNumber: "L1",
    };
    expect(parseOne({ type: 4, name: "I", identity }).fields).toEqual({
      title: "I",
      "name-prefix": "Mx",
      "given-name": "A",
      "middle-name": "B",
      "family-name": "C",
      street: "1 Example Street\nDoor 3",
      city: "Exampleton",
      region: "EX",
      "postal-code": "12345",
      country: "XX",
      company: "Example",
      email: "a@example.com",
      phone: "+00 1",
      "national-id": "1-2",
      username: "abc",
      "passport-number": "P1",
      "license-number": "L1",
    });
  });

  it("that are not known come as notes with everything in concealed custom fields", () => {
    const { item, fields, notes } = parseOne({ type: 9, name: "B", bankAccount: { bankName: "Example", iban: "XX1" }, extra: [1] });
    expect(item.kind).toBe("note");
    expect(fields).toEqual({
      title: "B",
      "custom/1": { label: "type", value: "9", concealed: true, order: 0 },
      "custom/2": { label: "bankAccount.bankName", value: "Example", concealed: true, order: 1 },
      "custom/3": { label: "bankAccount.iban", value: "XX1", concealed: true, order: 2 },
      "custom/4": { label: "extra", value: "[1]", concealed: true, order: 3 },
    });
    expect(notes).toHaveLength(1);
  });
});

describe("what every item may have", () => {
  it("folders become tags as they were typed, collections too", () => {
    const folders = [
      { id: "f1", name: "Work/Clients" },
      { id: "f2", name: "unused" },
    ];
    const collections = [{ id: "c1", organizationId: "o", name: "Team", externalId: null }];
    expect(parseOne(login({}, { folderId: "f1", collectionIds: null }), { folders }).fields).toEqual({
      title: "Example",
      "tag/Work/Clients": true,
    });
    expect(parseOne(login({}, { folderId: null, organizationId: "o", collectionIds: ["c1"] }), { collections }).fields).toEqual({
      title: "Example",
      "tag/Team": true,
    });
    expect(parseOne(login({}, { folderId: "gone" }), { folders }).notes).toEqual([
      '1 item stood in a folder that the file does not describe: "Example".',
    ]);
    const odd = [
      { id: "f1", name: "tab\tbed" },
      { id: "f2", name: "x".repeat(300) },
    ];
    for (const { id, name } of odd) {
      expect(parseOne(login({}, { folderId: id }), { folders: odd }).fields).toHaveProperty("custom/1", {
        label: "Folder",
        value: name,
        concealed: true,
        order: 0,
      });
    }
  });

  it("favorites and the trash", () => {
    expect(parseOne(login({}, { favorite: true })).fields).toEqual({ title: "Example", favorite: true });
    expect(parseOne(login({}, { favorite: false, deletedDate: "2025-11-02T10:00:00.000Z" })).fields).toEqual({
      title: "Example",
      trashed: Date.UTC(2025, 10, 2, 10),
    });
    const revisionDate = "2025-01-02T00:00:00Z";
    expect(parseOne(login({}, { deletedDate: "yesterday", revisionDate })).fields).toEqual({
      title: "Example",
      trashed: Date.UTC(2025, 0, 2),
      "custom/1": { label: "deletedDate", value: "yesterday", concealed: true, order: 0 },
    });
  });

  it("custom fields: text, hidden, boolean and linked", () => {
    const fields = [
      { name: "Number", value: "1", type: 0, linkedId: null },
      { name: "PUK", value: "2", type: 1, linkedId: null },
      { name: "News", value: "true", type: 2, linkedId: null },
      { name: "Sign-in", value: null, type: 3, linkedId: 100 },
      { name: null, value: null, type: 0 },
      { name: "New", value: "n", type: 7 },
    ];
    const item = parseOne(login({}, { fields }));
    expect(item.fields).toEqual({
      title: "Example",
      "custom/1": { label: "Number", value: "1", concealed: false, order: 0 },
      "custom/2": { label: "PUK", value: "2", concealed: true, order: 1 },
      "custom/3": { label: "News", value: "true", concealed: false, order: 2, type: "boolean" },
      "custom/4": { label: "Sign-in", value: "Linked to: Username", concealed: false, order: 3 },
      "custom/5": { label: "", value: "", concealed: false, order: 4 },
      "custom/6": { label: "New", value: "n", concealed: true, order: 5 },
      "custom/7": { label: "New type", value: "7", concealed: true, order: 6 },
    });
    expect(item.notes.map((note) => note.slice(0, 24))).toEqual(["1 item had linked fields", "1 item held something th"]);
  });

  it("old passwords become earlier values, oldest first, at the time each was last used", () => {
    const passwordHistory = [
      { lastUsedDate: "2025-06-01T00:00:00.000Z", password: "second" },
      { lastUsedDate: "2025-03-01T00:00:00.000Z", password: "first" },
    ];
    const { item } = parseOne(
      login({ password: "now" }, { passwordHistory, creationDate: "2024-01-01T00:00:00.000Z", revisionDate: "2025-06-02T00:00:00.000Z" }),
    );
    expect(item.past).toEqual([
      { time: Date.UTC(2025, 2, 1), edit: new Map([["password", "first"]]) },
      { time: Date.UTC(2025, 5, 1), edit: new Map([["password", "second"]]) },
    ]);
    expect(item.edit.get("password")).toBe("now");
    const run = { id: "ab".repeat(16), at: Date.UTC(2026, 0, 1) };
    expect(toNewItem(item, run)).toMatchObject({ kind: "login", past: item.past, time: Date.UTC(2025, 5, 2) });
    expect(toNewItem(item, run).edit.get("imported")).toEqual({
      import: "ab".repeat(16),
      at: Date.UTC(2026, 0, 1),
      created: Date.UTC(2024, 0, 1),
      changed: Date.UTC(2025, 5, 2),
      past: [Date.UTC(2025, 2, 1), Date.UTC(2025, 5, 1)],
    });
  });

  it("old passwords stand in the history of the item that is made, at their times", () => {
    const passwordHistory = [
      { lastUsedDate: "2025-06-01T00:00:00.000Z", password: "second" },
      { lastUsedDate: "2019-03-01T00:00:00.000Z", password: "first" },
    ];
    const { item } = parseOne(login({ password: "now" }, { passwordHistory, revisionDate: "2025-06-02T00:00:00.000Z" }));
    const made = makeItem(toNewItem(item, { id: "ab".repeat(16), at: Date.UTC(2026, 0, 1) }), {
      device: "cd".repeat(16),
      now: Date.UTC(2026, 0, 1),
    });
    const registers = made.ok ? (made.value.fields.get("password") ?? []) : [];
    expect(registers.map(([value, stamp]) => [value, new Date(stampTime(stamp)).toISOString()])).toEqual([
      ["now", "2025-06-02T00:00:00.000Z"],
      ["second", "2025-06-01T00:00:00.000Z"],
      // Stamps begin in 2025; the time that the file gave stands in `imported`.
      ["first", "2025-01-01T00:00:00.000Z"],
    ]);
    expect(made.ok && made.value.fields.get("title")?.length).toBe(1);
  });

  it("an old password never stands as the current one", () => {
    const passwordHistory = [{ lastUsedDate: "2025-03-01T00:00:00.000Z", password: "first" }];
    expect(parseOne(login({ password: null }, { passwordHistory })).item.edit.get("password")).toBeNull();
    const note = parseOne({ type: 2, name: "N", passwordHistory });
    expect(note.item.past).toEqual([]);
    expect(note.fields).toHaveProperty("custom/1.value", "2025-03-01T00:00:00.000Z first");
  });

  it("more old passwords than a history holds are kept beside it", () => {
    const passwordHistory = Array.from({ length: 30 }, (_, i) => ({
      lastUsedDate: new Date(Date.UTC(2025, 0, 1 + i)).toISOString(),
      password: `old-${i}`,
    }));
    const { item, fields } = parseOne(login({ password: "now" }, { passwordHistory }));
    expect(item.past).toHaveLength(24);
    expect(item.past[0]?.edit.get("password")).toBe("old-6");
    expect(fields).toHaveProperty("custom/1.value", expect.stringMatching(/old-0\n.*old-5$/s));
  });
});

describe("what has no place", () => {
  it("passkeys, the question for the password and unknown members are kept and told", () => {
    const fido2Credentials = [{ credentialId: "x", rpId: "example.com", keyValue: "secret", counter: "0" }];
    const { fields, notes } = parseOne(login({ fido2Credentials, colour: "red", uris: [] }, { reprompt: 1, archivedDate: "2025-01-01" }));
    expect(fields).toEqual({
      title: "Example",
      "custom/1": { label: "Ask for the main password again", value: "true", concealed: false, order: 0, type: "boolean" },
      "custom/2": { label: "Passkey for example.com", value: JSON.stringify(fido2Credentials[0]), concealed: true, order: 1 },
      "custom/3": { label: "login.colour", value: "red", concealed: true, order: 2 },
      "custom/4": { label: "archivedDate", value: "2025-01-01", concealed: true, order: 3 },
    });
    expect(notes).toHaveLength(3);
    expect(notes.every((note) => note.startsWith("1 item ") && note.endsWith(': "Example".'))).toBe(true);
  });

  it("wrong types are kept, never guessed", () => {
    const item = {
      type: 1,
      name: { a: 1 },
      notes: ["x"],
      favorite: "yes",
      reprompt: 5,
      login: "oops",
      card: { number: "1" },
      fields: "f",
      passwordHistory: [3],
    };
    const { fields } = parseOne(item);
    expect(fields).toMatchObject({ title: "Untitled" });
    expect(
      Object.values(fields).flatMap((value) => (typeof value === "object" && value !== null ? [`${value.label}=${value.value}`] : [])),
    ).toEqual([
      'name={"a":1}',
      'notes=["x"]',
      "favorite=yes",
      "reprompt=5",
      "login=oops",
      "fields=f",
      "passwordHistory=3",
      "card.number=1",
    ]);
  });

  it("odd addresses are kept", () => {
    const uris = ["https://example.com", { uri: null }, { uri: 7 }, { uri: "https://a.example.com", match: 9, note: "n" }];
    const { fields } = parseOne(login({ uris, uri: "https://old.example.com" }));
    expect(fields).toMatchObject({
      "uri/1": { uri: "https://a.example.com", match: null, order: 0 },
      "uri/2": { uri: "https://old.example.com", match: null, order: 1 },
      "custom/1": { label: "login.uris", value: "https://example.com" },
      "custom/2": { label: "login.uris", value: '{"uri":7}' },
      "custom/3": { label: "Match of https://a.example.com", value: "9" },
      "custom/4": { label: "https://a.example.com note", value: "n" },
    });
  });

  it("an item without a name gets that of its first address", () => {
    expect(parseOne(login({ uris: [{ uri: "https://example.com/x" }] }, { name: "" })).item.title).toBe("example.com");
    expect(parseOne({ type: 2 }).item.title).toBe("Untitled");
  });

  it("broken characters are replaced and told", () => {
    const { item, notes } = parseOne({ type: 2, name: "N\uD800" });
    expect(item.title).toBe("N\uFFFD");
    expect(notes[0]).toMatch(/broken characters/);
  });

  it("what is no item is skipped, with its place and the reason", () => {
    const { items, skipped } = parse({ encrypted: false, items: [null, { type: 2, name: "N" }, "x", [1]] });
    expect(items.map(({ index }) => index)).toEqual([1]);
    expect(skipped.map(({ index }) => index)).toEqual([0, 2, 3]);
    expect(skipped[0]?.reason).toMatch(/no item/);
  });

  it("notes stay few and fit on a line, whatever the titles are", () => {
    const items = Array.from({ length: 500 }, (_, i) => login({}, { name: `\u001b[31mTitle\n${i} ${"x".repeat(100)}`, reprompt: 1 }));
    const { notes } = parse({ encrypted: false, items });
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/^500 items .* and 497 more\.$/);
    expect(notes[0]).not.toMatch(/\p{C}/u);
    expect(notes[0]?.length).toBeLessThan(300);
  });
});
