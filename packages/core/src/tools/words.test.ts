import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { seededBytes } from "../testing/test-crypto.ts";
import { generateWords, loadWords, type WordsOptions } from "./generate-words.ts";
import { sixWords } from "./six-words.ts";

let words: readonly string[] = [];
beforeAll(async () => {
  words = await loadWords();
});

describe("the list of words", () => {
  it("[T3] [T4] is frozen", () => {
    expect(words).toHaveLength(7_776);
    expect(new Set(words).size).toBe(7_776);
    expect(words.every((word) => /^[a-z]+(?:-[a-z]+)?$/.test(word) && word.length >= 3 && word.length <= 9)).toBe(true);
    expect(createHash("sha256").update(words.join("\n")).digest("hex")).toBe(
      "abae49761b88f3f1ba31ef944bea1f61b795a3cd7e1cfb7d276ed45bf77967ba",
    );
  });
});

describe("a passphrase", () => {
  const made = (options: WordsOptions, seed = "words"): string => {
    const passphrase = generateWords(seededBytes(seed), words, options);
    if (!passphrase.ok) throw new Error(passphrase.error.type);
    return passphrase.value;
  };

  it("[T3] has as many words of the list as asked", () => {
    for (const count of [3, 5, 20]) {
      const parts = made({ count, separator: " " }).split(" ");
      expect(parts).toHaveLength(count);
      expect(parts.every((word) => words.includes(word))).toBe(true);
    }
  });

  it("[T1] [T3] takes words from all parts of the list alike", () => {
    const randomBytes = seededBytes("parts");
    const counts = new Array<number>(16).fill(0);
    for (let n = 0; n < 400; n++) {
      const passphrase = generateWords(randomBytes, words, { count: 20, separator: " " });
      for (const word of passphrase.ok ? passphrase.value.split(" ") : []) {
        const part = Math.floor(words.indexOf(word) / 486);
        counts[part] = (counts[part] ?? 0) + 1;
      }
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0);
    expect(chiSquare).toBeLessThan(37.7); // 99.9% at 15 degrees of freedom
  });

  it("[T3] wears capitals, one digit and the separator that was asked for", () => {
    for (let n = 0; n < 50; n++) {
      const passphrase = made({ count: 4, separator: ".", capitals: true, number: true }, `seed ${n}`);
      expect(passphrase).toMatch(/^(?:[A-Z][a-z-]+\d?\.){3}[A-Z][a-z-]+\d?$/);
      expect(passphrase.match(/\d/g)).toHaveLength(1);
    }
    const places = new Set(
      Array.from({ length: 60 }, (_, n) =>
        made({ count: 3, separator: " ", number: true }, `n${n}`)
          .split(" ")
          .findIndex((word) => /\d/.test(word)),
      ),
    );
    expect([...places].sort()).toEqual([0, 1, 2]);
  });

  it.each([2, 21, 3.5, Number.NaN])("refuses %d words", (count) => {
    expect(generateWords(seededBytes("x"), words, { count })).toEqual({ ok: false, error: { type: "bad-count", least: 3, most: 20 } });
  });

  it.each(["123456789", "\n", "\u0000", "\ud800"])("refuses the separator %j", (separator) => {
    expect(generateWords(seededBytes("x"), words, { count: 3, separator })).toEqual({ ok: false, error: { type: "bad-separator" } });
  });
});

describe("six words", () => {
  const hash = (...last: number[]) => Uint8Array.from({ length: 32 }, (_, at) => (at < 16 ? (last[at - 16 + last.length] ?? 0) : 0xee));

  it("[T4] are the number's digits, the greatest first", () => {
    expect(sixWords(words, hash())).toBe("abacus abacus abacus abacus abacus abacus");
    expect(sixWords(words, hash(5))).toBe(`abacus abacus abacus abacus abacus ${words[5]}`);
    // 7776 = 0x1e60, 7776² = 0x39aa400
    expect(sixWords(words, hash(0x1e, 0x61))).toBe(`abacus abacus abacus abacus ${words[1]} ${words[1]}`);
    expect(sixWords(words, hash(0x03, 0x9a, 0xa4, 0x00))).toBe(`abacus abacus abacus ${words[1]} abacus abacus`);
  });

  it("[T4] are frozen", () => {
    const frozen = ["", "abc", "holdfast"].map((text) => sixWords(words, createHash("sha256").update(text).digest()));
    expect(frozen).toEqual([
      "glorifier spring directive revoke shorter flavoring",
      "letdown smirk aflame pager spending gluten",
      "drivable outline trapezoid wriggle rubber frayed",
    ]);
  });

  it("[T4] take the whole list and a whole hash", () => {
    expect(() => sixWords(words.slice(1), hash())).toThrow();
    expect(() => sixWords(words, new Uint8Array(8))).toThrow();
  });
});
