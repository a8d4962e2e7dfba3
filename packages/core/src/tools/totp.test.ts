import { utf8 } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testCrypto } from "../testing/test-crypto.ts";
import { fromBase32 } from "./base32.ts";
import { type OneTimeHash, parseOneTimeSecret } from "./one-time-secret.ts";
import { oneTimeCode, totp } from "./totp.ts";

const hmac = testCrypto().oneTimeHmac;
const codeOf = async (text: string, seconds: number) => {
  const made = await totp(hmac, text, seconds * 1_000);
  return made.ok ? made.value.code : made.error.type;
};

// RFC 6238, appendix B: the secret is as long as the hash.
const digits = "1234567890".repeat(7);
const secrets: Readonly<Record<OneTimeHash, string>> = {
  "SHA-1": digits.slice(0, 20),
  "SHA-256": digits.slice(0, 32),
  "SHA-512": digits.slice(0, 64),
};
const rfc6238: readonly (readonly [seconds: number, OneTimeHash, code: string])[] = [
  [59, "SHA-1", "94287082"],
  [59, "SHA-256", "46119246"],
  [59, "SHA-512", "90693936"],
  [1111111109, "SHA-1", "07081804"],
  [1111111109, "SHA-256", "68084774"],
  [1111111109, "SHA-512", "25091201"],
  [1111111111, "SHA-1", "14050471"],
  [1111111111, "SHA-256", "67062674"],
  [1111111111, "SHA-512", "99943326"],
  [1234567890, "SHA-1", "89005924"],
  [1234567890, "SHA-256", "91819424"],
  [1234567890, "SHA-512", "93441116"],
  [2000000000, "SHA-1", "69279037"],
  [2000000000, "SHA-256", "90698825"],
  [2000000000, "SHA-512", "38618901"],
  [20000000000, "SHA-1", "65353130"],
  [20000000000, "SHA-256", "77737706"],
  [20000000000, "SHA-512", "47863826"],
];

