// holdfast restore: an item comes back from the trash, whole.

import { applyFailureText, isTrashed, restoreEdit } from "@holdfast/core";
import { send } from "../after-save.ts";
import { answer, type Command, type Context } from "../command.ts";
import { type Exit, failed } from "../exit.ts";
import { findItem, noSuchItem } from "../find-item.ts";
import { type Opened, withClient } from "../open.ts";

async function restore(context: Context, opened: Opened): Promise<Exit> {
  const found = await findItem(opened.client, context.args.positionals[0] ?? "", "trash");
  if (!found.ok) return found.error;
  const { id, item } = found.value;
  if (!isTrashed(item)) return failed("The item is not in the trash.");
  const edited = await opened.client.edit(id, restoreEdit());
  if (!edited.ok) return edited.error.type === "not-found" ? noSuchItem : failed(applyFailureText(edited.error));
  answer(context, { id }, () => "");
  return send(context, opened, "Restored.");
}

export const restoreCommand: Command = {
  name: "restore",
  usage: ["restore ITEM"],
  summary: "Takes an item back from the trash.",
  positionals: [1, 1],
  options: {},
  run: (context) => withClient(context, (opened) => restore(context, opened)),
};
