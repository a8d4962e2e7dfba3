// Counts the tests of vitest's JSON report. A file that could not be read at all has no tests, and counts as one that failed.

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

interface FileReport {
  readonly status: string;
  readonly assertionResults: readonly { readonly status: string }[];
}

/** Counts of the report's text; null where it is no report. Whatever is neither passed nor failed (skipped, to do) counts as failed. */
export function countsOf(report: string): Counts | null {
  let files: readonly FileReport[];
  try {
    const parsed: { testResults?: readonly FileReport[] } | null = JSON.parse(report);
    if (!Array.isArray(parsed?.testResults)) return null;
    files = parsed.testResults;
  } catch {
    return null;
  }
  let passed = 0;
  let failed = 0;
  for (const { status, assertionResults } of files) {
    const good = assertionResults.filter((test) => test.status === "passed").length;
    const bad = assertionResults.length - good;
    passed += good;
    failed += bad === 0 && status !== "passed" ? 1 : bad;
  }
  return { passed, failed };
}

/** The last line of a run. */
export const summary = ({ passed, failed }: Counts): string => `${passed} passed, ${failed} failed`;
