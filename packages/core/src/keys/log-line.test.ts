import type { DeviceId } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesUpTo, everyBeginning, everyFlippedBit } from "../testing/arbitrary.ts";
import { aKeyring } from "../testing/arbitrary-keyring.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import type { Keyring } from "./keyring.ts";
import { lineSeal } from "./log-line.ts";
import { sealToken } from "./token.ts";

const crypto = testCrypto();
const device = new Uint8Array(16).fill(8) as DeviceId;
const other = new Uint8Array(16).fill(9) as DeviceId;
const ring: Keyring = { ...aKeyring, epochs: [{ epoch: 1, key: new Uint8Array(32).fill(1) }] };
const later: Keyring = { ...ring, epochs: [...ring.epochs, { epoch: 2, key: new Uint8Array(32).fill(2) }] };
const text = new TextEncoder().encode("a line that names an item");

describe("lines of the activity log", () => {
  it("[A8] come back to the device and keyring they were sealed for, in their order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(bytesUpTo(600), { maxLength: 8 }), async (lines) => {
        const seal = lineSeal(crypto, ring, device, "log");
        expect(await seal.open(await seal.seal(lines))).toEqual(lines);
      }),
      { numRuns: 30 },
    );
  });

  it("[A8] of an earlier epoch open beside those of the newest; those of a later one do not", async () => {
    const [old] = await lineSeal(crypto, ring, device, "log").seal([text]);
    const [fresh] = await lineSeal(crypto, later, device, "log").seal([text]);
    const lines = [fresh, old, fresh].map((line) => line ?? new Uint8Array(0));
    expect(await lineSeal(crypto, later, device, "log").open(lines)).toEqual([text, text, text]);
    expect(await lineSeal(crypto, ring, device, "log").open(lines)).toEqual([null, text, null]);
  });

  it("[A8] open for no other device and under no other keyring", async () => {
    const sealed = await lineSeal(crypto, ring, device, "log").seal([text]);
    expect(await lineSeal(crypto, ring, other, "log").open(sealed)).toEqual([null]);
    const foreign: Keyring = { ...ring, epochs: [{ epoch: 1, key: new Uint8Array(32).fill(7) }] };
    expect(await lineSeal(crypto, foreign, device, "log").open(sealed)).toEqual([null]);
  });

  it("[A8] [E5] are not opened where a bit was flipped, an end is missing or something else was sealed", async () => {
    const seal = lineSeal(crypto, ring, device, "log");
    const [sealed] = await seal.seal([new Uint8Array(3)]);
    const altered = [...everyFlippedBit(sealed as Uint8Array), ...everyBeginning(sealed as Uint8Array)];
    expect((await seal.open(altered)).every((content) => content === null)).toBe(true);
    expect(await seal.open([await sealToken(crypto, ring, device, new Uint8Array(32))])).toEqual([null]);
  });

  it("[A8] take a key for each epoch once, and none that nothing was sealed under", async () => {
    const [old] = await lineSeal(crypto, ring, device, "log").seal([text]);
    let made = 0;
    const aeadKey = (raw: Uint8Array) => {
      made++;
      return crypto.aeadKey(raw);
    };
    const seal = lineSeal({ ...crypto, aeadKey }, later, device, "log");
    const fresh = [...(await seal.seal([text])), ...(await seal.seal([text]))];
    expect([await seal.open(fresh), made]).toEqual([[text, text], 1]);
    expect([await seal.open([...fresh, old as Uint8Array]), await seal.open([old as Uint8Array]), made]).toEqual([
      [text, text, text],
      [text],
      2,
    ]);
  });

  it("[A8] show nothing of what they say", async () => {
    const [sealed] = await lineSeal(crypto, ring, device, "log").seal([text]);
    expect(new TextDecoder("latin1").decode(sealed)).not.toContain("names");
  });

  it("[A10] a draft is sealed under keys of its own: neither opens as the other", async () => {
    const [line] = await lineSeal(crypto, ring, device, "log").seal([text]);
    const [draft] = await lineSeal(crypto, ring, device, "draft").seal([text]);
    if (line === undefined || draft === undefined) throw new Error("nothing was sealed");
    expect(await lineSeal(crypto, ring, device, "draft").open([draft, line])).toEqual([text, null]);
    expect(await lineSeal(crypto, ring, device, "log").open([draft, line])).toEqual([null, text]);
  });
});
