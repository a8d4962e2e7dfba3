import { describe, expect, it } from "vitest";
import { countsOf, summary } from "./report.ts";

const report = (...files: readonly (readonly [status: string, ...tests: readonly string[]])[]) =>
  JSON.stringify({
    testResults: files.map(([status, ...tests]) => ({ status, assertionResults: tests.map((test) => ({ status: test })) })),
  });

describe("the report of a run", () => {
  it("counts tests", () => {
    expect(countsOf(report(["passed", "passed", "passed"], ["failed", "passed", "failed"]))).toEqual({ passed: 3, failed: 1 });
    expect(countsOf(report())).toEqual({ passed: 0, failed: 0 });
  });

  it("counts a file that could not be read, or that failed outside its tests, as one failed", () => {
    expect(countsOf(report(["failed"]))).toEqual({ passed: 0, failed: 1 });
    expect(countsOf(report(["failed", "passed"]))).toEqual({ passed: 1, failed: 1 });
  });

  it("never takes a skipped test for a passed one", () => {
    expect(countsOf(report(["passed", "passed", "skipped", "todo"]))).toEqual({ passed: 1, failed: 2 });
  });

  it("is null for what is no report", () => {
    for (const text of ["", "{", "null", "[]", '{"testResults": 3}']) expect(countsOf(text)).toBeNull();
  });

  it("ends in one line", () => expect(summary({ passed: 12, failed: 0 })).toBe("12 passed, 0 failed"));
});
