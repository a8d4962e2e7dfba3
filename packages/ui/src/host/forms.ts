// Forms over items, and the edit that a filled form means. Only what the person changed since it was opened is written, so what came meanwhile
// from elsewhere stands wherever they left a field alone. Pure.

import {
  current,
  customPath,
  type Edit,
  type Item,
  isConcealed,
  kindOf,
  type Path,
  tagPath,
  uriPath,
  type Value,
  view,
} from "@holdfast/core";
import type { Form, FormField } from "../device/port.ts";
import { familyPaths, fieldForm } from "./details.ts";
import { currentKey, isInternalPath, labelOf, textOf } from "./values.ts";

/** What a form was opened over: each field as it was, and which value that was. */
export interface FormBase {
  readonly fields: readonly FormField[];
  readonly tags: readonly string[];
  readonly favorite: boolean;
  /** By path: names the value that stood there. */
  readonly keys: Readonly<Record<Path, string>>;
}

export interface Opened {
  readonly form: Form;
  readonly base: FormBase;
}

/** Every field of the kind, those without a value empty; then addresses, custom fields and the note. */
export function formOf(id: string, item: Item): Opened {
  const fields = pathsOf(item).map((path): FormField => {
    const { label, family, type, multiline, match } = fieldForm(item, path);
    return {
      path,
      label,
      family,
      type,
      multiline,
      concealed: isConcealed(item.kind, path, current(item, path)),
      match,
      value: textOf(path, current(item, path)),
    };
  });
  const { tags, favorite } = view(item);
  const keys = Object.fromEntries([...item.fields.keys()].map((path) => [path, currentKey(item, path)]));
  return { form: { key: id, id, kind: item.kind, fields, tags, favorite }, base: { fields, tags, favorite, keys } };
}

export function newForm(key: string, kind: string): Form {
  const empty: Item = { v: 1, kind, fields: new Map(), conflicts: new Map() };
  const { form } = formOf(key, empty);
  const fields = kind === "login" ? form.fields.toSpliced(-1, 0, firstAddress) : form.fields;
  return { ...form, key, id: null, fields };
}

/** Nearly every login has one; left empty it is none. */
const firstAddress: FormField = {
  path: "uri/1",
  label: "Website",
  family: "uri",
  type: "text",
  multiline: false,
  concealed: false,
  value: "",
  match: null,
};

export const emptyBase: FormBase = { fields: [], tags: [], favorite: false, keys: {} };

const listedPaths = (kind: string): readonly Path[] => kindOf(kind)?.fields.map(({ path }) => path) ?? ["title", "note"];

function pathsOf(item: Item): readonly Path[] {
  const listed = listedPaths(item.kind);
  const first = listed.filter((path) => path !== "note");
  return [...first, ...familyPaths(item, "uri"), ...familyPaths(item, "custom"), ...listed.filter((path) => path === "note")];
}

export interface FormEdit {
  readonly edit: Edit;
  /** Labels of fields that somebody else has changed since the form was opened, and that this edit stands over. */
  readonly overtook: readonly string[];
}

/** `item`: as it is now. */
export function editOfForm(form: Form, base: FormBase, item: Item): FormEdit {
  const edit = new Map<Path, Value>();
  const overtook: string[] = [];
  const before = new Map(base.fields.map((field) => [field.path, field]));
  const set = (path: Path, value: Value): void => {
    edit.set(path, value);
    const moved = (base.keys[path] ?? "") !== currentKey(item, path);
    if (moved && current(item, path) !== null) overtook.push(labelOf(item, path));
  };
  for (const { path, value } of changedFields(form, before)) set(path, value);
  const kept = new Set(form.fields.map(({ path }) => path));
  for (const { path } of base.fields) if (!kept.has(path)) set(path, null);
  for (const [path, value] of flags(form, base)) set(path, value);
  // Somebody threw away what this person was about to save: they want to keep it.
  const thrownAway = typeof current(item, "trashed") === "number" && (base.keys.trashed ?? "") !== currentKey(item, "trashed");
  if (edit.size > 0 && thrownAway) set("trashed", null);
  return { edit, overtook };
}

/** What others changed since the form was opened; null where nothing is other. */
export function meanwhileOf(
  form: Form,
  base: FormBase,
  item: Item,
): { readonly paths: readonly Path[]; readonly both: readonly Path[] } | null {
  const paths = [...item.fields.keys()].filter((path) => !isInternalPath(path) && (base.keys[path] ?? "") !== currentKey(item, path));
  if (paths.length === 0) return null;
  const places = new Map(form.fields.map(({ path }, place) => [path, place]));
  paths.sort((a, b) => (places.get(a) ?? places.size) - (places.get(b) ?? places.size));
  const { edit } = editOfForm(form, base, item);
  return { paths, both: paths.filter((path) => edit.has(path)) };
}

function* changedFields(
  { fields }: Form,
  before: ReadonlyMap<Path, FormField>,
): Generator<{ readonly path: Path; readonly value: Value }, void> {
  const places = { listed: 0, uri: 0, custom: 0 };
  const orders = orderOf([...before.values()]);
  for (const field of fields) {
    const path = checkedPath(field);
    const place = places[field.family]++;
    if (path === null) continue;
    const old = before.get(path);
    const same =
      old !== undefined &&
      old.value === field.value &&
      old.match === field.match &&
      old.label === field.label &&
      old.concealed === field.concealed &&
      old.type === field.type;
    const moved = field.family !== "listed" && old !== undefined && orders.get(path) !== place;
    if (!same || moved) yield { path, value: fieldValue(field, place, old !== undefined) };
  }
}

/** Where each member stands in its family. */
function orderOf(fields: readonly FormField[]): ReadonlyMap<Path, number> {
  const places = { listed: 0, uri: 0, custom: 0 };
  return new Map(fields.map(({ path, family }) => [path, places[family]++]));
}

/** A path of its family that the form may write; null for any other, which no form of ours holds. */
function checkedPath({ path, family }: FormField): Path | null {
  const [name, member = ""] = path.split("/", 2);
  if (family === "uri") return name === "uri" ? uriPath(member) : null;
  if (family === "custom") return name === "custom" ? customPath(member) : null;
  return path.includes("/") ? null : path;
}

function fieldValue({ family, value, match, label, concealed, type }: FormField, order: number, was: boolean): Value {
  if (family === "uri") return value.trim() === "" ? null : { uri: value.trim(), match, order };
  if (family === "custom") {
    if (value === "" && label.trim() === "" && !was) return null;
    return { label: label.trim(), value, concealed, order, ...(type === "boolean" ? { type } : {}) };
  }
  return value === "" ? null : value;
}

function* flags(form: Form, base: FormBase): Generator<readonly [Path, Value], void> {
  const wanted = new Set(form.tags);
  for (const name of wanted) {
    const path = tagPath(name);
    if (path !== null && !base.tags.includes(name)) yield [path, true];
  }
  for (const name of base.tags) {
    const path = tagPath(name);
    if (path !== null && !wanted.has(name)) yield [path, null];
  }
  if (form.favorite !== base.favorite) yield ["favorite", form.favorite ? true : null];
}
