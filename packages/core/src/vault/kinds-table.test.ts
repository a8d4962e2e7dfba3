// What the table of kinds says beside names, order and concealment (docs/spec/fields.md): a label or a type that changes by accident is seen here.

import { describe, expect, it } from "vitest";
import {
  deviceKind,
  type Field,
  formerPath,
  importKind,
  isCustomValue,
  isInternalKind,
  isKnownPath,
  kindOf,
  listedKinds,
} from "./kinds.ts";

/** The fields of all kinds for which `told` has something, as `kind.path`, with what it has. */
const listed = (told: (field: Field) => string | null): readonly string[] =>
  listedKinds.flatMap(({ name, fields }) =>
    fields.flatMap((field) => {
      const what = told(field);
      return what === null ? [] : [`${name}.${field.path}${what}`];
    }),
  );

describe("the table of kinds", () => {
  it("labels them", () => {
    expect(listedKinds.map(({ label }) => label)).toEqual([
      "Login",
      "Password",
      "Payment card",
      "Identity",
      "Address",
      "Note",
      "Bank account",
      "Document",
      "Software licence",
      "SSH key",
      "Passkey",
      "Wi-Fi network",
      "Authenticator",
    ]);
    expect(kindOf(deviceKind)).toEqual({
      name: "device",
      label: "Device",
      fields: [
        { path: "title", label: "Title", concealed: false },
        { path: "platform", label: "Platform", concealed: false },
        { path: "note", label: "Note", concealed: false, multiline: true },
      ],
    });
  });

  it("says which fields are more than a line of text", () => {
    expect(listed(({ type }) => (type === undefined ? null : `: ${type}`))).toEqual([
      "login.totp: totp",
      "card.expires: year-month",
      "card.valid-from: year-month",
      "identity.birth-date: date",
      "identity.email: email",
      "identity.phone: phone",
      "address.phone: phone",
      "address.email: email",
      "bank-account.phone: phone",
      "document.birth-date: date",
      "document.issued: date",
      "document.expires: date",
      "software-license.email: email",
      "software-license.issued: date",
      "software-license.expires: date",
      "ssh-key.issued: date",
      "ssh-key.expires: date",
      "wifi.hidden: boolean",
      "authenticator.totp: totp",
    ]);
  });

  it("says which fields have several lines, beside every note", () => {
    const notes = listedKinds.map(({ name }) => `${name}.note`);
    expect(listed(({ multiline }) => (multiline === true ? "" : null)).filter((field) => !notes.includes(field))).toEqual([
      "identity.street",
      "address.street",
      "ssh-key.private-key",
      "ssh-key.public-key",
      "passkey.extensions",
    ]);
    expect(listedKinds.flatMap(({ fields }) => fields.at(-1)?.multiline)).toEqual(notes.map(() => true));
  });
});

describe("what the program keeps in items for itself", () => {
  it("bears names that stand in vaults and never change", () => {
    expect([deviceKind, formerPath, importKind]).toEqual(["device", "former", "import"]);
  });

  it("is of a kind that is neither listed nor counted", () => {
    expect(["device", "import", "login", "spaceship"].map(isInternalKind)).toEqual([true, true, false, false]);
  });
});

describe("known paths", () => {
  it.each(["uri/abc", "custom/abc", "tag/a", "tag/Work/Clients", "tag/two\nlines", "favorite", "trashed", "imported"])(
    "have %j among them in items of every kind",
    (path) => expect(["login", "spaceship"].map((kind) => isKnownPath(kind, path))).toEqual([true, true]),
  );

  it.each([
    ..."uri uri/ uri/a/b my-uri/a custom/ custom/a/b my-custom/a tag/ my-tag/a favorites unfavorite".split(" "),
    ..."trashed2 untrashed imported2 reimported".split(" "),
  ])("don't have %j among them", (path) => expect(["login", "spaceship"].map((kind) => isKnownPath(kind, path))).toEqual([false, false]));

  it("have title and note of a kind that nobody knows, and of no kind what it lacks", () => {
    expect(["title", "note", "username"].map((path) => isKnownPath("spaceship", path))).toEqual([true, true, false]);
    expect(["title", "note", "username", "number"].map((path) => isKnownPath("login", path))).toEqual([true, true, true, false]);
  });
});

it("a custom field says yes or no of being concealed, and nothing else", () => {
  const custom = { label: "PUK", value: "1", order: 0 };
  for (const concealed of ["no", 0, null, []]) expect(isCustomValue({ ...custom, concealed })).toBe(false);
});
