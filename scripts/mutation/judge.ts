// What Stryker's report says of a part: how many mutants died, which lived, and which of those docs/mutation.md gives no reason for.

export interface Mutant {
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement?: string | undefined;
  /** What the test said that failed. */
  readonly statusReason?: string | undefined;
  /** Lines and columns from one on. */
  readonly location: {
    readonly start: { readonly line: number; readonly column: number };
    readonly end: { readonly line: number; readonly column: number };
  };
}

/** The part of the mutation testing report format that is used here. */
export interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

export interface Survivor {
  readonly file: string;
  readonly line: number;
  /** `original` → `replacement` or nothing, as docs/mutation.md lists it. */
  readonly change: string;
  readonly covered: boolean;
}

export interface Verdict {
  readonly mutants: number;
  readonly died: number;
  /** Those of them that no assertion failed for: the tests, or one of them, came to no end in their time. On a busy machine look at them again. */
  readonly timedOut: number;
  /** Rounded down, so that 90 is never claimed too early. */
  readonly percent: number;
  readonly survivors: readonly Survivor[];
}

export const leastPercent = 90;

const longest = 80;

/** One line of at most 80 characters without backticks, so that it can stand as code in a list. */
export function shown(code: string): string {
  const line = code.replace(/`/g, "'").replace(/\s+/g, " ").trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}

function originalOf(source: string, { start, end }: Mutant["location"]): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines.map((line, at) => line.slice(at === 0 ? start.column - 1 : 0, at === last ? end.column - 1 : undefined)).join("\n");
}

const alive = ["Survived", "NoCoverage"];

const byTime = ({ status, statusReason = "" }: Mutant): boolean =>
  status === "Timeout" || (status === "Killed" && /^Test timed out/.test(statusReason));

/** Mutants that couldn't run at all, or were left alone, count for neither side. */
export function verdictOf(report: Report): Verdict {
  const all = Object.entries(report.files).flatMap(([file, { source, mutants }]) => mutants.map((mutant) => ({ file, source, mutant })));
  const count = (status: string): number => all.filter(({ mutant }) => mutant.status === status).length;
  const timedOut = all.filter(({ mutant }) => byTime(mutant)).length;
  const died = count("Killed") + count("Timeout");
  const survivors = all
    .filter(({ mutant }) => alive.includes(mutant.status))
    .map(({ file, source, mutant }) => ({
      file,
      line: mutant.location.start.line,
      change: `\`${shown(originalOf(source, mutant.location))}\` → ${mutant.replacement ? `\`${shown(mutant.replacement)}\`` : "nothing"}`,
      covered: mutant.status === "Survived",
    }));
  const mutants = died + survivors.length;
  return { mutants, died, timedOut, percent: mutants === 0 ? 100 : Math.floor((died / mutants) * 1000) / 10, survivors };
}

/** The survivors without a reason: `listed` is the text of docs/mutation.md, where each stands below a heading that names its file. */
export function unlisted(survivors: readonly Survivor[], listed: string): readonly Survivor[] {
  const sections = new Map(listed.split(/^#+ /m).map((section) => [section.split("\n", 1)[0]?.replace(/`/g, "").trim(), section]));
  return survivors.filter(({ file, change }) => !sections.get(file)?.includes(change));
}

/**
 * The report without those that live: tried again, since Stryker can't tell which new test would reach one that is made at loading.
 * With `timed` also without those that ended by time, which on a busy machine may only have been slow.
 */
export const withoutLiving = (report: Report, timed: boolean): Report => ({
  ...report,
  files: Object.fromEntries(
    Object.entries(report.files).map(([file, found]) => [
      file,
      { ...found, mutants: found.mutants.filter((mutant) => !alive.includes(mutant.status) && !(timed && byTime(mutant))) },
    ]),
  ),
});
