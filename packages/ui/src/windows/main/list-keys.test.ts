import { describe, expect, it } from "vitest";
import { between, placeAfter, placeOfTyped } from "./list-keys.ts";

describe("keys in the list", () => {
  const after = (key: string, active: number, count = 10) => placeAfter(key, { active, count, page: 4 });

  it("move by one, by a page, and to the ends, and stay inside", () => {
    expect([after("ArrowDown", 2), after("ArrowUp", 2), after("PageDown", 2), after("PageUp", 2)]).toEqual([3, 1, 6, 0]);
    expect([after("ArrowDown", 9), after("ArrowUp", 0), after("PageDown", 8), after("Home", 5), after("End", 5)]).toEqual([9, 0, 9, 0, 9]);
  });

  it("begin at an end where nothing is active", () => {
    expect([after("ArrowDown", -1), after("ArrowUp", -1)]).toEqual([0, 9]);
  });

  it("move nothing in an empty list, nor when they are other keys", () => {
    expect([after("ArrowDown", -1, 0), after("a", 3), after("Enter", 3)]).toEqual([null, null, null]);
  });
});

describe("typed letters", () => {
  const titles = ["Alpenbahn", "GitHub", "Gmail", "Guest Wi-Fi", "Harbour Bank"];
  const typed = (text: string, active: number) => placeOfTyped(text, active, { count: titles.length, at: (place) => titles[place] ?? "" });

  it("go to the first title that begins so, around the end", () => {
    expect([typed("g", -1), typed("gm", 1), typed("h", 0), typed("a", 3)]).toEqual([1, 2, 4, 0]);
  });

  it("go on to the next where the same letter comes again", () => {
    expect([typed("g", 1), typed("gg", 2), typed("ggg", 3)]).toEqual([2, 3, 1]);
  });

  it("stay where more letters still fit", () => {
    expect(typed("gi", 1)).toBe(1);
  });

  it("find nothing where nothing begins so", () => {
    expect([typed("z", 0), placeOfTyped("a", -1, { count: 0, at: () => "" })]).toEqual([null, null]);
  });
});

it("between two places are both of them, whichever is first", () => {
  expect([between(2, 4), between(4, 2), between(3, 3)]).toEqual([[2, 3, 4], [2, 3, 4], [3]]);
});
