// The door for files of other programs: from bytes nobody vouches for to items, or to one sentence that says why not.
// Whatever the bytes are it does not throw, takes no more than its bounds, and gives all of a file or nothing.

import { type Bytes, err, fromUtf8, ok, type Result } from "@holdfast/protocol";
import { isBitwardenJson, readBitwardenJson } from "./bitwarden-json.ts";
import type { ImportFailure, ImportFormat, ParsedImport } from "./imported-item.ts";
import { type JsonFault, scanJson } from "./json-scan.ts";

const MiB = 1024 * 1024;

export const importLimits = {
  /** Bytes of a file. */
  bytes: 50 * MiB,
  json: { depth: 32, members: 1_000, parts: 4_000_000 },
} as const;

const failure = (type: ImportFailure["type"], sentence: string): ImportFailure => ({ type, sentence });

const faultSentences: Readonly<Record<JsonFault, string>> = {
  "too-deep": "This file is nested deeper than any export.",
  "too-many-parts": "This file has more parts than any export.",
  "repeated-key": "This file is damaged: a name stands twice in one object, so that one of the values would be lost.",
  "inexact-number": "This file is damaged: it holds a number that can't be read exactly.",
};

/** Reads a file of `format`, or of the format that it shows by itself. */
export function parseImport(file: Bytes, format: "auto" | ImportFormat): Result<ParsedImport, ImportFailure> {
  if (file.length > importLimits.bytes) return err(failure("too-large", "This file is larger than 50 MB."));
  const text = textOf(file);
  if (!text.ok) return text;
  const json = jsonOf(text.value);
  if (!json.ok) return json;
  if (format === "auto" && !isBitwardenJson(json.value)) {
    return err(failure("unknown-format", "This file is JSON, but no export that is known here."));
  }
  return readBitwardenJson(json.value);
}

function textOf(file: Bytes): Result<string, ImportFailure> {
  if (file[0] === 0x50 && file[1] === 0x4b && file[2] === 0x03 && file[3] === 0x04) {
    return err(failure("unknown-format", "This file is a ZIP archive; unpack it and import the data.json in it."));
  }
  const text = fromUtf8(file);
  if (text === null) return err(failure("unreadable", "This file is no UTF-8 text."));
  return ok(text.startsWith("\uFEFF") ? text.slice(1) : text);
}

function jsonOf(text: string): Result<unknown, ImportFailure> {
  if (text.trim() === "") return err(failure("unreadable", "This file is empty."));
  const fault = scanJson(text, importLimits.json);
  if (fault !== null) return err(failure("unreadable", faultSentences[fault]));
  try {
    return ok(JSON.parse(text));
  } catch {
    return err(failure("unreadable", "This file is no JSON, or it was cut off."));
  }
}
