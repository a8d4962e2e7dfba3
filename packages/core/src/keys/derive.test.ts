import { type Bytes, concat, enc, utf8 } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOf } from "../testing/arbitrary.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { deriveKeys, isLongEnough, normalizePassword, passwordMinimum } from "./derive.ts";

const crypto = testCrypto();
const secretKey = Uint8Array.from({ length: 16 }, (_, i) => i);

/** What the stretch was asked, and how often. */
function watched(): { readonly asked: { password: Bytes; salt: Bytes }[]; readonly crypto: typeof crypto } {
  const asked: { password: Bytes; salt: Bytes }[] = [];
  const stretch = async (password: Bytes, salt: Bytes) => {
    asked.push({ password, salt });
    return crypto.stretch(password, salt);
  };
  return { asked, crypto: { ...crypto, stretch } };
}

describe("derivation", () => {
  it("[K3] is salt, stretch, extract and two expansions, written out step by step", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), bytesOf(16), async (password, key) => {
        const [salt] = await crypto.sha256([enc("holdfast/1/salt", key)]);
        const stretched = await crypto.stretch(utf8(password.normalize("NFKC")), (salt as Bytes).slice(0, 16));
        const root = await crypto.hmac(key, stretched);
        const expand = (info: Bytes) => crypto.hmac(root, concat(info, Uint8Array.of(1)));
        expect(await deriveKeys(crypto, password, key)).toEqual({
          kek: await expand(enc("holdfast/1/kek/password")),
          signInSeed: await expand(enc("holdfast/1/sign-in")),
        });
      }),
    );
  });

  it("[K3] stretches once for both keys", async () => {
    const { asked, crypto: watching } = watched();
    await deriveKeys(watching, "a long enough password", secretKey);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.salt).toHaveLength(16);
  });

  it("[K3] [attack 95] gives other keys for any other password or Secret Key, and two that differ", async () => {
    const passwords = fc.uniqueArray(fc.string({ unit: "grapheme" }), { minLength: 2, maxLength: 2, selector: normalizePassword });
    await fc.assert(
      fc.asyncProperty(passwords, fc.uniqueArray(bytesOf(16), { minLength: 2, maxLength: 2, selector: String }), async (two, keys) => {
        const derived = [];
        for (const password of two) for (const key of keys) derived.push(await deriveKeys(crypto, password, key));
        expect(new Set(derived.flatMap(({ kek, signInSeed }) => [String(kek), String(signInSeed)])).size).toBe(8);
      }),
      { numRuns: 30 },
    );
  });
});

describe("the main password", () => {
  it.each([
    ["composed and decomposed", "café au lait à la", "cafe\u0301 au lait a\u0300 la"],
    ["full width", "ｐａｓｓｗｏｒｄ１２３４", "password1234"],
    ["ligatures and numerals", "ﬁsh and Ⅻ chips", "fish and XII chips"],
    ["the Kelvin and Ångström signs", "0 \u212a and 1 \u212b apart", "0 K and 1 \u00c5 apart"],
  ])("[K5] is one in both of its forms: %s", async (_what, one, other) => {
    expect(one).not.toBe(other);
    expect(normalizePassword(one)).toBe(normalizePassword(other));
    expect(await deriveKeys(crypto, one, secretKey)).toEqual(await deriveKeys(crypto, other, secretKey));
  });

  it("[K5] keeps case, blanks and order", async () => {
    const derived = new Set<string>();
    for (const password of ["Password 1234", "password 1234", " Password 1234", "Password 1234 ", "Password  1234", "Password 1243"]) {
      derived.add(String((await deriveKeys(crypto, password, secretKey)).kek));
    }
    expect(derived.size).toBe(6);
  });

  it("[K5] is never cut: every byte of a long one reaches the stretch", async () => {
    const { asked, crypto: watching } = watched();
    const long = "ü😀".repeat(5_000);
    await deriveKeys(watching, long, secretKey);
    expect(asked[0]?.password).toEqual(utf8(long));
  });

  it("[K5] has at least twelve code points after normalization", () => {
    expect(passwordMinimum).toBe(12);
    expect(isLongEnough("a".repeat(11))).toBe(false);
    expect(isLongEnough("a".repeat(12))).toBe(true);
    expect(isLongEnough("😀".repeat(11))).toBe(false);
    expect(isLongEnough("😀".repeat(12))).toBe(true);
    expect(isLongEnough("e\u0301".repeat(6))).toBe(false);
    expect(isLongEnough("e\u0301".repeat(12))).toBe(true);
    expect(isLongEnough("ﬃ".repeat(4))).toBe(true);
    expect(isLongEnough("")).toBe(false);
  });
});
