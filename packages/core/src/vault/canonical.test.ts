// Canonical texts against RFC 8785, and what is no value.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical, compareText, isValue, sameValue } from "./canonical.ts";
import { itemLimits } from "./limits.ts";

const value = fc.letrec<{ any: string | number | boolean | null | unknown[] | Record<string, unknown> }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: "binary" }),
    fc.maxSafeInteger().filter((n) => !Object.is(n, -0)),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(fc.string({ unit: "binary" }), tie("any"), { maxKeys: 3 }),
  ),
})).any;

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

describe("canonical", () => {
  it("[V2] writes the example of RFC 8785, 3.2.3: members by UTF-16 unit", () => {
    const given = {
      "€": "Euro Sign",
      "\r": "Carriage Return",
      \ufb33: "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "😀": "Emoji: Grinning Face",
      "\u0080": "Control",
      ö: "Latin Small Letter O With Diaeresis",
    };
    expect(canonical(given)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
  });

  it("[V2] writes text, numbers and literals as RFC 8785, 3.2.2 does", () => {
    expect(canonical('€$\u000f\nA\'B"\\\\"/')).toBe('"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"');
    expect(canonical([null, true, false, 0, -1, Number.MAX_SAFE_INTEGER])).toBe("[null,true,false,0,-1,9007199254740991]");
    expect(canonical({ b: [{}], a: { d: 1, c: "" } })).toBe('{"a":{"c":"","d":1},"b":[{}]}');
  });

  it("[V2] is read back as the same value, and is its own canonical text", () => {
    fc.assert(
      fc.property(value, (given) => {
        if (!isValue(given)) throw new Error("every such value is one");
        const text = canonical(given);
        const back: unknown = JSON.parse(text);
        expect(isValue(back) && canonical(back)).toBe(text);
        expect(isValue(back) && sameValue(back, given)).toBe(true);
      }),
    );
  });

  it("[V2] same values are those with the same text, whatever the order of members", () => {
    expect(sameValue({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
    expect(sameValue([1, 2], [2, 1])).toBe(false);
    expect(sameValue("1", 1)).toBe(false);
    expect(sameValue(null, {})).toBe(false);
    expect(sameValue([], {})).toBe(false);
    fc.assert(fc.property(value, value, (a, b) => !isValue(a) || !isValue(b) || sameValue(a, b) === (canonical(a) === canonical(b))));
  });
});

describe("what is a value", () => {
  it("[V2] refuses what has no canonical text or another one elsewhere", () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    const refused: readonly unknown[] = [
      undefined,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      0.5,
      2 ** 53,
      -0,
      "\ud800",
      ["\udc00x"],
      { "\ud800": 1 },
      { a: undefined },
      new Array(2),
      1n,
      Symbol("x"),
      () => 1,
      new Date(0),
      new Map(),
      new Uint8Array(1),
      cycle,
    ];
    for (const given of refused) expect(isValue(given)).toBe(false);
  });

  it("[V2] bounds depth and number, however the value is made", () => {
    expect(isValue(nested(itemLimits.depth))).toBe(true);
    expect(isValue(nested(itemLimits.depth + 1))).toBe(false);
    expect(isValue(new Array(itemLimits.parts - 1).fill(0))).toBe(true);
    expect(isValue(new Array(itemLimits.parts).fill(0))).toBe(false);
    let wide: unknown = 1;
    for (let depth = 0; depth < itemLimits.depth; depth++) wide = new Array(64).fill(wide);
    expect(isValue(wide)).toBe(false);
  });

  it("[V2] never throws", () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true }),
        (given) => typeof isValue(given) === "boolean",
      ),
    );
  });
});

it("[V2] texts are ordered by UTF-16 unit, and are equal to themselves alone", () => {
  const ascending = ["", "A", "a", "a\u0000", "ab", "b", "\ud83d\ude00", "\ufb33"];
  for (const [i, a] of ascending.entries()) {
    for (const [j, b] of ascending.entries()) expect(compareText(a, b)).toBe(Math.sign(i - j));
  }
});
