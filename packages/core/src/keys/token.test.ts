import { concat, type DeviceId, readSealedHeader, u32 } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyId, bytesOf, bytesUpTo, everyBeginning, everyFlippedBit } from "../testing/arbitrary.ts";
import { aKeyring, keyrings } from "../testing/arbitrary-keyring.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { newestEpoch } from "./keyring.ts";
import { openToken, sealToken } from "./token.ts";

const crypto = testCrypto();
const device = new Uint8Array(16).fill(8) as DeviceId;
const token = new Uint8Array(32).fill(0xab);
const open = (sealed: Uint8Array) => openToken(crypto, aKeyring, device, sealed);

describe("the token at rest", () => {
  it("[A7] comes back to the device and keyring it was sealed for", async () => {
    await fc.assert(
      fc.asyncProperty(keyrings, anyId<DeviceId>(), bytesOf(32), async (ring, id, given) => {
        const sealed = await sealToken(crypto, ring, id, given);
        expect(readSealedHeader(sealed)).toBe(newestEpoch(ring).epoch);
        expect(await openToken(crypto, ring, id, sealed)).toEqual(given);
      }),
    );
  });

  it("[A7] shows nothing of the token", async () => {
    expect(String(await sealToken(crypto, aKeyring, device, token))).not.toContain(String(token));
  });

  it("[A7] does not open for another device, under another epoch key, or once a newer epoch has begun", async () => {
    const sealed = await sealToken(crypto, aKeyring, device, token);
    expect(await open(sealed)).toEqual(token);
    for (const other of everyFlippedBit(device)) expect(await openToken(crypto, aKeyring, other as DeviceId, sealed)).toBeNull();
    const exchanged = { ...aKeyring, epochs: [{ epoch: 2, key: new Uint8Array(32).fill(9) }] };
    expect(await openToken(crypto, exchanged, device, sealed)).toBeNull();
    const later = { ...aKeyring, epochs: [...aKeyring.epochs, { epoch: 3, key: new Uint8Array(32).fill(4) }] };
    expect(await openToken(crypto, later, device, sealed)).toBeNull();
  });

  it("[A7] [E5] does not open with any bit flipped, cut or made up", async () => {
    const sealed = await sealToken(crypto, aKeyring, device, token);
    for (const other of [...everyFlippedBit(sealed), ...everyBeginning(sealed)]) expect(await open(other)).toBeNull();
    await fc.assert(
      fc.asyncProperty(bytesUpTo(700), async (random) => {
        expect(await open(concat(Uint8Array.of(1), u32(2), random))).toBeNull();
      }),
    );
  });

  it("[A7] is a token of 32 bytes or none", async () => {
    expect(await open(await sealToken(crypto, aKeyring, device, new Uint8Array(31)))).toBeNull();
    expect(await open(await sealToken(crypto, aKeyring, device, new Uint8Array(33)))).toBeNull();
  });
});
