import { describe, expect, it } from "vitest";
import { barText, progressBar } from "./progress-bar.ts";

describe("the progress bar", () => {
  it.each([
    [0, 10_000, `Restoring  [${"-".repeat(24)}]  0 of 10,000`],
    [5_000, 10_000, `Restoring  [${"#".repeat(12)}${"-".repeat(12)}]  5,000 of 10,000`],
    [10_000, 10_000, `Restoring  [${"#".repeat(24)}]  10,000 of 10,000`],
    [0, 0, `Restoring  [${"-".repeat(24)}]  0 of 0`],
    [12, 10, `Restoring  [${"#".repeat(24)}]  12 of 10`],
  ])("at %i of %i", (done, total, text) => expect(barText("Restoring", done, total)).toBe(text));

  it("is drawn ten times a second at most, its end always, and is taken away", () => {
    const drawn: (string | null)[] = [];
    let now = 0;
    const bar = progressBar({ redraw: (line) => void drawn.push(line) }, () => now);
    for (now = 0; now < 1_000; now += 5) bar.show("Saving", now, 1_000);
    expect(drawn).toHaveLength(10);
    bar.show("Saving", 1_000, 1_000);
    bar.end();
    bar.show("Saving", 1_000, 1_000);
    expect(drawn.slice(10)).toEqual([barText("Saving", 1_000, 1_000), null]);
  });
});
