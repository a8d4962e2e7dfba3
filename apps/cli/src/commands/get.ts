// holdfast get: one item, with its secrets as dots unless they are asked for; or the value of one field alone, to be piped on.

import {
  current,
  type Item,
  type ItemState,
  isConcealed,
  isCustomValue,
  kindOf,
  type OneTimeFailure,
  type Path,
  totp,
  view,
} from "@holdfast/core";
import { flag, values } from "../arguments.ts";
import { cleanLine, cleanLines } from "../clean-text.ts";
import { pad, widthOf } from "../columns.ts";
import { answer, type Command, type Context } from "../command.ts";
import { done, type Exit, failed, misuse } from "../exit.ts";
import { findItem } from "../find-item.ts";
import { changedText, dots, kindLabel, labelOf, valueText } from "../human-values.ts";
import { currentPaths, rowOf, wholeOf } from "../item-view.ts";
import { type Opened, withClient } from "../open.ts";

async function get(context: Context, { client, home }: Opened): Promise<Exit> {
  const found = await findItem(client, context.args.positionals[0] ?? "");
  if (!found.ok) return found.error;
  if (flag(context.args, "totp")) return oneTimeCode(context, found.value.item, home.environment.clock.now());
  const typed = values(context.args, "field");
  if (typed.length > 0) return someFields(context, found.value, typed);
  const show = flag(context.args, "show");
  answer(context, wholeOf(found.value), () => lines(found.value, show).join("\n").concat("\n"));
  return done;
}

async function oneTimeCode(context: Context, item: Item, now: number): Promise<Exit> {
  const text = current(item, "totp");
  if (typeof text !== "string" || text === "") return failed("The item has no one-time password.");
  const made = await totp((hash, key, message) => context.crypto.oneTimeHmac(hash, key, message), text, now);
  if (!made.ok) return failed(noCode(made.error));
  const { code, period, remaining } = made.value;
  answer(context, { code, period, remaining }, () => `${code}\n`);
  if (!context.json) context.terminal.say(`Good for ${remaining} s.`);
  return done;
}

function noCode(failure: OneTimeFailure): string {
  switch (failure.type) {
    case "malformed":
      return "The item's one-time password is neither an otpauth:// address nor a secret in Base32.";
    case "counter-based":
      return "The item's one-time password counts (HOTP), which two devices would do apart; only those by time are made here.";
    case "unsupported":
      return `The item's one-time password asks for a setting (${failure.setting}) that no code is made by here.`;
  }
}

function someFields(context: Context, state: ItemState, typed: readonly string[]): Exit {
  const found = typed.map((each) => pathsOf(state.item, each));
  if (found.some((each) => each.length === 0)) return failed("The item has no such field.");
  const paths = found.flat();
  const texts = paths.map((path) => valueText(path, current(state.item, path)));
  // A pipe gets the value as it is, a screen nothing that moves its cursor.
  const human = context.terminal.width === null ? texts : texts.flatMap(cleanLines);
  answer(context, wholeOf(state, paths), () => `${human.join("\n")}\n`);
  return done;
}

/** Paths with a value that the typed one means: itself, every address, or a custom field by its label. */
export function pathsOf(item: Item, typed: string): readonly Path[] {
  const paths = currentPaths(item);
  if (paths.includes(typed)) return [typed];
  if (typed === "uri") return view(item).uris.map(({ id }) => `uri/${id}`);
  if (!typed.startsWith("custom/")) return [];
  return paths.filter((path) => {
    const value = path.startsWith("custom/") ? current(item, path) : null;
    return isCustomValue(value) && value.label === typed.slice("custom/".length);
  });
}

/** Paths in the order a person expects: the kind's own, the addresses before its note, then custom fields and what else there is. */
function inOrder(item: Item): readonly Path[] {
  const paths = new Set(currentPaths(item));
  const own = (kindOf(item.kind)?.fields ?? []).map(({ path }) => path).filter((path) => path !== "title" && path !== "note");
  const custom = [...paths].filter((path) => path.startsWith("custom/")).sort((a, b) => orderOf(item, a) - orderOf(item, b));
  const first = [...own, ...view(item).uris.map(({ id }) => `uri/${id}`), ...custom, "note"].filter((path) => paths.has(path));
  const rest = [...paths].filter((path) => !first.includes(path) && path !== "title" && path !== "favorite" && !path.startsWith("tag/"));
  return [...first, ...rest.sort()];
}

function orderOf(item: Item, path: Path): number {
  const value = current(item, path);
  return isCustomValue(value) ? value.order : 0;
}

function lines(state: ItemState, show: boolean): readonly string[] {
  const { item } = state;
  const row = rowOf(state);
  const told: (readonly [label: string, texts: readonly string[]])[] = inOrder(item).map((path) => {
    const value = current(item, path);
    return [labelOf(item, path), isConcealed(item.kind, path, value) && !show ? [dots] : cleanLines(valueText(path, value))];
  });
  if (row.tags.length > 0) told.push(["Tags", [cleanLine(row.tags.join(", "))]]);
  const where = [row.favorite ? "favorite" : "", row.waiting ? "not sent yet" : "", row.conflict ? "changed in two places" : ""];
  const notable = where.filter((each) => each !== "");
  told.push(["Kind", [kindLabel(item.kind)]], ["Changed", [[changedText(row.changed), ...notable].join(" · ")]], ["Id", [row.id]]);
  const width = Math.max(...told.map(([label]) => widthOf(label)));
  return [
    cleanLine(row.title),
    ...told.flatMap(([label, texts]) => texts.map((text, at) => `  ${pad(at === 0 ? label : "", width)}  ${text}`.trimEnd())),
  ];
}

export const getCommand: Command = {
  name: "get",
  usage: ["get ITEM [--field PATH … | --totp] [--show]"],
  summary: "Shows one item, or one field of it.",
  details: [
    "--field PATH  The value alone; uri for all addresses, custom/LABEL for a custom field.",
    "--totp        The one-time code of now. --json tells { code, period, remaining }, the latter two in seconds.",
    "--show        Secrets in plain text instead of dots. --json and --field always tell them.",
  ],
  positionals: [1, 1],
  options: { field: { values: 1, repeatable: true, input: true }, show: { values: 0 }, totp: { values: 0 } },
  run: async (context) => {
    const both = flag(context.args, "totp") && flag(context.args, "field");
    return both ? misuse("--totp does not go with --field.") : withClient(context, (opened) => get(context, opened));
  },
};