describe("a one-time code", () => {
  it.each(rfc6238)("[T5] RFC 6238, appendix B, at %d s with %s", async (seconds, hash, code) => {
    const secret = {
      secret: utf8(secrets[hash]),
      hash,
      form: { type: "digits", digits: 8 } as const,
      period: 30,
      issuer: null,
      account: null,
    };
    expect((await oneTimeCode(hmac, secret, seconds * 1_000)).code).toBe(code);
  });

  it("[T5] RFC 4226, appendix D: ten counters in a row", async () => {
    const codes = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
    const bare = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    for (const [counter, code] of codes.entries()) expect(await codeOf(bare, counter * 30 + 29)).toBe(code);
  });

  it("says how long it is good for", async () => {
    const at = async (ms: number) => {
      const made = await totp(hmac, "JBSWY3DPEHPK3PXP", ms);
      return made.ok ? [made.value.period, made.value.remaining] : null;
    };
    expect(await at(0)).toEqual([30, 30]);
    expect(await at(29_999)).toEqual([30, 1]);
    expect(await at(30_000)).toEqual([30, 30]);
    expect(await at(-5)).toEqual([30, 30]);
  });

  it("gives Steam's five letters", async () => {
    // Computed apart: HMAC-SHA-1 of counter 0 under "12345678901234567890" truncates to 1284755224 (RFC 4226, appendix D).
    const alphabet = "23456789BCDFGHJKMNPQRTVWXY";
    let expected = "";
    for (let rest = 1284755224, i = 0; i < 5; i++, rest = Math.floor(rest / 26)) expected += alphabet[rest % 26];
    expect(await codeOf("steam://GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 5)).toBe(expected);
    expect(await codeOf("otpauth://totp/Steam:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&encoder=steam", 5)).toBe(expected);
  });
});

describe("a one-time secret", () => {
  const settings = (text: string) => {
    const parsed = parseOneTimeSecret(text);
    if (!parsed.ok) return parsed.error;
    const { secret, ...others } = parsed.value;
    return { ...others, length: secret.length };
  };

  it("is read from a whole address", () => {
    const address =
      "otpauth://totp/ACME%20Co:john.doe@email.com?secret=HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ&issuer=ACME%20Co&algorithm=SHA512&digits=8&period=60&image=x";
    expect(settings(address)).toEqual({
      hash: "SHA-512",
      form: { type: "digits", digits: 8 },
      period: 60,
      issuer: "ACME Co",
      account: "john.doe@email.com",
      length: 20,
    });
  });

  const plain = { hash: "SHA-1", form: { type: "digits", digits: 6 }, period: 30, issuer: null, account: null, length: 10 };
  it.each([
    ["JBSWY3DPEHPK3PXP", {}],
    ["  jbsw y3dp ehpk 3pxp ", {}],
    ["JBSW-Y3DP-EHPK-3PXP====", {}],
    ["otpauth://totp?secret=JBSWY3DPEHPK3PXP", {}],
    ["OTPAUTH://TOTP/?SECRET=jbswy3dpehpk3pxp&", {}],
    ["otpauth://totp/kim?secret=JBSW+Y3DP+EHPK+3PXP&digits=&algorithm=hmac-sha256#x", { account: "kim", hash: "SHA-256" }],
    ["otpauth://totp/Shop%3Akim?secret=JBSWY3DPEHPK3PXP", { issuer: "Shop", account: "kim" }],
    ["otpauth://totp/Shop:%20kim?secret=JBSWY3DPEHPK3PXP&issuer=Other", { issuer: "Other", account: "kim" }],
    [
      "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&period=60&period=60&digits=7",
      { account: "a", period: 60, form: { type: "digits", digits: 7 } },
    ],
    ["steam://JBSWY3DPEHPK3PXP", { form: { type: "steam" }, issuer: "Steam" }],
  ])("is read from %j", (text, others) => {
    expect(settings(text)).toEqual({ ...plain, ...others });
  });

  it.each([
    ["", { type: "malformed" }],
    ["A", { type: "malformed" }],
    ["JBSWY3DPEHPK3PX0", { type: "malformed" }],
    ["https://example.com/?secret=JBSWY3DPEHPK3PXP", { type: "malformed" }],
    ["otpauth://totp/a", { type: "malformed" }],
    ["otpauth://totp/a?issuer=b", { type: "malformed" }],
    ["otpauth://totp/%zz?secret=JBSWY3DPEHPK3PXP", { type: "malformed" }],
    ["otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&issuer=%ff", { type: "malformed" }],
    ["otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&secret=AAAAAAAA", { type: "malformed" }],
    ["otpauth://xotp/a?secret=JBSWY3DPEHPK3PXP", { type: "malformed" }],
    [`JBSWY3DP${"A".repeat(5_000)}`, { type: "malformed" }],
    ["otpauth://hotp/a?secret=JBSWY3DPEHPK3PXP&counter=1", { type: "counter-based" }],
    ["otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&digits=5", { type: "unsupported", setting: "digits" }],
    ["otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&digits=6.5", { type: "unsupported", setting: "digits" }],
    ["otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&period=0", { type: "unsupported", setting: "period" }],
    ["otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&period=1e9", { type: "unsupported", setting: "period" }],
    ["otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&algorithm=MD5", { type: "unsupported", setting: "algorithm" }],
  ])("refuses %j", (text, error) => {
    expect(parseOneTimeSecret(text)).toEqual({ ok: false, error });
  });

  it("never throws, whatever it is given, and says nothing of it", () => {
    const piece = fc.constantFrom(
      "otpauth://totp/",
      "otpauth://",
      "?secret=",
      "JBSWY3DP",
      "&digits=",
      "&",
      "%",
      "%41",
      "=",
      "8",
      "steam://",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(piece).map((pieces) => pieces.join("")),
        ),
        (text) => {
          const parsed = parseOneTimeSecret(text);
          if (!parsed.ok) expect(Object.keys(parsed.error).every((key) => key === "type" || key === "setting")).toBe(true);
          else expect(parsed.value.secret.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe("Base32", () => {
  it.each([
    // RFC 4648, 10.
    ["MY======", "f"],
    ["MZXQ====", "fo"],
    ["MZXW6===", "foo"],
    ["MZXW6YQ=", "foob"],
    ["MZXW6YTB", "fooba"],
    ["MZXW6YTBOI======", "foobar"],
    ["mzxw 6ytb-oi", "foobar"],
  ])("reads %s", (text, expected) => {
    expect(fromBase32(text)).toEqual(utf8(expected));
  });

  it.each(["", "=", "M", "MZXW1", "MZ=XW6", "MZXW6Ä", "A".repeat(1_025)])("refuses %j", (text) => {
    expect(fromBase32(text)).toBeNull();
  });
});
