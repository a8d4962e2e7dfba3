import { expect, it } from "vitest";
import { isMuch } from "./much.ts";

it("asks before more than a tenth goes, and not for a single item", () => {
  expect(isMuch(1, 1)).toBe(false);
  expect(isMuch(2, 3)).toBe(true);
  expect(isMuch(10, 100)).toBe(false);
  expect(isMuch(11, 100)).toBe(true);
});
