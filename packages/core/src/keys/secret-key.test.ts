import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toCrockford } from "../crypto/crockford.ts";
import { anyText, bytesOf, bytesUpTo, typedOtherwise } from "../testing/arbitrary.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { formatSecretKey, generateSecretKey, parseSecretKey, secretKeyBytes } from "./secret-key.ts";

const crypto = testCrypto();
const malformed = { ok: false, error: { type: "malformed" } };
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const written = bytesOf(secretKeyBytes);

describe("the Secret Key", () => {
  it("[K2] is 16 bytes of the platform's randomness", () => {
    const asked: number[] = [];
    const randomBytes = (count: number) => {
      asked.push(count);
      return new Uint8Array(count).fill(7);
    };
    const counting = { ...crypto, randomBytes };
    expect(generateSecretKey(counting)).toEqual(new Uint8Array(16).fill(7));
    expect(asked).toEqual([16]);
  });

  it("[K2] is written HF1- and eight groups of four, and reads back however it is typed", async () => {
    const typed = written.chain((secretKey) => fc.tuple(fc.constant(secretKey), fc.infiniteStream(fc.nat())));
    await fc.assert(
      fc.asyncProperty(typed, async ([secretKey, choices]) => {
        const text = await formatSecretKey(crypto, secretKey);
        expect(text).toMatch(/^HF1(-[0-9A-HJKMNP-TV-Z]{4}){8}$/);
        expect(await parseSecretKey(crypto, text)).toEqual({ ok: true, value: secretKey });
        const [other] = fc.sample(typedOtherwise(text), { numRuns: 1, seed: choices.next().value });
        expect(await parseSecretKey(crypto, other as string)).toEqual({ ok: true, value: secretKey });
      }),
      { numRuns: 50 },
    );
  });

  it.each(["hf1", "HFI-", "hfl ", " H F 1\n", "Hf-1--"])("[K2] takes its beginning as %j too", async (beginning) => {
    const text = await formatSecretKey(crypto, new Uint8Array(16).fill(0x5a));
    expect((await parseSecretKey(crypto, beginning + text.slice(4))).ok).toBe(true);
    expect((await parseSecretKey(crypto, `  ${beginning}${text.slice(4).replaceAll("-", "")} \r\n`)).ok).toBe(true);
  });

  it("[K2] with any single letter changed is malformed", async () => {
    const text = await formatSecretKey(crypto, crypto.randomBytes(16));
    for (let at = 0; at < text.length; at++) {
      if (text[at] === "-") continue;
      for (const letter of alphabet) {
        if (letter === text[at]) continue;
        expect(await parseSecretKey(crypto, text.slice(0, at) + letter + text.slice(at + 1))).toEqual(malformed);
      }
    }
  });

  it("[K2] with two neighbours exchanged, a letter left out or one too many is malformed", async () => {
    const text = (
      await formatSecretKey(
        crypto,
        Uint8Array.from({ length: 16 }, (_, i) => 37 * i + 11),
      )
    ).replaceAll("-", "");
    for (let at = 0; at < text.length; at++) {
      const [one, two] = [text[at] as string, text[at + 1] ?? ""];
      expect(await parseSecretKey(crypto, text.slice(0, at) + text.slice(at + 1))).toEqual(malformed);
      expect(await parseSecretKey(crypto, `${text.slice(0, at)}0${text.slice(at)}`)).toEqual(malformed);
      if (one !== two && two !== "")
        expect(await parseSecretKey(crypto, text.slice(0, at) + two + one + text.slice(at + 2))).toEqual(malformed);
    }
  });

  it("is malformed in another length, under another beginning, or with another checksum", async () => {
    await fc.assert(
      fc.asyncProperty(bytesUpTo(60), async (bytes) => {
        expect(await parseSecretKey(crypto, `HF1-${toCrockford(bytes)}`)).toEqual(malformed);
      }),
    );
    const text = await formatSecretKey(crypto, new Uint8Array(16));
    for (const other of [
      "",
      "HF1",
      "HF1-",
      text.slice(4),
      `HF2-${text.slice(4)}`,
      `HFS1-${text.slice(4)}`,
      text + text,
      "HF1-".padEnd(1e6, "0"),
    ]) {
      expect(await parseSecretKey(crypto, other)).toEqual(malformed);
    }
  });

  it("[K2] in another length is refused before anything is hashed", async () => {
    let hashed = 0;
    const sha256: typeof crypto.sha256 = (pieces) => {
      hashed++;
      return crypto.sha256(pieces);
    };
    const text = await formatSecretKey(crypto, new Uint8Array(16));
    for (const other of [text.slice(0, -8), text.slice(0, -1), `${text}0`, `${text}-0000-0000`, text.padEnd(1e6, "0")]) {
      expect(await parseSecretKey({ ...crypto, sha256 }, other)).toEqual(malformed);
    }
    expect(hashed).toBe(0);
    expect((await parseSecretKey({ ...crypto, sha256 }, text)).ok).toBe(true);
    expect(hashed).toBe(1);
  });

  it("throws for nothing that is typed", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        expect(await parseSecretKey(crypto, text)).toEqual(malformed);
      }),
    );
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        expect(await parseSecretKey(crypto, `HF1-${text}`)).toEqual(malformed);
      }),
    );
  });
});
