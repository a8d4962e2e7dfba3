import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText, bytesUpTo, typedOtherwise } from "../testing/arbitrary.ts";
import { crockfordLetters, fromCrockford, toCrockford } from "./crockford.ts";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The slow way: one text of bits, cut into fives. */
const oracle = (bytes: Uint8Array): string => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const padded = bits.padEnd(Math.ceil(bits.length / 5) * 5, "0");
  return (padded.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join("");
};

describe("Crockford's base32", () => {
  it("writes what the slow way writes, and reads it back", () => {
    fc.assert(
      fc.property(bytesUpTo(40), (bytes) => {
        const text = toCrockford(bytes);
        expect(text).toBe(oracle(bytes));
        expect(fromCrockford(text)).toEqual(bytes);
      }),
    );
  });

  it("[K2] reads any case, O as 0, I and L as 1, hyphens and white space anywhere", () => {
    const written = fc.uint8Array({ minLength: 1, maxLength: 20 }).map((bytes) => [bytes, toCrockford(bytes)] as const);
    const typed = written.chain(([bytes, text]) => typedOtherwise(text).map((other) => [bytes, other] as const));
    fc.assert(
      fc.property(typed, ([bytes, other]) => {
        expect(fromCrockford(other)).toEqual(bytes);
      }),
    );
  });

  it("has one text for each bytes: what reads as them is their text once the tolerances are gone", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 20 }), (text) => {
        const bytes = fromCrockford(text);
        if (bytes !== null) expect(toCrockford(bytes)).toBe(text);
      }),
    );
  });

  it("refuses bits left over, and a letter too many", () => {
    expect(fromCrockford("00")).toEqual(Uint8Array.of(0));
    expect(fromCrockford("01")).toBeNull();
    expect(fromCrockford("0")).toBeNull();
    expect(fromCrockford("000")).toBeNull();
    expect(fromCrockford("00000000")).toEqual(new Uint8Array(5));
    expect(fromCrockford("000000000")).toBeNull();
    expect(fromCrockford("")).toEqual(new Uint8Array(0));
  });

  it("refuses every character that is no letter of it, also those that upper case would turn into one", () => {
    const known: string[] = [];
    for (let unit = 0; unit < 0x1_0000; unit++) {
      const character = String.fromCharCode(unit);
      if (/[\s-]/.test(character)) expect(fromCrockford(character)).toEqual(new Uint8Array(0));
      else if (fromCrockford(`${character}0`) !== null || fromCrockford(`${character}G`) !== null) known.push(character);
    }
    expect(known.join("")).toBe("0123456789ABCDEFGHIJKLMNOPQRSTVWXYZabcdefghijklmnopqrstvwxyz");
    for (const almost of ["ß0", "ſ0", "ı0", "ﬁ00", "ﬀ00", "U0", "u0"]) expect(fromCrockford(almost)).toBeNull();
  });

  it("throws for nothing", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        fromCrockford(text);
        crockfordLetters(text);
      }),
    );
  });
});
