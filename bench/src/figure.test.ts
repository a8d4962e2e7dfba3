import { describe, expect, it } from "vitest";
import { type Figure, figureLine, isMet, ratioOf, short } from "./figure.ts";

const figure = (measured: readonly number[], floor: readonly number[], bound: Figure["bound"] = { most: 2 }): Figure => ({
  name: "restore",
  n: 10_000,
  unit: "ms",
  measured,
  floor,
  bound,
});

describe("ratioOf", () => {
  it("is the median of the turns' ratios, not the ratio of medians", () => {
    // The second turn was slow for both halves alike: it says the same as the others.
    expect(ratioOf(figure([200, 2_000, 210], [100, 1_000, 100]))).toBe(2);
    expect(ratioOf(figure([300, 100, 100], [100, 100, 100]))).toBe(1);
  });

  it("is not a number where the floor is missing", () => expect(ratioOf(figure([1], []))).toBeNaN());
});

describe("isMet", () => {
  it("holds a time to at most its bound", () => {
    expect(isMet(figure([200], [100]))).toBe(true);
    expect(isMet(figure([201], [100]))).toBe(false);
  });

  it("holds a rate to at least its bound", () => {
    expect(isMet(figure([60], [100], { least: 0.6 }))).toBe(true);
    expect(isMet(figure([59], [100], { least: 0.6 }))).toBe(false);
  });

  it("is never met by nothing", () => expect(isMet(figure([], []))).toBe(false));
});

describe("figureLine", () => {
  it("says ratio, bound, verdict and values", () => {
    expect(figureLine(figure([210, 220, 230], [100, 100, 100]))).toBe("restore 10,000: 2.20 × (at most 2 ×, NOT met; 220 to 100 ms)");
    expect(figureLine(figure([50], [100], { least: 0.6 }))).toContain("at least 0.6 ×, NOT met");
  });
});

describe("short", () => {
  it.each([
    [0.4211, "0.42"],
    [2, "2.00"],
    [31.24, "31.2"],
    [123.4, "123"],
    [12345.6, "12,346"],
  ])("%d is %s", (value, text) => expect(short(value)).toBe(text));
});
