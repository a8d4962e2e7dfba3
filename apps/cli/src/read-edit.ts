// The Edit that the assignments of a command line make of an item, with the one value that comes from a prompt or from standard input.

import type { Edit, Item } from "@holdfast/core";
import { err, type Result } from "@holdfast/protocol";
import type { Context } from "./command.ts";
import { type Exit, misuse } from "./exit.ts";
import { editOf, inputOf, planEdit } from "./field-edit.ts";
import type { Assignment } from "./field-syntax.ts";
import { readInputText } from "./secrets.ts";

export async function readEdit(
  context: Context,
  item: Item,
  assignments: readonly Assignment[],
  newId: () => string,
): Promise<Result<Edit, Exit>> {
  const plan = planEdit(item, assignments, newId);
  if (!plan.ok) return err(misuse(plan.error));
  const asks = inputOf(plan.value);
  let input: string | null = null;
  if (asks !== null) {
    const read = await readInputText(context, `${asks.path}: `, asks.concealed);
    if (!read.ok) return read;
    if (read.value === "") return err(misuse(`Nothing came for ${asks.path}; ${asks.path}= removes a field.`));
    input = read.value;
  }
  const edit = editOf(plan.value, input);
  return edit.ok ? edit : err(misuse(edit.error));
}
