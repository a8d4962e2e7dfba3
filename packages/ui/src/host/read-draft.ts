// A draft as it is read back: by an earlier or later version of this program, so each part is looked at. Pure.

import { type UriMatch, uriMatches } from "@holdfast/core";
import type { Form, FormField } from "../device/port.ts";
import type { Draft } from "./drafts.ts";
import type { FormBase } from "./forms.ts";

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string";
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);

const families: readonly FormField["family"][] = ["listed", "uri", "custom"];
const types: readonly FormField["type"][] = ["text", "email", "phone", "date", "year-month", "boolean", "totp"];

/** null where it is no draft. */
export function draftOfText(text: string): Draft | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isMembers(read) || typeof read.at !== "number") return null;
  const form = formOf(read.form);
  const base = baseOf(read.base);
  return form === null || base === null ? null : { form, base, at: read.at };
}

function formOf(read: unknown): Form | null {
  if (!isMembers(read)) return null;
  const { key, id, kind, tags, favorite } = read;
  const fields = fieldsOf(read.fields);
  if (!isText(key) || !(id === null || isText(id)) || !isText(kind) || fields === null || !isTexts(tags)) return null;
  return { key, id, kind, fields, tags, favorite: favorite === true };
}

function baseOf(read: unknown): FormBase | null {
  if (!isMembers(read)) return null;
  const { tags, favorite, keys } = read;
  const fields = fieldsOf(read.fields);
  if (fields === null || !isTexts(tags) || !isMembers(keys)) return null;
  const texts = Object.entries(keys).filter((entry): entry is [string, string] => isText(entry[1]));
  return { fields, tags, favorite: favorite === true, keys: Object.fromEntries(texts) };
}

function fieldsOf(read: unknown): readonly FormField[] | null {
  if (!Array.isArray(read)) return null;
  const fields = read.map(fieldOf);
  return fields.every((field) => field !== null) ? fields : null;
}

function fieldOf(read: unknown): FormField | null {
  if (!isMembers(read)) return null;
  const { path, label, value } = read;
  const family = families.find((one) => one === read.family);
  const type = types.find((one) => one === read.type);
  if (!isText(path) || !isText(label) || !isText(value) || family === undefined || type === undefined) return null;
  const match: UriMatch | null = uriMatches.find((one) => one === read.match) ?? null;
  return { path, label, family, type, multiline: read.multiline === true, concealed: read.concealed === true, value, match };
}
