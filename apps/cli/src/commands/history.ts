// holdfast history: every value that the fields of an item have and had; and putting an earlier one back, which is an edit like others.

import { applyFailureText, history, type Item, type ItemState } from "@holdfast/core";
import { send } from "../after-save.ts";
import { flag, values } from "../arguments.ts";
import { columns } from "../columns.ts";
import { answer, type Command, type Context } from "../command.ts";
import { done, type Exit, failed, misuse } from "../exit.ts";
import { findItem, noSuchItem } from "../find-item.ts";
import { lineOf, pathText, whenAndWhere } from "../human-values.ts";
import { changedAt, type DeviceNames, historyOf } from "../item-view.ts";
import { type Opened, withClient } from "../open.ts";
import { pathsWithHistory } from "../past-paths.ts";

async function show(context: Context, opened: Opened): Promise<Exit> {
  const { client } = opened;
  const found = await findItem(client, context.args.positionals[0] ?? "");
  if (!found.ok) return found.error;
  const [path, number] = values(context.args, "restore");
  if (path !== undefined && number !== undefined) return restore(context, opened, found.value, path, Number(number));
  const { item } = found.value;
  const names = await client.deviceNames();
  answer(context, historyOf(item, names), () => lines(item, names, flag(context.args, "show"), context.terminal.width));
  return done;
}

/** Former values bear numbers from 1, the newest first; the current one bears none. */
function lines(item: Item, names: DeviceNames, show: boolean, width: number | null): string {
  const past = history(item);
  const paths = [...new Set(past.map(({ path }) => path))].filter((path) => path !== "imported").sort();
  const told = paths.flatMap((path) => {
    const cells = past
      .filter((each) => each.path === path)
      .map(({ value, stamp, device, conflict }, at) => [
        at === 0 ? "  current" : String(at).padStart(9),
        lineOf(item, path, value, show),
        whenAndWhere(changedAt(item, [stamp, device]), names.get(device) ?? null),
        conflict ? "changed in two places" : "",
      ]);
    return [pathText(item, path), ...columns(cells, width)];
  });
  return told.map((line) => `${line}\n`).join("");
}

async function restore(context: Context, opened: Opened, { id, item }: ItemState, typed: string, number: number): Promise<Exit> {
  const [path, ...others] = pathsWithHistory(item, typed);
  if (path === undefined) return failed("The item has no such field.");
  if (others.length > 0) return failed("Several custom fields have this label; name one by its id (holdfast history ITEM).");
  const former = item.fields.get(path)?.[number];
  if (former === undefined) return failed("The history of this field does not go back so far.");
  const edited = await opened.client.edit(id, new Map([[path, former[0]]]));
  if (!edited.ok) return edited.error.type === "not-found" ? noSuchItem : failed(applyFailureText(edited.error));
  answer(context, { id }, () => "");
  return send(context, opened, "Put back.");
}

export const historyCommand: Command = {
  name: "history",
  usage: ["history ITEM [--show]", "history ITEM --restore PATH N"],
  summary: "Shows the values that the fields of an item have had, or puts one back.",
  details: [
    "--restore PATH N  Puts back the former value that bears the number N: 1 is the one before the current.",
    "--show            Secrets in plain text instead of dots. --json always tells them.",
  ],
  positionals: [1, 1],
  options: { restore: { values: 2 }, show: { values: 0 } },
  run: async (context) => {
    const number = values(context.args, "restore")[1];
    if (number !== undefined && !/^[1-9][0-9]{0,5}$/.test(number)) return misuse("--restore PATH N needs a number from 1.");
    return withClient(context, (opened) => show(context, opened));
  },
};
