// The structured log: one line of JSON for each thing that happened. A line may name an account or a device only by a
// fingerprint, and never bears a body, a token, a name, an id that a client sent, or the text of an error. // C21

import type { Bytes } from "@holdfast/protocol";
import { toHex } from "@holdfast/protocol";
import { sha256 } from "./sha256.ts";

export interface LogLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What was asked or done: `push`, `sign-in`, `clean` … */
  readonly event: string;
  /** Fingerprints, or null where nobody is known. */
  readonly account: string | null;
  readonly device: string | null;
  /** `ok`, the code of a refusal, or for a failure of the machine its code. */
  readonly result: string;
  readonly ms: number;
}

export type Log = (line: LogLine) => void;

/** Twelve hex digits of SHA-256 of an id: the same for the same id, and nothing else. */
export const fingerprint = (id: Bytes): string => toHex(sha256(id)).slice(0, 12);

/** The code of a failure of the machine (`ERR_SQLITE_ERROR/13`, `ENOSPC`), never its message, which may bear data. */
export function failureCode(failure: unknown): string {
  if (!(failure instanceof Error)) return "unknown";
  const { code, errcode } = failure as { code?: unknown; errcode?: unknown };
  const known = typeof code === "string" ? code : failure.name;
  return typeof errcode === "number" ? `${known}/${errcode}` : known;
}

/** A line as it is written: one JSON document, one line feed. */
export const logText = (line: LogLine): string => `${JSON.stringify(line)}\n`;
