import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type BaselineFigure, baselineFigure, baselineWorks, readBaseline, withFigures, writeBaseline } from "./baseline.ts";
import { machine } from "./machine.ts";

const figure = (name: string, n: number, ratio: number): BaselineFigure => ({ name, n, ratio, bound: { most: 2 }, met: ratio <= 2 });

describe("baselineFigure", () => {
  it("keeps the ratio and none of the times", () => {
    const of = { name: "seed", n: 10, unit: "ms", measured: [300], floor: [90], bound: { most: 2.5 }, parts: { bytes: 1 } } as const;
    expect(baselineFigure(of)).toEqual({ name: "seed", n: 10, ratio: 3.33, bound: { most: 2.5 }, met: false });
  });
});

describe("withFigures", () => {
  it("replaces what was measured anew and keeps the other sizes, each figure's in their order", () => {
    const held = [figure("server", 500, 1), figure("server memory", 500, 0.5), figure("server", 10_000, 1)];
    expect(withFigures(held, [figure("server", 1_000, 3), figure("server", 500, 2)])).toEqual([
      figure("server", 500, 2),
      figure("server", 1_000, 3),
      figure("server", 10_000, 1),
      figure("server memory", 500, 0.5),
    ]);
  });
});

describe("the committed files", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "holdfast-bench-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("are read back as they were written, one for each work", () => {
    expect([baselineWorks(folder), readBaseline("seed", folder)]).toEqual([[], null]);
    writeBaseline("seed", { machine: machine(), figures: [figure("seed", 10, 2)] }, folder);
    writeBaseline("seed", { machine: machine(), figures: [figure("seed", 5, 1)] }, folder);
    writeBaseline("idle", { machine: machine(), figures: [figure("idle", 5, 1)] }, folder);
    expect([...baselineWorks(folder)].sort()).toEqual(["idle", "seed"]);
    expect(readBaseline("seed", folder)).toEqual({ machine: machine(), figures: [figure("seed", 5, 1), figure("seed", 10, 2)] });
  });
});

describe("machine", () => {
  it("names no host and no path", () => {
    expect(Object.keys(machine()).sort()).toEqual(["cores", "memoryGiB", "node", "processor", "system"]);
    expect(JSON.stringify(machine())).not.toContain("/");
  });
});
