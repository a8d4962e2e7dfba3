// holdfast conflicts: fields that were changed in two places, with both values; and picking one, which is an edit and closes the mark on
// every device. Nothing is lost either way: the other value stays in the history.

import { applyFailureText, type Item, openConflicts, pick as pickEdit } from "@holdfast/core";
import { send } from "../after-save.ts";
import { flag, values } from "../arguments.ts";
import { cleanLine } from "../clean-text.ts";
import { columns } from "../columns.ts";
import { answer, type Command, type Context } from "../command.ts";
import { done, type Exit, failed, misuse } from "../exit.ts";
import { findItem, noSuchItem } from "../find-item.ts";
import { lineOf, pathText, whenAndWhere } from "../human-values.ts";
import { changedAt, conflictsOf, type DeviceNames, titleOf } from "../item-view.ts";
import { type Opened, withClient } from "../open.ts";
import { pathsWithHistory } from "../past-paths.ts";

async function list(context: Context, { client }: Opened): Promise<Exit> {
  const names = await client.deviceNames();
  const states = await client.items();
  const show = flag(context.args, "show");
  const { width } = context.terminal;
  answer(
    context,
    states.flatMap((state) => conflictsOf(state, names)),
    () =>
      states
        .flatMap(({ item }) => lines(item, names, show, width))
        .map((line) => `${line}\n`)
        .join(""),
  );
  if (!context.json) {
    const any = states.some(({ item }) => openConflicts(item).length > 0);
    context.terminal.say(any ? "Keep one with: holdfast conflicts --pick ITEM PATH current|other" : "Nothing was changed in two places.");
  }
  return done;
}

const lines = (item: Item, names: DeviceNames, show: boolean, width: number | null): readonly string[] =>
  openConflicts(item).flatMap(({ path, current, other }) => {
    const cells = [current, other].map(([value, stamp, device], at) => [
      at === 0 ? "  current" : "  other",
      lineOf(item, path, value, show),
      whenAndWhere(changedAt(item, [stamp, device]), names.get(device) ?? null),
    ]);
    return [`${cleanLine(titleOf(item))} · ${pathText(item, path)}`, ...columns(cells, width)];
  });

async function pick(context: Context, opened: Opened, [item, typed, which]: readonly string[]): Promise<Exit> {
  const found = await findItem(opened.client, item ?? "");
  if (!found.ok) return found.error;
  const { id, item: state } = found.value;
  const edits = pathsWithHistory(state, typed ?? "").map((path) => pickEdit(state, path, which === "current" ? "current" : "other"));
  const edit = edits.find((each) => each !== null);
  if (edit === undefined) return failed("This field of the item was not changed in two places.");
  const edited = await opened.client.edit(id, edit);
  if (!edited.ok) return edited.error.type === "not-found" ? noSuchItem : failed(applyFailureText(edited.error));
  answer(context, { id }, () => "");
  return send(context, opened, "Picked.");
}

export const conflictsCommand: Command = {
  name: "conflicts",
  usage: ["conflicts [--show]", "conflicts --pick ITEM PATH current|other"],
  summary: "Shows fields that were changed in two places, or picks one of the values.",
  details: ["--show  Secrets in plain text instead of dots. --json always tells them."],
  positionals: [0, 0],
  options: { pick: { values: 3 }, show: { values: 0 } },
  run: async (context) => {
    const picked = values(context.args, "pick");
    if (picked.length === 0) return withClient(context, (opened) => list(context, opened));
    if (picked[2] !== "current" && picked[2] !== "other") return misuse("--pick ITEM PATH ends with current or other.");
    return withClient(context, (opened) => pick(context, opened, picked));
  },
};
