// The frozen examples of merging: packages/core/vectors/merge.json. Two people who build this apart meet here. Append only: a
// merge that once came out some way must come out so for good, or devices of two versions would not agree.

import { readFileSync } from "node:fs";
import { utf8 } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { type Content, canonical, encodeContent, isValue, merge, parseContent, type Value } from "./index.ts";

interface Vector {
  readonly name: string;
  readonly a: Value;
  readonly b: Value;
  readonly base: Value;
  readonly merged: Value;
}

const vectors = JSON.parse(readFileSync(new URL("../../vectors/merge.json", import.meta.url), "utf8")) as readonly Vector[];

function content(given: Value): Content {
  const parsed = parseContent(utf8(canonical(given)));
  if (parsed === null) throw new Error("a vector holds contents");
  return parsed;
}

describe("frozen merges", () => {
  for (const { name, a, b, base, merged } of vectors) {
    it(`[M1] [V5] ${name}`, () => {
      expect(isValue(merged)).toBe(true);
      const known = base === null ? null : content(base);
      for (const [one, other] of [
        [a, b],
        [b, a],
      ] as const) {
        expect(new TextDecoder().decode(encodeContent(merge(content(one), content(other), known)))).toBe(canonical(merged));
      }
    });
  }

  it("[M1] are all there: their number only grows", () => {
    expect(vectors.length).toBeGreaterThanOrEqual(19);
    expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length);
  });
});
