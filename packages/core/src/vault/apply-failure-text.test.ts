import { expect, it } from "vitest";
import type { ApplyFailure } from "./apply.ts";
import { applyFailureText } from "./apply-failure-text.ts";

it.each<[ApplyFailure, string]>([
  [{ type: "bad-kind" }, "The name of the kind can't be one."],
  [{ type: "bad-path", path: "two words" }, "The name of a field can't be one: it is too long or holds control characters."],
  [{ type: "bad-value", path: "note" }, "A value can't be kept: it is not well-formed text."],
  [{ type: "too-large", bytes: 65_537, limit: 65_536 }, "The item would be too large: 65 KiB of at most 64 KiB."],
  [{ type: "too-many-fields", fields: 1_001, limit: 1_000 }, "The item would have 1001 fields of at most 1000."],
  [{ type: "no-stamp-left" }, "The item can't be changed any more; add a new one in its place."],
])("[V6] says why an edit was not made, and repeats nothing of it: %j", (failure, sentence) => {
  expect(applyFailureText(failure)).toBe(sentence);
});
