import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { median } from "./median.ts";

describe("median", () => {
  it.each([
    [[5], 5],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2],
    [[10, 9, 100], 10],
  ])("of %j is %d", (values, middle) => expect(median(values)).toBe(middle));

  it("of nothing is not a number", () => expect(median([])).toBeNaN());

  it("has as many values below as above, and leaves its input alone", () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const before = [...values];
        const middle = median(values);
        expect(values).toEqual(before);
        expect(values.filter((value) => value < middle).length).toBeLessThanOrEqual(values.length / 2);
        expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });
});
