import { describe, expect, it } from "vitest";
import { pluralOf } from "./plural.ts";

describe("plural", () => {
  it("takes the form of the count and writes the number as the language does", () => {
    const english = pluralOf("en");
    const forms = { one: "# item", other: "# items" };
    expect([0, 1, 2, 12_345].map((count) => english(count, forms))).toEqual(["0 items", "1 item", "2 items", "12,345 items"]);
  });

  it("knows languages with more forms than two, and lets them leave forms out", () => {
    const polish = pluralOf("pl");
    const forms = { one: "# wpis", few: "# wpisy", many: "# wpisów", other: "# wpisu" };
    expect([1, 3, 5].map((count) => polish(count, forms))).toEqual(["1 wpis", "3 wpisy", "5 wpisów"]);
    expect(polish(3, { other: "# wpisu" })).toBe("3 wpisu");
  });
});
