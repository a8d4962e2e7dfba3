// The door for files that somebody hands in: from bytes nobody vouches for to items, or to one reason why not.
// Whatever the bytes are it does not throw, takes no more than its bounds (limits.ts), and gives all of a file or nothing.
// What kind of file it is, its content says. A sealed backup is opened first (seal/backup.ts); what it holds is an export.

import { type Bytes, err, fromUtf8, ok, type Result } from "@holdfast/protocol";
import { isHoldfastExport, readExport } from "../export/read-export.ts";
import { isBitwardenJson, readBitwardenJson } from "./bitwarden-json.ts";
import { isChromeCsv, readChromeCsv } from "./chrome-csv.ts";
import type { ImportFailure, UnknownReason, UnreadableReason } from "./import-facts.ts";
import { type ImportWords, importWords } from "./import-words.ts";
import type { ImportFormat, ParsedFile } from "./imported-item.ts";
import { scanJson } from "./json-scan.ts";
import { isForeignKasperskyTxt, isKasperskyTxt, readKasperskyTxt } from "./kaspersky-txt.ts";
import { exportLimits, importLimits } from "./limits.ts";

const tooLarge = (bytes: number): ImportFailure => ({ type: "too-large", megabytes: bytes / (1024 * 1024) });
const unreadable = (why: UnreadableReason): ImportFailure => ({ type: "unreadable", why });
const unknown = (why: UnknownReason): ImportFailure => ({ type: "unknown-format", why });

/** Reads a file of `format`, or of the format that its content shows. `words`: what is written beside what the file says. */
export function parseImport(
  file: Bytes,
  format: "auto" | ImportFormat,
  words: ImportWords = importWords,
): Result<ParsedFile, ImportFailure> {
  if (file.length > exportLimits.bytes) return err(tooLarge(exportLimits.bytes));
  const text = textOf(file);
  if (!text.ok) return text;
  if (text.value.trim() === "") return err(unreadable("empty"));
  if (format === "holdfast" || (format === "auto" && isHoldfastExport(text.value))) return readExport(text.value);
  if (file.length > importLimits.bytes) return err(tooLarge(importLimits.bytes));
  if (format === "chrome-csv" || (format === "auto" && isChromeCsv(text.value))) return readChromeCsv(text.value, words);
  if (format === "kaspersky-txt" || (format === "auto" && isKasperskyTxt(text.value))) return readKasperskyTxt(text.value, words);
  if (format === "bitwarden-json" || /^\s*[{[]/.test(text.value)) return readJson(text.value, format, words);
  if (isForeignKasperskyTxt(text.value)) return readKasperskyTxt(text.value, words);
  return err(unknown("none"));
}

function readJson(text: string, format: "auto" | ImportFormat, words: ImportWords): Result<ParsedFile, ImportFailure> {
  const json = jsonOf(text);
  if (!json.ok) return json;
  return format === "auto" && !isBitwardenJson(json.value) ? err(unknown("json")) : readBitwardenJson(json.value, words);
}

const begins = (file: Bytes, ...bytes: readonly number[]): boolean => bytes.every((byte, at) => file[at] === byte);

function textOf(file: Bytes): Result<string, ImportFailure> {
  if (begins(file, 0x50, 0x4b, 0x03, 0x04)) return err(unknown("zip"));
  if (begins(file, 0xff, 0xfe) || begins(file, 0xfe, 0xff)) return err(unreadable("utf-16"));
  const text = fromUtf8(file);
  if (text === null) return err(unreadable("not-utf-8"));
  if (text.includes("\u0000")) return err(unreadable("nul"));
  return ok(text.startsWith("\uFEFF") ? text.slice(1) : text);
}

function jsonOf(text: string): Result<unknown, ImportFailure> {
  const fault = scanJson(text, importLimits.json);
  if (fault !== null) return err(unreadable(fault));
  try {
    return ok(JSON.parse(text));
  } catch {
    return err(unreadable("not-json"));
  }
}
