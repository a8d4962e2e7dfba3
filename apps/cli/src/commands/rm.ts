// holdfast rm: an item goes to the trash, where it stays whole for 30 days at least.

import { applyFailureText, isTrashed, trashEdit } from "@holdfast/core";
import { send } from "../after-save.ts";
import { answer, type Command, type Context } from "../command.ts";
import { type Exit, failed } from "../exit.ts";
import { findItem, noSuchItem } from "../find-item.ts";
import { type Opened, withClient } from "../open.ts";

async function rm(context: Context, opened: Opened): Promise<Exit> {
  const { client, home } = opened;
  const found = await findItem(client, context.args.positionals[0] ?? "");
  if (!found.ok) return found.error;
  const { id, item } = found.value;
  if (isTrashed(item)) return failed("The item is in the trash already.");
  const edited = await client.edit(id, trashEdit(home.environment.clock.now()));
  if (!edited.ok) return edited.error.type === "not-found" ? noSuchItem : failed(applyFailureText(edited.error));
  answer(context, { id }, () => "");
  return send(context, opened, "Put to the trash.");
}

export const rmCommand: Command = {
  name: "rm",
  usage: ["rm ITEM"],
  summary: "Puts an item to the trash.",
  positionals: [1, 1],
  options: {},
  run: (context) => withClient(context, (opened) => rm(context, opened)),
};
