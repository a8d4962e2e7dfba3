import { describe, expect, it } from "vitest";
import { accountName, accountNameShape, idFromHex } from "./ids.ts";
import { limits } from "./limits.ts";

describe("an account's name", () => {
  it.each([
    ["Some.One@Example.ORG", "some.one@example.org"],
    ["  a \n", "a"],
    ["ﬁle", "file"],
    ["Ａ", "a"],
    ["E\u0301", "\u00e9"],
    ["ÄÖÜ", "äöü"],
    ["😀", "😀"],
  ])("%j is taken as %j", (typed, name) => {
    expect(accountName(typed)).toBe(name);
    expect(accountName(name)).toBe(name);
    expect(accountNameShape.parse(name)).toBe(name);
    if (typed !== name) expect(() => accountNameShape.parse(typed)).toThrow();
  });

  it.each(["", " ", "a b", "a\tb", "a\u0000b", "a\u200bb", "a\u202eb", "\ud800", "a\u{e000}b", "x".repeat(limits.accountName + 1)])(
    "%j is none",
    (typed) => {
      expect(accountName(typed)).toBeNull();
      expect(() => accountNameShape.parse(typed)).toThrow();
    },
  );

  it("may be as long as the limit", () => {
    expect(accountName("x".repeat(limits.accountName))).toHaveLength(limits.accountName);
  });

  it("is a text", () => {
    for (const other of [1, null, undefined, new Uint8Array(3), ["a"]]) expect(() => accountNameShape.parse(other)).toThrow();
  });
});

describe("an id", () => {
  it("is read from 32 lower-case hex digits", () => {
    expect(idFromHex(`${"00".repeat(15)}ff`)).toEqual(new Uint8Array(16).fill(255, 15));
  });

  it.each(["", "00".repeat(15), "00".repeat(17), "0".repeat(31), "FF".repeat(16), "zz".repeat(16)])("is not read from %j", (hex) => {
    expect(idFromHex(hex)).toBeNull();
  });
});
