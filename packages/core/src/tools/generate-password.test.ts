import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededBytes } from "../testing/test-crypto.ts";
import { type CharacterClass, characterClasses, classCharacters } from "./character-sets.ts";
import { generatePassword, type PasswordOptions } from "./generate-password.ts";
import { parsePasswordRules } from "./password-rules.ts";

const made = (options: PasswordOptions = {}, seed = "seed"): string => {
  const password = generatePassword(seededBytes(seed), options);
  if (!password.ok) throw new Error(password.error.type);
  return password.value;
};
const rulesOf = (text: string) => {
  const rules = parsePasswordRules(text);
  if (!rules.ok) throw new Error(rules.error.type);
  return rules.value;
};
const holds = (password: string, name: CharacterClass): boolean => [...password].some((each) => classCharacters[name].includes(each));

describe("a password", () => {
  it("[T2] has 20 characters of every class where nothing else is said", () => {
    for (let n = 0; n < 200; n++) {
      const password = made({}, `seed ${n}`);
      expect(password).toHaveLength(20);
      for (const name of characterClasses) expect(holds(password, name)).toBe(true);
    }
  });

  it("[T2] has exactly the asked length and classes, each of them", () => {
    const classes = fc.subarray([...characterClasses], { minLength: 1 });
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 128 }), classes, fc.boolean(), fc.nat(), (length, asked, withoutLookAlikes, seed) => {
        const password = made({ length, classes: asked, withoutLookAlikes }, String(seed));
        expect(password).toHaveLength(length);
        for (const name of characterClasses) expect(holds(password, name)).toBe(asked.includes(name));
        if (withoutLookAlikes) expect(password).not.toMatch(/[Il1|O0o]/);
      }),
    );
  });

  it("[T1] [T2] [attack 125] is even over all passwords that fit, also where classes are asked for", () => {
    // Two characters of four, one of each pair at least: 8 of the 16 pairs fit, and all of them equally often.
    const rules = { minLength: 2, maxLength: 2, required: ["ab", "xy"], allowed: "abxy", maxConsecutive: null };
    const randomBytes = seededBytes("pairs");
    const counts = new Map<string, number>();
    for (let n = 0; n < 8_000; n++) {
      const password = generatePassword(randomBytes, { rules });
      if (password.ok) counts.set(password.value, (counts.get(password.value) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(["ax", "ay", "bx", "by", "xa", "xb", "ya", "yb"]);
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0);
    expect(chiSquare).toBeLessThan(24.3); // 99.9% at 7 degrees of freedom
  });

  it("[T1] is another each time, and the same from the same bytes", () => {
    const randomBytes = seededBytes("many");
    const all = Array.from({ length: 500 }, () => generatePassword(randomBytes));
    expect(new Set(all.map((each) => (each.ok ? each.value : ""))).size).toBe(500);
    expect(made({}, "same")).toBe(made({}, "same"));
  });

  it.each([7, 129, 0, -1, 8.5, Number.NaN])("refuses a length of %d", (length) => {
    expect(generatePassword(seededBytes("x"), { length })).toEqual({ ok: false, error: { type: "bad-length", least: 8, most: 128 } });
  });

  it("refuses to be made of nothing", () => {
    expect(generatePassword(seededBytes("x"), { classes: [] })).toEqual({ ok: false, error: { type: "no-characters" } });
    const rules = { minLength: null, maxLength: null, required: ["lI1"], allowed: "lI1", maxConsecutive: null };
    expect(generatePassword(seededBytes("x"), { rules, withoutLookAlikes: true })).toEqual({ ok: false, error: { type: "no-characters" } });
  });
});

describe("a password by a site's rules", () => {
  it("[T11] keeps to all of them", () => {
    const rules = rulesOf("minlength: 10; maxlength: 12; required: lower; required: upper, digit; required: [-!]; max-consecutive: 1");
    for (let n = 0; n < 100; n++) {
      const password = made({ rules }, `site ${n}`);
      expect(password).toHaveLength(12);
      expect(password).toMatch(/^[a-zA-Z0-9!-]+$/);
      for (const set of [/[a-z]/, /[A-Z0-9]/, /[-!]/]) expect(password).toMatch(set);
      expect(password).not.toMatch(/(.)\1/);
    }
  });

  it.each([
    ["minlength: 4; maxlength: 6", undefined, 6],
    ["maxlength: 64", undefined, 20],
    ["minlength: 30", undefined, 30],
    ["minlength: 4; maxlength: 6", 5, 5],
    ["maxlength: 5", undefined, 5],
  ])("[T11] takes the length that %j and %s leave: %d", (text, length, expected) => {
    expect(made({ rules: rulesOf(text), ...(length === undefined ? {} : { length }) })).toHaveLength(expected);
  });

  it("[T11] refuses a length that the site would refuse", () => {
    const rules = rulesOf("minlength: 10; maxlength: 12");
    expect(generatePassword(seededBytes("x"), { rules, length: 13 })).toEqual({
      ok: false,
      error: { type: "bad-length", least: 10, most: 12 },
    });
  });

  it.each([
    "maxlength: 2; required: lower; required: upper; required: digit",
    "minlength: 8; allowed: [a]; max-consecutive: 2",
    "minlength: 500",
  ])("[T2] says where none fits: %j", (text) => {
    const password = generatePassword(seededBytes("x"), { rules: rulesOf(text) });
    expect(password.ok).toBe(false);
  });
});
