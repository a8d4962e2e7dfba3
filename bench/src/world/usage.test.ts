import { describe, expect, it } from "vitest";
import { parseUsage, usageOf } from "./usage.ts";

describe("parseUsage", () => {
  const status = "Name:\tnode\nVmPeak:\t 900 kB\nVmRSS:\t   2048 kB\nThreads:\t11\n";

  it("reads the processor's time of user and system, and what is resident", () => {
    const stat = "77 (node) S 1 77 77 0 -1 4194304 100 0 0 0 150 50 0 0 20 0 11 0 5000 1 2";
    expect(parseUsage(stat, status)).toEqual({ processorMs: 2_000, residentBytes: 2_097_152 });
  });

  it("is not misled by a name with brackets and spaces", () => {
    const stat = "77 (a) S 1 (b) S 1 77 77 0 -1 4194304 100 0 0 0 3 4 0 0 20";
    expect(parseUsage(stat, status)?.processorMs).toBe(70);
  });

  it("is null where anything is missing", () => {
    expect(parseUsage("77 (node) S", status)).toBeNull();
    expect(parseUsage("77 (node) S 1 77 77 0 -1 4194304 100 0 0 0 150 50", "Name: node")).toBeNull();
  });
});

describe("usageOf", () => {
  it("is null for no process", () => expect(usageOf(0)).toBeNull());
});
