import { expect, it } from "vitest";
import { isMuch } from "./much.ts";

it.each([
  [1, 1, false],
  [1, 5, false],
  [2, 19, true],
  [2, 20, false],
  [100, 1_000, false],
  [101, 1_000, true],
])("%d of %d items: asks first is %s", (taken, all, asks) => expect(isMuch(taken, all)).toBe(asks));
