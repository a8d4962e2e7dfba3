// What a site says its passwords must be: the text of the `passwordrules` attribute, as Apple defined it and browsers and the public lists
// of such rules use it: `minlength: 12; required: lower; required: [-!?]; allowed: upper, digit; max-consecutive: 2;`.
// Strict: a text that is not exactly of this form is refused whole, since a password made by half a rule would be refused by the site.
// Source: developer.apple.com/password-rules, and WICG's proposal for the HTML attribute of that name.

import { err, ok, type Result } from "@holdfast/protocol";
import { digits, distinct, lower, special, upper } from "./character-sets.ts";

export interface PasswordRules {
  readonly minLength: number | null;
  readonly maxLength: number | null;
  /** Of each set one character at least. */
  readonly required: readonly string[];
  /** Characters that may stand there; the required ones may as well. */
  readonly allowed: string;
  readonly maxConsecutive: number | null;
}

/** `at`: where the text stops being a rule, counted in UTF-16 units from 0. Bears nothing of the text. */
export interface RulesFailure {
  readonly type: "malformed" | "too-long" | "contradictory";
  readonly at: number;
}

const most = { text: 2_000, rules: 50, length: 1_000 } as const;

const named: ReadonlyMap<string, string> = new Map([
  ["lower", lower],
  ["upper", upper],
  ["digit", digits],
  ["special", special],
  ["ascii-printable", distinct(lower, upper, digits, special)],
  // Nobody types what is beyond ASCII everywhere; a password without it is still within this set.
  ["unicode", distinct(lower, upper, digits, special)],
]);

export function parsePasswordRules(text: string): Result<PasswordRules, RulesFailure> {
  if (text.length > most.text) return err({ type: "too-long", at: most.text });
  const reading = new Reading(text);
  const found: Found = { minLength: null, maxLength: null, maxConsecutive: null, required: [], allowed: null };
  for (let count = 0; !reading.ended; count++) {
    if (count === most.rules || !readRule(reading, found)) return err({ type: "malformed", at: reading.at });
  }
  const { minLength, maxLength, maxConsecutive, required } = found;
  if (minLength !== null && maxLength !== null && minLength > maxLength) return err({ type: "contradictory", at: text.length });
  const all = distinct(...(found.allowed ?? []), ...required);
  // Where neither says what may stand there, everything printable may.
  const allowed = all === "" ? (named.get("ascii-printable") ?? "") : all;
  return ok({ minLength, maxLength, maxConsecutive, required, allowed });
}

interface Found {
  minLength: number | null;
  maxLength: number | null;
  maxConsecutive: number | null;
  readonly required: string[];
  allowed: string[] | null;
}

/** One rule with the semicolon behind it, which the last may lack. Of several bounds the narrower one counts. */
function readRule(reading: Reading, found: Found): boolean {
  const name = reading.take(/[a-z-]+/iy)?.toLowerCase();
  if (name === undefined || reading.take(/\s*:\s*/y) === null) return false;
  const understood = name === "required" || name === "allowed" ? readClasses(reading, found, name) : readNumber(reading, found, name);
  return understood && (reading.take(/\s*;\s*/y) !== null || reading.ended);
}

function readNumber(reading: Reading, found: Found, name: string): boolean {
  const number = Number(reading.take(/\d{1,4}(?!\d)/y) ?? Number.NaN);
  if (!(number >= 1 && number <= most.length)) return false;
  if (name === "minlength") found.minLength = Math.max(found.minLength ?? number, number);
  else if (name === "maxlength") found.maxLength = Math.min(found.maxLength ?? number, number);
  else if (name === "max-consecutive") found.maxConsecutive = Math.min(found.maxConsecutive ?? number, number);
  else return false;
  return true;
}

/** Classes with commas between them: one set, of which `required` asks for one character. */
function readClasses(reading: Reading, found: Found, name: "required" | "allowed"): boolean {
  const sets: string[] = [];
  do {
    const set = readClass(reading);
    if (set === null) return false;
    sets.push(set);
  } while (reading.take(/\s*,\s*/y) !== null);
  if (name === "required") found.required.push(distinct(...sets));
  else found.allowed = [...(found.allowed ?? []), ...sets];
  return true;
}

/** A class by name, or characters in brackets: a hyphen stands first among them, a closing bracket last. */
function readClass(reading: Reading): string | null {
  const custom = reading.take(/\[-?[ -,.-Z[^-~\\]*\]{1,2}/y);
  if (custom === null) return named.get(reading.take(/[a-z-]+/iy)?.toLowerCase() ?? "") ?? null;
  const characters = custom.slice(1, -1);
  return characters === "" ? null : distinct(characters);
}

/** A text read from its beginning, piece by piece. */
class Reading {
  readonly #text: string;
  at = 0;

  constructor(text: string) {
    this.#text = text.trimEnd();
    this.take(/\s*/y);
  }

  get ended(): boolean {
    return this.at === this.#text.length;
  }

  /** The piece of this form that stands here (a sticky expression), taken; null where none does. */
  take(form: RegExp): string | null {
    form.lastIndex = this.at;
    const found = form.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.at += found.length;
    return found;
  }
}
