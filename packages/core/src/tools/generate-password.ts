// A password of characters: each is drawn evenly from all that are allowed, and a password that misses a class, or repeats a character
// too often, is thrown away whole. So every password that fits is as likely as any other. Rearranging until it fits would not be. // T1, T2
// Source for rules of sites: password-rules.ts.

import { err, ok, type Result } from "@holdfast/protocol";
import { type CharacterClass, characterClasses, classCharacters, distinct, withoutLookAlikes } from "./character-sets.ts";
import type { PasswordRules } from "./password-rules.ts";
import { type Draw, type RandomBytes, uniform } from "./uniform.ts";

export const passwordLengths = { least: 8, usual: 20, most: 128 } as const;

export interface PasswordOptions {
  /** Characters; 20 where nothing is said, and what the site's rules allow of that. */
  readonly length?: number;
  /** Each stands at least once. All four where nothing is said; with rules of a site, what the rules say counts instead. */
  readonly classes?: readonly CharacterClass[];
  /** Leaves out what is taken for each other on paper: Il1|O0o. */
  readonly withoutLookAlikes?: boolean;
  readonly rules?: PasswordRules;
}

export type GenerateFailure =
  /** Not from 8 to 128, or beyond what the site allows, which is then told. */
  | { readonly type: "bad-length"; readonly least: number; readonly most: number }
  | { readonly type: "no-characters" }
  /** Hardly any password fits, or none: more sets asked for than there is room, or too few characters to go without repeating one. */
  | { readonly type: "too-narrow" };

/** What a password must be. */
interface Form {
  readonly length: number;
  readonly allowed: string;
  /** Of each of these sets one character at least. */
  readonly required: readonly string[];
  /** How often one character may stand in a row. */
  readonly maxConsecutive: number;
}

/** Passwords looked at before giving up. Of those with four classes and 8 characters, one in two fits. */
const tries = 20_000;

export function generatePassword(randomBytes: RandomBytes, options: PasswordOptions = {}): Result<string, GenerateFailure> {
  const form = options.rules === undefined ? formOfClasses(options) : formOfRules(options, options.rules);
  if (!form.ok) return form;
  const { allowed, required, length } = form.value;
  if (allowed === "" || required.some((set) => set === "")) return err({ type: "no-characters" });
  if (required.length > length) return err({ type: "too-narrow" });
  const draw = uniform(randomBytes);
  for (let tried = 0; tried < tries; tried++) {
    const password = drawn(draw, form.value);
    if (fits(password, form.value)) return ok(password); // T2
  }
  return err({ type: "too-narrow" });
}

function formOfClasses({ length = passwordLengths.usual, classes = characterClasses, withoutLookAlikes: clear }: PasswordOptions) {
  const { least, most } = passwordLengths;
  if (!isWithin(length, least, most)) return err({ type: "bad-length", least, most } as const);
  const sets = [...new Set(classes)].map((name) => clean(classCharacters[name], clear));
  return ok<Form>({ length, allowed: distinct(...sets), required: sets, maxConsecutive: length });
}

/** A site's rules: its own bounds of the length stand above ours, since it would refuse everything else. */
function formOfRules({ length, withoutLookAlikes: clear }: PasswordOptions, rules: PasswordRules) {
  const least = rules.minLength ?? Math.min(passwordLengths.least, rules.maxLength ?? passwordLengths.least);
  const most = Math.min(rules.maxLength ?? passwordLengths.most, passwordLengths.most);
  const wanted = length ?? Math.min(Math.max(passwordLengths.usual, least), most);
  if (!isWithin(wanted, least, most)) return err({ type: "bad-length", least, most } as const);
  const required = rules.required.map((set) => clean(set, clear));
  const allowed = distinct(clean(rules.allowed, clear), ...required);
  return ok<Form>({ length: wanted, allowed, required, maxConsecutive: rules.maxConsecutive ?? wanted });
}

const isWithin = (length: number, least: number, most: number): boolean => Number.isInteger(length) && length >= least && length <= most;

const clean = (set: string, clear: boolean | undefined): string => (clear === true ? withoutLookAlikes(set) : set);

function drawn(draw: Draw, { length, allowed }: Form): string {
  let password = "";
  while (password.length < length) password += allowed[draw(allowed.length)] ?? "";
  return password;
}

function fits(password: string, { required, maxConsecutive }: Form): boolean {
  if (!required.every((set) => [...password].some((character) => set.includes(character)))) return false;
  let run = 0;
  for (let at = 0; at < password.length; at++) {
    run = at > 0 && password[at] === password[at - 1] ? run + 1 : 1;
    if (run > maxConsecutive) return false;
  }
  return true;
}
