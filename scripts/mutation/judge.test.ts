import { describe, expect, it } from "vitest";
import { type Mutant, type Report, shown, unlisted, verdictOf, withoutLiving } from "./judge.ts";

const source = "const a = 1;\nif (a <\n  2) go(`x`);\n";

const mutant = (status: string, [line, column, endLine, endColumn]: readonly number[], replacement = ""): Mutant => ({
  status,
  mutatorName: "any",
  replacement,
  location: { start: { line: line ?? 1, column: column ?? 1 }, end: { line: endLine ?? 1, column: endColumn ?? 1 } },
});

const report = (...mutants: Mutant[]): Report => ({ files: { "src/one.ts": { source, mutants } } });
const whole = [1, 1, 1, 13];

describe("the verdict on a part", () => {
  it("counts who died, and leaves out who never ran", () => {
    const statuses = ["Killed", "Timeout", "Survived", "NoCoverage", "RuntimeError", "CompileError", "Ignored"];
    const verdict = verdictOf(report(...statuses.map((status) => mutant(status, whole))));
    expect(verdict).toMatchObject({ mutants: 4, died: 2, timedOut: 1, percent: 50 });
    expect(verdict.survivors.map(({ covered }) => covered)).toEqual([true, false]);
  });

  it("tells apart who died by time alone: all tests together, or one of them", () => {
    const slow = { ...mutant("Killed", whole), statusReason: "Test timed out in 5000ms.\nIf this is a long-running test" };
    const failed = { ...mutant("Killed", whole), statusReason: "expected 'Test timed out' to be ''" };
    const all = report(slow, failed, mutant("Timeout", whole));
    expect(verdictOf(all)).toMatchObject({ mutants: 3, died: 3, timedOut: 2 });
    expect(withoutLiving(all, true)).toEqual(report(failed));
    expect(withoutLiving(all, false)).toEqual(all);
  });

  it("claims no percent too early", () => {
    const mutants = [
      ...Array.from({ length: 8_999 }, () => mutant("Killed", whole)),
      ...Array.from({ length: 1_001 }, () => mutant("Survived", whole)),
    ];
    expect(verdictOf(report(...mutants)).percent).toBe(89.9);
    expect(verdictOf(report()).percent).toBe(100);
  });

  it("names a survivor by its file, line and change, on one line", () => {
    const { survivors } = verdictOf(report(mutant("Survived", [2, 5, 3, 4], "true"), mutant("Survived", [3, 6, 3, 13])));
    expect(survivors).toEqual([
      { file: "src/one.ts", line: 2, change: "`a < 2` → `true`", covered: true },
      { file: "src/one.ts", line: 3, change: "`go('x')` → nothing", covered: true },
    ]);
  });

  it("cuts what is long", () => {
    expect(shown("x".repeat(80))).toBe("x".repeat(80));
    expect(shown("x".repeat(81))).toBe(`${"x".repeat(79)}…`);
  });
});

describe("a survivor without a reason", () => {
  const { survivors } = verdictOf(report(mutant("Survived", [2, 5, 3, 4], "true")));
  const listed = "# Mutation\n\n### `src/one.ts`\n\n- `a < 2` → `true`: the same.\n";

  it("is one that stands nowhere below its file", () => {
    expect(unlisted(survivors, listed)).toEqual([]);
    expect(unlisted(survivors, listed.replace("one.ts", "two.ts"))).toEqual(survivors);
    expect(unlisted(survivors, `${listed.replace("- `a", "- `b")}\n## Other\n\n- \`a < 2\` → \`true\``)).toEqual(survivors);
    expect(unlisted(survivors, "")).toEqual(survivors);
  });
});

it("forgets of an earlier run who lived, and who ended by time where that is asked for, and keeps the rest as it is", () => {
  const all = ["Killed", "Survived", "NoCoverage", "Timeout"].map((status) => mutant(status, whole));
  const earlier = { ...report(...all), testFiles: {} };
  const left = (timed: boolean) => withoutLiving(earlier, timed).files["src/one.ts"]?.mutants.map(({ status }) => status);
  expect([left(false), left(true)]).toEqual([["Killed", "Timeout"], ["Killed"]]);
  expect(withoutLiving(earlier, false)).toEqual({ ...report(...all.filter(({ status }) => /Killed|Timeout/.test(status))), testFiles: {} });
});
