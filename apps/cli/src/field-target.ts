// What a path typed on the command line means for an item: which field it is, whether its value is concealed, and the value a text
// becomes. Families keep what the person did not name: an address its matching and place, a custom field its label. // V2

import {
  type CustomValue,
  current,
  fieldOf,
  type Item,
  isConcealed,
  isCustomValue,
  isKnownPath,
  isUriValue,
  kindOf,
  listedKinds,
  type Path,
  type Value,
} from "@holdfast/core";
import { err, ok, type Result } from "@holdfast/protocol";

export interface Target {
  readonly path: Path;
  /** A value for it never stands in an argument. */
  readonly concealed: boolean;
  /** Whether the item has it now. */
  readonly present: boolean;
  /** The field's value from a text, or a sentence why it can't have that. `secretly`: the text came from a prompt, a file or standard input. */
  readonly make: (text: string, secretly: boolean) => Result<Value, string>;
  /** A sentence where the field can't be removed. */
  readonly keep?: string;
}

type Found = Result<Target, string>;

const text = (value: string): Result<Value, string> => ok(value);

/** An item's field by what was typed. `newId` names the addresses and custom fields that are added. */
export function fieldTarget(item: Item, typed: string, newId: () => string): Found {
  if (typed === "trashed") return err("An item goes to the trash with holdfast rm and comes back with holdfast restore.");
  if (typed === "imported") return err("The mark of an import can't be edited.");
  if (typed === "uri") return ok(newAddress(item, newId));
  if (typed === "tag") return err("tag=NAME adds a tag; tag/NAME= removes it.");
  if (typed === "favorite") return ok({ ...plain(item, typed), make: trueOnly });
  if (typed.startsWith("uri/")) return address(item, typed);
  if (typed.startsWith("tag/") && typed.length > "tag/".length) return ok({ ...plain(item, typed), make: trueOnly });
  if (typed.startsWith("custom/")) return customField(item, typed.slice("custom/".length), newId);
  if (isKnownPath(item.kind, typed)) return ok(known(item, typed));
  return unknown(item, typed);
}

/** The tag that `tag=NAME` adds. */
export const tagPath = (name: string): Path => `tag/${name}`;

/** Whether every kind that has the path conceals it: then a value in an argument is refused before anything is opened. */
export function alwaysConcealed(typed: string): boolean {
  const fields = listedKinds.map((kind) => fieldOf(kind.name, typed)).filter((field) => field !== null);
  return fields.length > 0 && fields.every((field) => field.concealed);
}

const present = (item: Item, path: Path): boolean => current(item, path) !== null;

const plain = (item: Item, path: Path) => ({
  path,
  concealed: isConcealed(item.kind, path, current(item, path)),
  present: present(item, path),
  make: text,
});

const trueOnly = (value: string): Result<Value, string> =>
  value === "true" ? ok(true) : value === "false" ? ok(null) : err("The value must be true, or false to remove it.");

const booleanText = (value: string): Result<Value, string> =>
  value === "true" || value === "false" ? ok(value) : err("The value must be true or false.");

function known(item: Item, path: Path): Target {
  const target = { ...plain(item, path), concealed: fieldOf(item.kind, path)?.concealed === true };
  if (path === "title") return { ...target, keep: "A title can't be removed." };
  return fieldOf(item.kind, path)?.type === "boolean" ? { ...target, make: booleanText } : target;
}

function unknown(item: Item, path: Path): Found {
  const value = current(item, path);
  if (value === null) return err(`There is no such field. ${knownPaths(item.kind)}`);
  const make = (value: string) => text(value);
  const fixed = () => err("This version does not know the form of this field; it can only be removed.");
  return ok({ ...plain(item, path), make: typeof value === "string" ? make : fixed });
}

const orders = (item: Item, prefix: string): readonly number[] =>
  [...item.fields].flatMap(([path, [register]]) => {
    const value = path.startsWith(prefix) ? register?.[0] : undefined;
    return value !== undefined && (isUriValue(value) || isCustomValue(value)) ? [value.order] : [];
  });

const nextOrder = (item: Item, prefix: string): number => Math.max(-1, ...orders(item, prefix)) + 1;

function newAddress(item: Item, newId: () => string): Target {
  const order = nextOrder(item, "uri/");
  return {
    path: `uri/${newId()}`,
    concealed: false,
    present: false,
    make: (uri) => ok({ uri, match: null, order }),
    keep: "uri=URL adds an address; uri/ID= removes one.",
  };
}

function address(item: Item, path: Path): Found {
  const value = current(item, path);
  if (!isUriValue(value)) return err("There is no such address. uri=URL adds one; holdfast get ITEM --json tells their ids.");
  return ok({ ...plain(item, path), make: (uri) => ok({ ...value, uri }) });
}

function customField(item: Item, typed: string, newId: () => string): Found {
  if (typed === "") return err("custom/LABEL=VALUE needs a label.");
  const all = [...item.fields.keys()].flatMap((path) => {
    const value = path.startsWith("custom/") ? current(item, path) : null;
    return isCustomValue(value) ? [{ path, value }] : [];
  });
  const byId = all.filter(({ path }) => path === `custom/${typed}`);
  const matches = byId.length > 0 ? byId : all.filter(({ value }) => value.label === typed);
  const [match] = matches;
  if (matches.length > 1) return err("Several custom fields have this label; name one by its id (holdfast get ITEM --json).");
  if (match !== undefined) return ok({ path: match.path, concealed: match.value.concealed, present: true, make: remade(match.value) });
  if (present(item, `custom/${typed}`)) return unknown(item, `custom/${typed}`);
  const order = nextOrder(item, "custom/");
  const make = (value: string, secretly: boolean) => ok({ label: typed, value, concealed: secretly, order });
  return ok({ path: `custom/${newId()}`, concealed: false, present: false, make });
}

const remade =
  (old: CustomValue) =>
  (value: string): Result<Value, string> =>
    old.type === "boolean" && value !== "true" && value !== "false" ? err("The value must be true or false.") : ok({ ...old, value });

/** A sentence with the paths of a kind. */
export function knownPaths(kindName: string): string {
  const paths = kindOf(kindName)?.fields.map(({ path }) => path) ?? ["title", "note"];
  return `Fields of a ${kindName}: ${[...paths, "uri", "tag", "favorite", "custom/LABEL"].join(", ")}.`;
}
