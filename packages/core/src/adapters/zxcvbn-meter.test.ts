import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { PasswordMeter } from "../ports.ts";
import { seededBytes } from "../testing/test-crypto.ts";
import { generatePassword } from "../tools/generate-password.ts";
import { judgeMainPassword } from "../tools/main-password.ts";
import { longWords, surelyStrong } from "./surely-strong.ts";
import { zxcvbnMeter } from "./zxcvbn-meter.ts";

let meter: PasswordMeter;
beforeAll(async () => {
  meter = await zxcvbnMeter();
});

describe("zxcvbn", () => {
  it.each([
    ["", 0],
    ["password", 0],
    ["aaaaaaaaaaaaaaaaaaaaaaaa", 0],
    ["qwertyuiop12", 1],
    ["password1234", 1],
    ["P4ssw0rd!", 1],
    ["correct horse battery staple", 4],
    ["tr0ub4dour&3 and more", 4],
  ])("scores %j with %d", (password, score) => {
    expect(meter(password).score).toBe(score);
  });

  it("counts what is known of the person, in any case, also within a long password", () => {
    expect(meter("Zyxwarblefrob").score).toBeGreaterThan(2);
    expect(meter("Zyxwarblefrob", ["zyxWARBLEfrob"]).score).toBeLessThan(2);
    expect(meter("Zyx7Warble$Frob9!q", ["Zyx7Warble$Frob9!"]).score).toBeLessThan(4);
  });

  it("takes passwords of any length and of any text, quickly", () => {
    for (const long of ["a".repeat(100_000), "aB3$".repeat(1_000), "é".repeat(500), "\ud800\u0000".repeat(60)]) {
      expect(meter(long, [long, long]).score).toBeGreaterThanOrEqual(0);
    }
  });
});

describe("what is surely strong", () => {
  const long = longWords([["correcthorse", "mississippi", "short", 12_345_678]]);

  it.each(["xK9#mQ2$vL7@nR4%", "f7Q!rP2_sB9*hT4+cX6=", "aX1-bY2-cZ3-dW4-e"])("%j is", (password) => {
    expect(surelyStrong(password, long)).toBe(true);
  });

  it.each([
    ["too short", "xK9#mQ2$vL7@nR4"],
    ["two classes", "a1b2c3d4e5f6g7h8"],
    ["few characters", "aA1!aA1!aA1!aA1!"],
    ["few turns", "ABCDEFghijklmn1234567!"],
    ["a word", "xK9#CorrectHorse4%q!"],
    ["a word in disguise", "xK9#C0rr3c7H0r$3q%!"],
    ["a word backwards", "xK9#esroHtcerroC4%q!"],
    ["a number", "xK9#mQ12345678vL$p!aB"],
  ])("%s: %j is not", (_, password) => {
    expect(surelyStrong(password, long)).toBe(false);
  });

  it("zxcvbn agrees, of whatever the generator makes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 24 }), fc.nat(), (length, seed) => {
        const made = generatePassword(seededBytes(String(seed)), { length });
        expect(made.ok && meter(made.value).score).toBe(4);
      }),
      { numRuns: 40 },
    );
  });
});

describe("a main password", () => {
  it.each([
    ["password1234", "refused"],
    ["Password123!", "refused"],
    ["aaaaaaaaaaaa", "refused"],
    ["qwertyuiop12", "refused"],
    ["kim@example.org", "refused"],
    ["holdfastholdfast", "refused"],
    ["iloveyou2024!", "guessable"],
    ["correct horse battery", "good"],
    ["unsorted glimpse plywood tactful", "good"],
  ])("[T7] %j: %s", (password, verdict) => {
    expect(judgeMainPassword(meter, password, "kim@example.org")).toBe(verdict);
  });
});
