import { describe, expect, it } from "vitest";
import { readBaseline } from "./baseline.ts";
import { machine } from "./machine.ts";
import { committed, readPage, tableOf, withTable } from "./page.ts";
import { works } from "./works.ts";

const figures = [
  { name: "seed", n: 1_000, ratio: 2, bound: { most: 2.5 }, met: true },
  { name: "seed", n: 10_000, ratio: 3.14, bound: { most: 2.5 }, met: false },
  { name: "server", n: 500, ratio: 0.95, bound: { least: 0.6 }, met: true },
];

describe("the table", () => {
  it("has a row for each figure, what is not met in bold", () => {
    expect(
      tableOf([{ machine: machine(), figures }])
        .split("\n")
        .slice(2),
    ).toEqual(["| seed | at most 2.5 × | 1,000: 2.00 · 10,000: **3.14** |", "| server | at least 0.6 × | 500: 0.95 |"]);
  });

  it("takes its place between the marks and nowhere else", () => {
    const page = withTable(readPage(), "| new |");
    expect(page.match(/\| new \|/g)?.length).toBe(1);
    expect(withTable(page, tableOf(committed()))).toBe(withTable(readPage(), tableOf(committed())));
    expect(() => withTable("no marks", "")).toThrow();
  });
});

describe("docs/speed.md", () => {
  it("says what the committed ratios say", () => {
    expect(readPage()).toBe(withTable(readPage(), tableOf(committed())));
  });

  it("has every work's ratios", () => {
    expect(works.filter(({ name }) => readBaseline(name) === null).map(({ name }) => name)).toEqual([]);
  });
});
