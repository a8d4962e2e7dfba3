import { describe, expect, it } from "vitest";
import { parsePlan, usage } from "./options.ts";
import type { Work } from "./work.ts";

const work = (name: string): Work => ({ name, about: "", sizes: [1, 2, 3], run: async () => [] });
const works = [work("restore"), work("server")];
const plan = (...args: string[]) => parsePlan(works, args);
const tasks = (...args: string[]) => plan(...args)?.tasks.map(({ work: { name }, n }) => `${name} ${n}`);

describe("parsePlan", () => {
  it("runs every work at its usual size", () => {
    expect(tasks()).toEqual(["restore 10000", "server 500"]);
    expect(plan()).toMatchObject({ runs: 5, quick: false, out: null, baseline: false });
  });

  it("runs one work, at the size asked for", () => {
    expect(tasks("--work", "restore", "--n", "1000")).toEqual(["restore 1000"]);
    expect(plan("--runs", "9", "--out", "f.json", "--baseline")).toMatchObject({ runs: 9, out: "f.json", baseline: true });
  });

  it("runs every work at all its sizes for growth", () => {
    expect(tasks("--work", "growth")).toEqual(["restore 1", "restore 2", "restore 3", "server 1", "server 2", "server 3"]);
  });

  it("runs little once when it is to be quick", () => {
    expect(tasks("--quick")).toEqual(["restore 100", "server 100"]);
    expect(plan("--quick")?.runs).toBe(1);
  });

  it.each([
    [["--work", "none"]],
    [["--n", "0"]],
    [["--n", "1e4"]],
    [["--n", "-5"]],
    [["--runs", "many"]],
    [["--unknown"]],
    [["restore"]],
    [["--quick", "--baseline"]],
  ])("refuses %j", (args) => expect(plan(...args)).toBeNull());
});

it("usage names every work", () => expect(usage(works)).toContain("restore|server|growth"));
