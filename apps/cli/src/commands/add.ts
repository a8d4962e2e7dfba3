// holdfast add: a new item, saved on this device before its id is told, then sent.

import { applyFailureText, type Edit, fieldOf, type Item } from "@holdfast/core";
import { err, ok, type Result } from "@holdfast/protocol";
import { send } from "../after-save.ts";
import { flag, value, values } from "../arguments.ts";
import { answer, type Command, type Context } from "../command.ts";
import { type Exit, failed, misuse } from "../exit.ts";
import { planEdit, secretInArguments } from "../field-edit.ts";
import { type Assignment, parseAssignments } from "../field-syntax.ts";
import { passwordTwice, withPassword } from "../generated-password.ts";
import { kindNames, unknownKind } from "../kind-names.ts";
import { newFieldId } from "../new-field-id.ts";
import { type Opened, withClient } from "../open.ts";
import { readEdit } from "../read-edit.ts";

interface Wanted {
  readonly kind: string;
  readonly assignments: readonly Assignment[];
}

function wanted({ args }: Context): Result<Wanted, string> {
  const kind = value(args, "kind");
  const title = value(args, "title");
  if (kind === null || title === null) return err("holdfast add needs --kind K and --title T.");
  const wrong = unknownKind(kind);
  if (wrong !== null) return err(wrong);
  if (title.trim() === "") return err("--title needs a text.");
  const fields = parseAssignments(values(args, "field"));
  if (!fields.ok) return fields;
  if (fields.value.some(({ path }) => path === "title")) return err("The title stands there twice: as --title and as --field.");
  if (flag(args, "generate") && fields.value.some(({ path }) => path === "password")) return err(passwordTwice);
  if (flag(args, "generate") && fieldOf(kind, "password") === null) return err(`A ${kind} has no password to generate.`);
  const secret = secretInArguments(fields.value);
  return secret === null ? ok({ kind, assignments: [{ path: "title", value: title }, ...fields.value] }) : err(secret);
}

const empty = (kind: string): Item => ({ v: 1, kind, fields: new Map(), conflicts: new Map() });

async function add(context: Context, opened: Opened, kind: string, edit: Edit): Promise<Exit> {
  const added = await opened.client.add({ kind, edit });
  if (!added.ok) return failed(applyFailureText(added.error));
  const { id } = added.value;
  answer(context, { id }, () => `${id}\n`);
  return send(context, opened, "Saved.");
}

export const addCommand: Command = {
  name: "add",
  usage: ["add --kind K --title T [--field PATH=VALUE …] [--generate]"],
  summary: "Adds an item, and prints its id.",
  details: [
    `Kinds: ${kindNames.join(" ")}`,
    "--field PATH=VALUE  A field; uri=URL adds an address, tag=NAME a tag, custom/LABEL=VALUE a field of your own.",
    "--field PATH=-      Types or pipes the value. Secret fields take nothing else.",
    "--generate          Makes the password: 20 characters of all classes. holdfast get ITEM --field password tells it.",
  ],
  positionals: [0, 0],
  options: { kind: { values: 1 }, title: { values: 1 }, field: { values: 1, repeatable: true, input: true }, generate: { values: 0 } },
  run: async (context) => {
    const asked = wanted(context);
    if (!asked.ok) return misuse(asked.error);
    const { kind, assignments } = asked.value;
    const check = planEdit(empty(kind), assignments, () => "new");
    if (!check.ok) return misuse(check.error);
    return withClient(context, async (opened) => {
      const edit = await readEdit(context, empty(kind), assignments, newFieldId(opened.home));
      if (!edit.ok) return edit.error;
      return add(context, opened, kind, flag(context.args, "generate") ? await withPassword(context, edit.value) : edit.value);
    });
  },
};
