// The door for files that somebody hands in: from bytes nobody vouches for to items, or to one sentence that says why not.
// Whatever the bytes are it does not throw, takes no more than its bounds (limits.ts), and gives all of a file or nothing.
// What kind of file it is, its content says. A sealed backup is opened first (seal/backup.ts); what it holds is an export.

import { type Bytes, err, fromUtf8, ok, type Result } from "@holdfast/protocol";
import { isHoldfastExport, readExport } from "../export/read-export.ts";
import { isBitwardenJson, readBitwardenJson } from "./bitwarden-json.ts";
import { isChromeCsv, readChromeCsv } from "./chrome-csv.ts";
import { type ImportFailure, type ImportFormat, importFailure, type ParsedFile } from "./imported-item.ts";
import { type JsonFault, scanJson } from "./json-scan.ts";
import { isForeignKasperskyTxt, isKasperskyTxt, readKasperskyTxt } from "./kaspersky-txt.ts";
import { exportLimits, importLimits } from "./limits.ts";

const failure = importFailure;

const faultSentences: Readonly<Record<JsonFault, string>> = {
  "too-deep": "This file is nested deeper than any export.",
  "too-many-parts": "This file has more parts than any export.",
  "repeated-key": "This file is damaged: a name stands twice in one object, so that one of the values would be lost.",
  "inexact-number": "This file is damaged: it holds a number that can't be read exactly.",
};

const tooLarge = failure("too-large", "This file is larger than 50 MB.");
const tooLargeExport = failure("too-large", "This file is larger than 256 MB.");
const known = "those of Bitwarden (JSON), Chrome, Edge and Brave (CSV), Kaspersky (text) and Holdfast";

/** Reads a file of `format`, or of the format that its content shows. */
export function parseImport(file: Bytes, format: "auto" | ImportFormat): Result<ParsedFile, ImportFailure> {
  if (file.length > exportLimits.bytes) return err(tooLargeExport);
  const text = textOf(file);
  if (!text.ok) return text;
  if (text.value.trim() === "") return err(failure("unreadable", "This file is empty."));
  if (format === "holdfast" || (format === "auto" && isHoldfastExport(text.value))) return readExport(text.value);
  if (file.length > importLimits.bytes) return err(tooLarge);
  if (format === "chrome-csv" || (format === "auto" && isChromeCsv(text.value))) return readChromeCsv(text.value);
  if (format === "kaspersky-txt" || (format === "auto" && isKasperskyTxt(text.value))) return readKasperskyTxt(text.value);
  if (format === "bitwarden-json" || /^\s*[{[]/.test(text.value)) return readJson(text.value, format);
  if (isForeignKasperskyTxt(text.value)) return readKasperskyTxt(text.value);
  return err(failure("unknown-format", `This file is none of the exports that are known here: ${known}.`));
}

function readJson(text: string, format: "auto" | ImportFormat): Result<ParsedFile, ImportFailure> {
  const json = jsonOf(text);
  if (!json.ok) return json;
  if (format === "auto" && !isBitwardenJson(json.value)) {
    return err(failure("unknown-format", "This file is JSON, but no export that is known here."));
  }
  return readBitwardenJson(json.value);
}

const begins = (file: Bytes, ...bytes: readonly number[]): boolean => bytes.every((byte, at) => file[at] === byte);

function textOf(file: Bytes): Result<string, ImportFailure> {
  if (begins(file, 0x50, 0x4b, 0x03, 0x04)) {
    return err(failure("unknown-format", "This file is a ZIP archive; unpack it and import the export that lies in it."));
  }
  if (begins(file, 0xff, 0xfe) || begins(file, 0xfe, 0xff)) {
    return err(failure("unreadable", "This file is UTF-16 text; save it as UTF-8 and import that."));
  }
  const text = fromUtf8(file);
  if (text === null) return err(failure("unreadable", "This file is no UTF-8 text."));
  if (text.includes("\u0000")) return err(failure("unreadable", "This file is no text: it holds NUL characters."));
  return ok(text.startsWith("\uFEFF") ? text.slice(1) : text);
}

function jsonOf(text: string): Result<unknown, ImportFailure> {
  const fault = scanJson(text, importLimits.json);
  if (fault !== null) return err(failure("unreadable", faultSentences[fault]));
  try {
    return ok(JSON.parse(text));
  } catch {
    return err(failure("unreadable", "This file is no JSON, or it was cut off."));
  }
}
