import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columns, cut, pad, widthOf } from "./columns.ts";

describe("widths", () => {
  it.each([
    ["abc", 3],
    ["", 0],
    ["Grüße", 5],
    ["Gru\u0308n", 4],
    ["東京", 4],
    ["🚲", 2],
    ["👩‍👩‍👧", 2],
    ["한글", 4],
  ])("%j takes %i cells", (text, width) => expect(widthOf(text)).toBe(width));

  it("cuts with an ellipsis and never in the middle of a character", () => {
    expect(cut("abcdef", 6)).toBe("abcdef");
    expect(cut("abcdef", 4)).toBe("abc…");
    expect(cut("東京都", 4)).toBe("東…");
    expect(cut("abc", 1)).toBe("…");
    expect(cut("abc", 0)).toBe("");
  });

  it("pads to a width and no further", () => {
    expect(pad("東", 4)).toBe("東  ");
    expect(pad("abcdef", 4)).toBe("abcdef");
  });

  it("never cuts to more cells than it was given", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), fc.nat(40), (text, width) => widthOf(cut(text, width)) <= width));
  });
});

describe("columns", () => {
  it("stand under each other", () => {
    expect(
      columns(
        [
          ["a", "b"],
          ["ccc", "d"],
        ],
        null,
      ),
    ).toEqual(["a    b", "ccc  d"]);
  });

  it("take the room from the widest first", () => {
    const rows = [["x".repeat(30), "y".repeat(12), "z"]];
    expect(columns(rows, 30)).toEqual([`${"x".repeat(12)}…  ${"y".repeat(12)}  z`]);
    expect(columns(rows, 100)).toEqual([`${"x".repeat(30)}  ${"y".repeat(12)}  z`]);
  });

  it("don't shrink below what can be read", () => {
    expect(columns([["x".repeat(30), "y".repeat(30)]], 4)).toEqual([`${"x".repeat(7)}…  ${"y".repeat(7)}…`]);
  });

  it("are none of nothing", () => expect(columns([], 80)).toEqual([]));
});
