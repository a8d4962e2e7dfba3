// holdfast edit: changes fields of an item, saved on this device, then sent. An address keeps its matching, a custom field its label.

import { applyFailureText, current, fieldOf } from "@holdfast/core";
import { send } from "../after-save.ts";
import { flag, values } from "../arguments.ts";
import { answer, type Command, type Context } from "../command.ts";
import { type Exit, failed, misuse } from "../exit.ts";
import { secretInArguments } from "../field-edit.ts";
import { type Assignment, parseAssignments } from "../field-syntax.ts";
import { findItem, noSuchItem } from "../find-item.ts";
import { passwordTwice, withPassword } from "../generated-password.ts";
import { newFieldId } from "../new-field-id.ts";
import { type Opened, withClient } from "../open.ts";
import { readEdit } from "../read-edit.ts";

async function edit(context: Context, opened: Opened, assignments: readonly Assignment[]): Promise<Exit> {
  const { client, home } = opened;
  const found = await findItem(client, context.args.positionals[0] ?? "");
  if (!found.ok) return found.error;
  const { id, item } = found.value;
  const generate = flag(context.args, "generate");
  if (generate && fieldOf(item.kind, "password") === null && current(item, "password") === null)
    return misuse("The item has no password to generate.");
  const read = await readEdit(context, item, assignments, newFieldId(home));
  if (!read.ok) return read.error;
  const change = generate ? await withPassword(context, read.value) : read.value;
  if (change.size > 0) {
    const edited = await client.edit(id, change);
    if (!edited.ok) return edited.error.type === "not-found" ? noSuchItem : failed(applyFailureText(edited.error));
  }
  answer(context, { id }, () => "");
  return send(context, opened, change.size > 0 ? "Saved." : "Nothing to change.");
}

export const editCommand: Command = {
  name: "edit",
  usage: ["edit ITEM --field PATH=VALUE … [--generate]"],
  summary: "Changes fields of an item.",
  details: [
    "--field PATH=VALUE  Sets a field; uri=URL adds an address, tag=NAME a tag, custom/LABEL=VALUE sets or adds a field of your own.",
    "--field PATH=-      Types or pipes the value. Secret fields take nothing else.",
    "--field PATH=       Removes it. Its history stays.",
    "--generate          Makes a new password: 20 characters of all classes. The old one stays in the history.",
  ],
  positionals: [1, 1],
  options: { field: { values: 1, repeatable: true, input: true }, generate: { values: 0 } },
  run: async (context) => {
    const assignments = parseAssignments(values(context.args, "field"));
    if (!assignments.ok) return misuse(assignments.error);
    const generate = flag(context.args, "generate");
    if (assignments.value.length === 0 && !generate) return misuse("holdfast edit needs --field PATH=VALUE.");
    if (generate && assignments.value.some(({ path }) => path === "password")) return misuse(passwordTwice);
    const secret = secretInArguments(assignments.value);
    return secret === null ? withClient(context, (opened) => edit(context, opened, assignments.value)) : misuse(secret);
  },
};
