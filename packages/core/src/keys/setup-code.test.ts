import { type AccountName, accountName, concat, enc, encode, type HeadRef, headRef, limits, shape } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromCrockford, toCrockford } from "../crypto/crockford.ts";
import { anyHash, anyText, bytesOf, bytesUpTo, typedOtherwise } from "../testing/arbitrary.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { formatSetupCode, parseSetupCode, type SetupCode } from "./setup-code.ts";

const crypto = testCrypto();
const malformed = { ok: false, error: { type: "malformed" } };
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const accounts = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
  .map((typed) => accountName(typed))
  .filter((name): name is AccountName => name !== null && accountName(name) === name);

const codes: fc.Arbitrary<SetupCode> = fc.record({
  origin: fc.webUrl().filter((url) => url.length <= 300),
  account: accounts,
  secretKey: bytesOf(16),
  slotVersion: fc.nat(0xffff_ffff),
  head: fc.record({ seq: fc.maxSafeNat(), hash: anyHash }) as fc.Arbitrary<HeadRef>,
});

const example: SetupCode = {
  origin: "https://vault.example.org",
  account: "someone@example.org" as AccountName,
  secretKey: Uint8Array.from({ length: 16 }, (_, i) => 11 * i),
  slotVersion: 3,
  head: { seq: 41, hash: new Uint8Array(32).fill(9) as HeadRef["hash"] },
};

/** The text of any content at all under a checksum that fits. */
async function sealedText(content: Uint8Array): Promise<string> {
  const [hash] = await crypto.sha256([enc("holdfast/1/setup-code", content)]);
  return `HFS1-${toCrockford(concat(content, (hash as Uint8Array).subarray(0, 4)))}`;
}

describe("the setup code", () => {
  it("[A6] is HFS1- and groups of five, and gives back all that was put in", async () => {
    await fc.assert(
      fc.asyncProperty(codes, async (code) => {
        const text = await formatSetupCode(crypto, code);
        expect(text).toMatch(/^HFS1(-[0-9A-HJKMNP-TV-Z]{5})*(-[0-9A-HJKMNP-TV-Z]{1,5})$/);
        expect(await parseSetupCode(crypto, text)).toEqual({ ok: true, value: code });
      }),
    );
  });

  it("[A6] pins slot version and head, however it is typed", async () => {
    const text = await formatSetupCode(crypto, example);
    await fc.assert(
      fc.asyncProperty(typedOtherwise(text), async (typed) => {
        const read = await parseSetupCode(crypto, typed);
        expect(read).toMatchObject({ ok: true, value: { slotVersion: 3, head: example.head } });
      }),
      { numRuns: 30 },
    );
    expect((await parseSetupCode(crypto, `hfsl${text.slice(5).toLowerCase().replaceAll("-", "\n")}`)).ok).toBe(true);
  });

  it("[A6] with any single letter changed is malformed", async () => {
    const text = await formatSetupCode(crypto, example);
    for (let at = 0; at < text.length; at++) {
      if (text[at] === "-") continue;
      const letter = alphabet[(alphabet.indexOf(text[at] as string) + 1 + (at % 31)) % 32] as string;
      expect(await parseSetupCode(crypto, text.slice(0, at) + letter + text.slice(at + 1))).toEqual(malformed);
    }
  });

  it("[A6] cut anywhere is malformed", async () => {
    const text = await formatSetupCode(crypto, example);
    for (let length = 0; length < text.length; length++) expect(await parseSetupCode(crypto, text.slice(0, length))).toEqual(malformed);
  });

  it("[A6] takes the one canonical content alone, whatever the checksum says", async () => {
    const content = (fromCrockford((await formatSetupCode(crypto, example)).slice(5)) as Uint8Array).slice(0, -4);
    expect(await parseSetupCode(crypto, await sealedText(content))).toEqual({ ok: true, value: example });
    const { text, record, bytes } = shape;
    const { origin, secretKey, head } = example;
    const less = encode(record({ origin: text(1, 300), secretKey: bytes(16), head: headRef }), { origin, secretKey, head });
    for (const other of [less, concat(content, Uint8Array.of(0)), content.slice(0, -1), new Uint8Array(0), Uint8Array.of(0xf6)]) {
      expect(await parseSetupCode(crypto, await sealedText(other))).toEqual(malformed);
    }
    const shouting = await formatSetupCode(crypto, { ...example, account: "SOMEONE" as AccountName });
    expect(await parseSetupCode(crypto, shouting)).toEqual(malformed);
  });

  it("[A6] may be as long as its members, and nothing longer than any code is hashed", async () => {
    const longest = {
      origin: "語".repeat(300),
      account: "語".repeat(limits.accountName) as AccountName,
      secretKey: new Uint8Array(16).fill(0xff),
      slotVersion: 0xffff_ffff,
      head: { seq: Number.MAX_SAFE_INTEGER, hash: new Uint8Array(32).fill(0xff) as HeadRef["hash"] },
    };
    let hashed = 0;
    const sha256: typeof crypto.sha256 = (pieces) => {
      hashed++;
      return crypto.sha256(pieces);
    };
    const text = await formatSetupCode(crypto, longest);
    expect(await parseSetupCode({ ...crypto, sha256 }, text)).toEqual({ ok: true, value: longest });
    expect(await parseSetupCode({ ...crypto, sha256 }, "HFS1".padEnd(4_000, "0"))).toEqual(malformed);
    expect(hashed).toBe(2);
    for (const length of [4_001, 1e6]) expect(await parseSetupCode({ ...crypto, sha256 }, "HFS1".padEnd(length, "0"))).toEqual(malformed);
    expect(hashed).toBe(2);
  });

  it("throws for nothing that is typed, and is malformed when it is too long", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        expect(await parseSetupCode(crypto, text)).toEqual(malformed);
      }),
    );
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        expect(await parseSetupCode(crypto, `HFS1-${text}`)).toEqual(malformed);
      }),
    );
    await fc.assert(
      fc.asyncProperty(bytesUpTo(200), async (content) => {
        expect(await parseSetupCode(crypto, await sealedText(content))).toEqual(malformed);
      }),
    );
    expect(await parseSetupCode(crypto, await sealedText(new Uint8Array(3_000)))).toEqual(malformed);
  });
});
