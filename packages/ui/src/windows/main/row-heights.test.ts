import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { rowHeights } from "./row-heights.ts";

it("has the heights that the style gives a row", () => {
  const tokens = readFileSync(new URL("../../style/tokens.css", import.meta.url), "utf8");
  const styled = [...tokens.matchAll(/--row: (\d+)px/g)].map(([, height]) => Number(height));
  expect(styled).toEqual([rowHeights.usual, rowHeights.compact, rowHeights.touch]);
});
