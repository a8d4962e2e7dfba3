import type { Checked } from "@holdfast/core";
import { expect, it } from "vitest";
import { guessedIn, sharesOf } from "./check-parts.ts";

const one = (id: string, ...problems: Checked["problems"]): Checked => ({ id, title: id, problems, guesses: 4, uses: 1, since: 0 });

it("counts each item once, by its first problem, and the rest as good", () => {
  const { width, shares } = sharesOf(10, [one("a", "weak", "old"), one("b", "old"), one("c", "weak")]);
  expect(shares.map(({ of, count }) => [of, count])).toEqual([
    ["weak", 2],
    ["old", 1],
    ["good", 7],
  ]);
  const last = shares.at(-1);
  expect(Math.abs((last?.at ?? 0) + (last?.width ?? 0) - width)).toBeLessThan(3);
});

it("shows even one among ten thousand, and nothing where nothing is", () => {
  expect(sharesOf(10_000, [one("a", "weak")]).shares[0]?.width).toBeGreaterThan(7);
  expect(sharesOf(0, []).shares).toEqual([]);
});

it("says how long guessing takes in words of a person", () => {
  expect([3, 7, 8, 9].map(guessedIn)).toEqual(["seconds", "minutes", "hours", "days"]);
});
