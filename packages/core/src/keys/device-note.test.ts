import type { DeviceId } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { everyBeginning, everyFlippedBit } from "../testing/arbitrary.ts";
import { aKeyring } from "../testing/arbitrary-keyring.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { noteSeal } from "./device-note.ts";
import type { Keyring } from "./keyring.ts";

const crypto = testCrypto();
const device = new Uint8Array(16).fill(8) as DeviceId;
const ring: Keyring = { ...aKeyring, epochs: [{ epoch: 1, key: new Uint8Array(32).fill(1) }] };
const later: Keyring = { ...ring, epochs: [...ring.epochs, { epoch: 2, key: new Uint8Array(32).fill(2) }] };
const content = new TextEncoder().encode("what a device notes for itself");

describe("a device's note", () => {
  it("[A9] opens under the epoch it was sealed in, beside others that the keyring holds", async () => {
    const old = await noteSeal(crypto, ring, device).seal(content);
    const fresh = await noteSeal(crypto, later, device).seal(content);
    const seal = noteSeal(crypto, later, device);
    expect([await seal.open(old), await seal.open(fresh)]).toEqual([content, content]);
  });

  it("[A9] does not open where the keyring holds no key of its epoch, nor for another device", async () => {
    const fresh = await noteSeal(crypto, later, device).seal(content);
    expect(await noteSeal(crypto, ring, device).open(fresh)).toBeNull();
    expect(await noteSeal(crypto, later, new Uint8Array(16).fill(9) as DeviceId).open(fresh)).toBeNull();
  });

  it("[A9] [E5] does not open with a bit flipped or an end missing", async () => {
    const seal = noteSeal(crypto, ring, device);
    const sealed = await seal.seal(new Uint8Array(3));
    for (const other of [...everyFlippedBit(sealed), ...everyBeginning(sealed)]) expect(await seal.open(other)).toBeNull();
  });
});
