import { describe, expect, it } from "vitest";
import type { Item, Path, Value } from "./item.ts";
import { fieldOf, hiddenParts, isConcealed, isCustomValue, isKnownPath, isUriValue, kindOf, listedKinds } from "./kinds.ts";

const device = "0".repeat(32);
const item = (kind: string, fields: Readonly<Record<Path, Value>>): Item => ({
  v: 1,
  kind,
  fields: new Map(Object.entries(fields).map(([path, value]) => [path, [[value, 1, device]]])),
  conflicts: new Map(),
});

describe("kinds", () => {
  it("are the ones of the command line, and the device beside them", () => {
    expect(listedKinds.map(({ name }) => name)).toEqual(
      "login password card identity address note bank-account document software-license ssh-key passkey wifi authenticator".split(" "),
    );
    expect(kindOf("device")?.name).toBe("device");
    expect(kindOf("spaceship")).toBeNull();
    expect(kindOf("__proto__")).toBeNull();
  });

  it.each(listedKinds.map((kind) => [kind.name, kind] as const))("%s lists title first, note last and each path once", (_name, kind) => {
    const paths = kind.fields.map(({ path }) => path);
    expect(paths[0]).toBe("title");
    expect(paths.at(-1)).toBe("note");
    expect(new Set(paths).size).toBe(paths.length);
    for (const { path, label } of kind.fields) {
      expect(path).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(label).not.toBe("");
      expect(isKnownPath(kind.name, path)).toBe(true);
    }
  });

  it("gives a login what a person expects", () => {
    expect(kindOf("login")?.fields.map(({ path }) => path)).toEqual(["title", "username", "password", "totp", "note"]);
    expect(fieldOf("login", "totp")).toMatchObject({ concealed: true, type: "totp" });
    expect(fieldOf("login", "number")).toBeNull();
    expect(fieldOf("spaceship", "title")).toBeNull();
  });
});

describe("concealed values", () => {
  it.each([
    ["login", "password"],
    ["login", "totp"],
    ["password", "password"],
    ["card", "number"],
    ["card", "code"],
    ["card", "pin"],
    ["identity", "national-id"],
    ["identity", "passport-number"],
    ["bank-account", "iban"],
    ["document", "number"],
    ["software-license", "license-key"],
    ["ssh-key", "private-key"],
    ["ssh-key", "passphrase"],
    ["passkey", "private-key"],
    ["wifi", "password"],
    ["authenticator", "totp"],
  ])("%s %s is one", (kind, path) => expect(isConcealed(kind, path, "x")).toBe(true));

  it.each([
    ["login", "title", "x"],
    ["login", "username", "x"],
    ["login", "note", "x"],
    ["card", "brand", "x"],
    ["login", "uri/1", { uri: "https://example.com", match: null, order: 0 }],
    ["login", "tag/Work", true],
    ["login", "favorite", true],
    ["ssh-key", "public-key", "x"],
  ] as const)("%s %s is none", (kind, path, value) => expect(isConcealed(kind, path, value)).toBe(false));

  it("follow the custom field's own word, and are concealed where that can't be read", () => {
    const custom = { label: "PUK", value: "1", concealed: true, order: 0 };
    expect(isConcealed("login", "custom/1", custom)).toBe(true);
    expect(isConcealed("login", "custom/1", { ...custom, concealed: false })).toBe(false);
    expect(isConcealed("login", "custom/1", { ...custom, concealed: "no" })).toBe(true);
    expect(isConcealed("login", "custom/1", "12345")).toBe(true);
  });

  it("include whatever this version does not know", () => {
    expect(isConcealed("login", "seed-phrase", "x")).toBe(true);
    expect(isConcealed("spaceship", "password", "x")).toBe(true);
    expect(isConcealed("spaceship", "title", "x")).toBe(false);
  });
});

describe("values of families", () => {
  it("knows addresses", () => {
    expect(isUriValue({ uri: "https://example.com", match: "host", order: 2 })).toBe(true);
    expect(isUriValue({ uri: "https://example.com", match: "magic", order: 2 })).toBe(false);
    expect(isUriValue({ uri: "https://example.com", match: null })).toBe(false);
    expect(isUriValue({ uri: "https://example.com", match: null, order: 0, port: 1 })).toBe(false);
    expect(isUriValue(["https://example.com", null, 0])).toBe(false);
    expect(isUriValue(null)).toBe(false);
  });

  it("knows custom fields", () => {
    expect(isCustomValue({ label: "", value: "", concealed: false, order: 0 })).toBe(true);
    expect(isCustomValue({ label: "Newsletter", value: "true", concealed: false, order: 0, type: "boolean" })).toBe(true);
    expect(isCustomValue({ label: "Newsletter", value: "true", concealed: false, order: 0, type: "colour" })).toBe(false);
    expect(isCustomValue({ label: "Newsletter", value: true, concealed: false, order: 0 })).toBe(false);
  });
});

describe("hidden parts", () => {
  const known = {
    title: "Example",
    username: "kim",
    note: "",
    favorite: true,
    trashed: 1_760_000_000_000,
    "tag/Work/Clients": true,
    "uri/a": { uri: "https://example.com", match: null, order: 0 },
    "custom/a": { label: "PUK", value: "1", concealed: true, order: 0 },
    imported: { import: device },
  };

  it("are none where everything is known", () => expect(hiddenParts(item("login", known))).toEqual([]));

  it("are the whole kind where that is not known", () => expect(hiddenParts(item("spaceship", known))).toBe("kind"));

  it("are unknown fields and values of an unknown form, in order", () => {
    const newer = {
      ...known,
      zodiac: "x",
      password: ["in", "parts"],
      "uri/b": { uri: "https://example.com", match: null, order: 0, port: 1 },
      "custom/b": 7,
      "tag/": true,
      "tag/Home": "yes",
    };
    expect(hiddenParts(item("login", newer))).toEqual(["custom/b", "password", "tag/", "tag/Home", "uri/b", "zodiac"]);
  });

  it("leave out what was removed", () => expect(hiddenParts(item("login", { ...known, zodiac: null, "uri/a": null }))).toEqual([]));
});
