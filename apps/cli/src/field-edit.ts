// From the assignments of a command line to one Edit of an item. Refuses a concealed value in an argument before it reads anything,
// so that nothing is asked of anybody in vain.

import type { Edit, Item, Path, Value } from "@holdfast/core";
import { err, ok, type Result } from "@holdfast/protocol";
import type { Assignment } from "./field-syntax.ts";
import { alwaysConcealed, fieldTarget, type Target, tagPath } from "./field-target.ts";

/** One assignment with the field it is for. */
interface Planned {
  readonly typed: string;
  readonly target: Target;
  readonly value: Assignment["value"];
}

export type Plan = readonly Planned[];

const inArguments = (path: string): string => `${path} is secret and never stands in an argument: use ${path}=- to type or pipe it.`;

/** A sentence where an argument bears a value that is concealed in every kind. */
export function secretInArguments(assignments: readonly Assignment[]): string | null {
  const found = assignments.find(({ path, value }) => typeof value === "string" && alwaysConcealed(path));
  return found === undefined ? null : inArguments(found.path);
}

/** What the assignments mean for `item` (an empty one of its kind where it is new). */
export function planEdit(item: Item, assignments: readonly Assignment[], newId: () => string): Result<Plan, string> {
  const plan: Planned[] = [];
  let known = item;
  for (const { path, value } of assignments) {
    const typed = path === "tag" && typeof value === "string" ? tagPath(value) : path;
    const target = fieldTarget(known, typed, newId);
    if (!target.ok) return target;
    if (value === null && target.value.keep !== undefined) return err(target.value.keep);
    if (typeof value === "string" && target.value.concealed) return err(inArguments(path));
    const planned = { typed: path, target: target.value, value: typed === path ? value : "true" };
    // So that a second new address or custom field takes the place behind the first.
    if (!target.value.present && value !== null) known = withPlaceholder(known, planned);
    plan.push(planned);
  }
  return ok(plan);
}

function withPlaceholder(item: Item, { target }: Planned): Item {
  const made = target.make("", false);
  return made.ok ? { ...item, fields: new Map([...item.fields, [target.path, [[made.value, 0, ""]]]]) } : item;
}

/** Whether a value is to be read, and for which field. */
export const inputOf = (plan: Plan): { readonly path: string; readonly concealed: boolean } | null => {
  const planned = plan.find(({ value }) => value !== null && typeof value !== "string");
  return planned === undefined ? null : { path: planned.typed, concealed: planned.target.concealed || planned.typed.startsWith("custom/") };
};

/** The edit; `input` is what was read for the one assignment that asked for it. */
export function editOf(plan: Plan, input: string | null): Result<Edit, string> {
  const edit = new Map<Path, Value>();
  for (const { typed, target, value } of plan) {
    if (value === null) {
      if (target.present) edit.set(target.path, null);
      continue;
    }
    const made = typeof value === "string" ? target.make(value, false) : target.make(input ?? "", true);
    if (!made.ok) return err(`${typed}: ${made.error}`);
    if (made.value !== null || target.present) edit.set(target.path, made.value);
  }
  return ok(edit);
}
