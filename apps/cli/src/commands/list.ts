// holdfast list: the items that are not in the trash, or those that are. Kinds that this version does not know are not listed; status
// counts them.

import { type ItemState, isTrashed, kindOf, SearchIndex } from "@holdfast/core";
import { flag, value } from "../arguments.ts";
import { cleanLine } from "../clean-text.ts";
import { columns } from "../columns.ts";
import { answer, type Command, type Context } from "../command.ts";
import { done, type Exit, misuse } from "../exit.ts";
import { changedText, kindLabel } from "../human-values.ts";
import { type ItemRow, rowOf } from "../item-view.ts";
import { kindNames, unknownKind } from "../kind-names.ts";
import { type Opened, withClient } from "../open.ts";

async function list(context: Context, { client }: Opened): Promise<Exit> {
  const kind = value(context.args, "kind");
  const search = value(context.args, "search");
  const trash = flag(context.args, "trash");
  const wanted = ({ item }: ItemState): boolean =>
    kindOf(item.kind) !== null && (kind === null || item.kind === kind) && isTrashed(item) === trash;
  const items = (await client.items()).filter(wanted);
  const rows = search === null ? items.map(rowOf).sort(byTitle) : foundBy(search, items).map(rowOf);
  answer(context, rows, () => table(rows, context.terminal.width));
  if (rows.length === 0 && !context.json) context.terminal.say(trash ? "The trash is empty." : "No items.");
  return done;
}

/** The items that the search finds, the likeliest first. */
function foundBy(search: string, items: readonly ItemState[]): readonly ItemState[] {
  const index = new SearchIndex();
  for (const { id, item } of items) index.put(id, item);
  const byId = new Map(items.map((state) => [state.id, state]));
  return index.find(search).flatMap((id) => byId.get(id) ?? []);
}

const collator = new Intl.Collator(undefined, { numeric: true });
const byTitle = (a: ItemRow, b: ItemRow): number => collator.compare(a.title, b.title) || (a.id < b.id ? -1 : 1);

/** ★ favorite, ↑ not sent yet, ≠ changed in two places. */
const marks = (row: ItemRow): string => `${row.favorite ? "★" : ""}${row.waiting ? "↑" : ""}${row.conflict ? "≠" : ""}`;

function table(rows: readonly ItemRow[], width: number | null): string {
  const header = ["Title", "Username", "Kind", "Tags", "Changed", ""];
  const cells = rows.map((row) => [
    cleanLine(row.title),
    cleanLine(row.username ?? ""),
    kindLabel(row.kind),
    cleanLine(row.tags.join(", ")),
    changedText(row.changed),
    marks(row),
  ]);
  // A header helps an eye and hinders a script.
  const lines = columns(width === null || rows.length === 0 ? cells : [header, ...cells], width);
  return lines.map((line) => `${line}\n`).join("");
}

export const listCommand: Command = {
  name: "list",
  usage: ["list [--kind K] [--search TEXT] [--trash]"],
  summary: "Lists the items.",
  details: [
    "--search TEXT  Items that hold every word, wherever but in secrets; the likeliest first.",
    `Kinds: ${kindNames.join(" ")}`,
    "Marks: ★ favorite, ↑ not sent yet, ≠ changed in two places.",
  ],
  positionals: [0, 0],
  options: { kind: { values: 1 }, search: { values: 1 }, trash: { values: 0 } },
  run: async (context) => {
    const wrong = unknownKind(value(context.args, "kind"));
    return wrong === null ? withClient(context, (opened) => list(context, opened)) : misuse(wrong);
  },
};
