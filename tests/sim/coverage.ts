// Where the simulated days have been: which step met a device in which phase, what came of what the engine asked in each of its states, and what
// came of each lie. Tables, and the pairs that were never reached.

import type { Exchange } from "@holdfast/core/testing/app-transport";
import { decode, refusal, routes } from "@holdfast/protocol";
import type { Member } from "./member.ts";
import { weights } from "./step.ts";

/** What a person is told, and the two states in which nobody can be told anything. */
export const phases = [
  "dead",
  "locked",
  "off",
  "sign-in-needed",
  "attention behind",
  "attention diverged",
  "attention damaged",
  "attention conflict",
  "attention update-needed",
  "syncing",
  "waiting offline",
  "waiting refused",
  "waiting server-full",
  "waiting retry",
  "waiting soon",
  "up-to-date",
] as const;

export type Seen = string;

/** How a device stands at this moment. */
export async function phaseOf({ client, life }: Member): Promise<Seen> {
  if (life.death !== null) return "dead";
  if (client === null) return "locked";
  const { current } = await client.status();
  if (current.phase === "attention") return `attention ${current.kinds[0]?.kind}`;
  return current.phase === "waiting" ? `waiting ${current.reason.type}` : current.phase;
}

/** Which state of the engine asks so. */
const states: readonly (readonly [state: string, is: (path: string) => boolean])[] = [
  ["sign-in", (path) => path === routes.challenge || path === routes.signIn],
  ["sign-up", (path) => path === routes.signUp],
  ["pull", (path) => path.endsWith("/pull")],
  ["push", (path) => path.endsWith("/push")],
];

export const stateOf = (path: string): string => states.find(([, is]) => is(path))?.[0] ?? "beside";

/** What the server has answered: its word where it refused. */
export function answerOf({ status, answerBody }: Exchange): string {
  if (status === 200) return "answered";
  const refused = decode(refusal, answerBody);
  return refused.ok ? refused.value.kind : String(status);
}

const lieRow = "lies";
const outcomeRow = (lie: string): string => `lie: ${lie}`;

export class Coverage {
  readonly #counts = new Map<string, number>();

  saw(row: string, column: string): void {
    const pair = `${row}\t${column}`;
    this.#counts.set(pair, (this.#counts.get(pair) ?? 0) + 1);
  }

  add(other: Coverage): void {
    for (const [pair, count] of other.#counts) this.#counts.set(pair, (this.#counts.get(pair) ?? 0) + count);
  }

  count(row: string, column: string): number {
    return this.#counts.get(`${row}\t${column}`) ?? 0;
  }

  /** A lie was told, and this came of it. */
  lied(lie: string, outcome: string): void {
    this.saw(lieRow, lie);
    this.saw(outcomeRow(lie), outcome);
  }

  /** How often a lie was told. */
  lies(lie: string): number {
    return this.count(lieRow, lie);
  }

  /** What has come of a lie. */
  outcomesOf(lie: string): readonly string[] {
    return this.columns([outcomeRow(lie)]);
  }

  /** All columns that were seen with one of these rows. */
  columns(rows: readonly string[]): readonly string[] {
    const pairs = [...this.#counts.keys()].map((pair) => pair.split("\t"));
    return [...new Set(pairs.filter(([row]) => rows.includes(row ?? "")).map(([, column]) => column ?? ""))].sort();
  }
}

export const steps: readonly string[] = Object.keys(weights);
const engineStates = ["sign-in", "sign-up", "pull", "push", "beside"] as const;

function table(coverage: Coverage, rows: readonly string[], columns: readonly string[]): readonly string[] {
  const wide = Math.max(...columns.map((column) => column.length));
  const cell = (text: string, row: string): string => text.padStart(Math.max(row.length, 6) + 1);
  const counts = (column: string): string => rows.map((row) => cell(String(coverage.count(row, column) || "·"), row)).join("");
  const never = rows.flatMap((row) => columns.filter((column) => coverage.count(row, column) === 0).map((column) => `${row} × ${column}`));
  return [
    `${" ".repeat(wide)}${rows.map((row) => cell(row, row)).join("")}`,
    ...columns.map((column) => column.padEnd(wide) + counts(column)),
    `never reached: ${never.join(", ") || "none"}`,
  ];
}

/** What came of each lie, one a line: how often it was told, and each outcome with how often. */
function liesTable(coverage: Coverage): readonly string[] {
  const told = coverage.columns([lieRow]);
  const wide = Math.max(0, ...told.map((lie) => lie.length));
  return told.map((lie) => {
    const outcomes = coverage.columns([outcomeRow(lie)]).map((outcome) => `${outcome} ${coverage.count(outcomeRow(lie), outcome)}`);
    return `${lie.padEnd(wide)}${String(coverage.count(lieRow, lie)).padStart(6)}: ${outcomes.join(", ")}`;
  });
}

/** The tables as text. */
export const tablesOf = (coverage: Coverage): string =>
  [
    "steps in each phase",
    ...table(coverage, phases, steps),
    "",
    "what came in each state of the engine",
    ...table(coverage, engineStates, coverage.columns(engineStates)),
    "",
    "what came of each lie",
    ...liesTable(coverage),
    "",
    ...coverage.columns(["happened"]).map((column) => `${column}: ${coverage.count("happened", column)}`),
  ].join("\n");
