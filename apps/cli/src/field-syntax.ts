// `PATH=VALUE` on the command line, read without knowing the item: which path, and where its value comes from.
// What a path means for an item is field-target.ts.

import { err, ok, type Result } from "@holdfast/protocol";

export interface Assignment {
  readonly path: string;
  /** A text; `input`: read from standard input or a prompt; null: the field is removed. */
  readonly value: string | { readonly type: "input" } | null;
}

export function parseAssignment(word: string): Result<Assignment, string> {
  const equals = word.indexOf("=");
  if (equals < 1) return err("--field needs PATH=VALUE.");
  const path = word.slice(0, equals);
  const text = word.slice(equals + 1);
  if (text === "") return ok({ path, value: null });
  return ok({ path, value: text === "-" ? { type: "input" } : text });
}

/** Paths that may stand several times, since each time adds one. */
const adding = new Set(["uri", "tag"]);

export function parseAssignments(words: readonly string[]): Result<readonly Assignment[], string> {
  const assignments: Assignment[] = [];
  const seen = new Set<string>();
  for (const word of words) {
    const assignment = parseAssignment(word);
    if (!assignment.ok) return assignment;
    const { path } = assignment.value;
    if (seen.has(path) && !adding.has(path)) return err(`--field ${path} stands there twice.`);
    seen.add(path);
    assignments.push(assignment.value);
  }
  return ok(assignments);
}
