import { describe, expect, it } from "vitest";
import { runWork, works } from "./works.ts";

// That each work runs, on as little as shows it. No time is held against anything here.
describe("works", () => {
  it.each(works)("$name runs and gives its figures", async (work) => {
    const figures = await runWork(work, { n: 20, runs: 1, quick: true });
    expect(figures.length).toBeGreaterThan(0);
    for (const { name, n, measured, floor } of figures) {
      expect(name.split(" ")[0]).toBe(work.name);
      expect(n).toBe(20);
      expect(measured.length).toBeGreaterThan(0);
      expect(floor.length).toBe(measured.length);
      for (const value of [...measured, ...floor]) expect(value).toBeGreaterThan(0);
    }
  });

  it("have names of their own", () => expect(new Set(works.map(({ name }) => name)).size).toBe(works.length));
});
