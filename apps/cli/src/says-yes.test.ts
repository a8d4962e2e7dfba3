import { expect, it } from "vitest";
import { isMuch } from "./says-yes.ts";

it("asks before more than a tenth goes, and not for a single item, which one command brings back", () => {
  expect([isMuch(1, 1), isMuch(1, 5), isMuch(2, 19), isMuch(2, 20), isMuch(2, 21), isMuch(100, 1_000), isMuch(101, 1_000)]).toEqual([
    false,
    false,
    true,
    false,
    false,
    false,
    true,
  ]);
});
