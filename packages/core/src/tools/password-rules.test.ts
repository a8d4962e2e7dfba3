import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digits, distinct, lower, special, upper } from "./character-sets.ts";
import { parsePasswordRules } from "./password-rules.ts";

const none = { minLength: null, maxLength: null, required: [], maxConsecutive: null };
const printable = distinct(lower, upper, digits, special);

describe("a site's rules", () => {
  it.each([
    ["", { ...none, allowed: printable }],
    [" minlength : 12 ; ", { ...none, minLength: 12, allowed: printable }],
    ["MaxLength:40;MINLENGTH:8", { ...none, minLength: 8, maxLength: 40, allowed: printable }],
    ["minlength: 8; minlength: 12; maxlength: 40; maxlength: 30", { ...none, minLength: 12, maxLength: 30, allowed: printable }],
    ["max-consecutive: 2; max-consecutive: 3", { ...none, maxConsecutive: 2, allowed: printable }],
    ["required: lower; required: upper;", { ...none, required: [distinct(lower), distinct(upper)], allowed: distinct(lower, upper) }],
    ["required: lower, upper", { ...none, required: [distinct(lower, upper)], allowed: distinct(lower, upper) }],
    ["allowed: digit; required: [-x]", { ...none, required: [distinct("-x")], allowed: distinct(digits, "-x") }],
    ["allowed: [a[b]]", { ...none, allowed: distinct("a[b]") }],
    ["allowed: []]", { ...none, allowed: "]" }],
    ["allowed: unicode", { ...none, allowed: printable }],
    ["allowed: Ascii-Printable, special", { ...none, allowed: printable }],
    [
      "minlength: 20; required: lower; required: upper; required: digit; required: [-().&@?'#,/\"+]; max-consecutive: 2;",
      {
        minLength: 20,
        maxLength: null,
        maxConsecutive: 2,
        required: [distinct(lower), distinct(upper), distinct(digits), distinct("-().&@?'#,/\"+")],
        allowed: distinct(lower, upper, digits, "-().&@?'#,/\"+"),
      },
    ],
  ])("[T11] are read: %j", (text, rules) => {
    expect(parsePasswordRules(text)).toEqual({ ok: true, value: rules });
  });

  it.each([
    ["minlength", 9],
    ["minlength:", 10],
    ["minlength: twelve", 11],
    ["minlength: 0", 12],
    ["minlength: 1001", 15],
    ["minlength: 12 maxlength: 20", 13],
    ["least: 12", 9],
    ["required: letters", 17],
    ["required: lower,", 16],
    ["required: []", 12],
    ["required: [a-z]", 10],
    ["required: [äö]", 10],
    ["required: [abc", 10],
    [";", 0],
    ["minlength: 8;;", 13],
    ["__proto__: 8", 0],
  ])("[T11] are refused where they are not of the form: %j", (text, at) => {
    expect(parsePasswordRules(text)).toEqual({ ok: false, error: { type: "malformed", at } });
  });

  it("[T11] are bounded", () => {
    expect(parsePasswordRules("a".repeat(2_001))).toMatchObject({ ok: false, error: { type: "too-long" } });
    expect(parsePasswordRules("minlength:8;".repeat(51))).toMatchObject({ ok: false, error: { type: "malformed" } });
    expect(parsePasswordRules("minlength: 12; maxlength: 8")).toMatchObject({ ok: false, error: { type: "contradictory" } });
  });

  it("[T11] never throw, and give sets of printable ASCII alone", () => {
    const piece = fc.constantFrom(
      "minlength",
      "required",
      "allowed",
      ":",
      ";",
      ",",
      " ",
      "[",
      "]",
      "-",
      "lower",
      "12",
      "a",
      "é",
      "\\",
      '"',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(piece).map((pieces) => pieces.join("")),
        ),
        (text) => {
          const rules = parsePasswordRules(text);
          if (!rules.ok) return;
          for (const set of [rules.value.allowed, ...rules.value.required]) expect(set).toMatch(/^[\x20-\x7e]+$/);
        },
      ),
      { numRuns: 500 },
    );
  });
});
