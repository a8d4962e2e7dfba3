import { type AccountId, concat, enc, type Slot, u32 } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sealOne } from "../seal/envelope.ts";
import { bytesOf, bytesUpTo, everyBeginning, everyFlippedBit } from "../testing/arbitrary.ts";
import { aKeyring, keyrings } from "../testing/arbitrary-keyring.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { encodeKeyring } from "./keyring.ts";
import { openSlot, type SlotKind, sealSlot } from "./slot.ts";

const crypto = testCrypto();
const kek = new Uint8Array(32).fill(0x42);
const { accountId } = aKeyring;
const open = (slot: Slot) => openSlot(crypto, kek, "password", accountId, slot);

describe("the slot", () => {
  it("[A3] gives the keyring back to the secret it was sealed under", async () => {
    await fc.assert(
      fc.asyncProperty(keyrings, bytesOf(32), fc.constantFrom<SlotKind>("password", "recovery"), async (ring, secret, kind) => {
        const slot = await sealSlot(crypto, secret, kind, ring);
        expect(slot.version).toBe(ring.version);
        expect(slot.sealed.subarray(0, 5)).toEqual(concat(Uint8Array.of(1), u32(ring.version)));
        expect(await openSlot(crypto, secret, kind, ring.accountId, slot)).toEqual(ring);
      }),
    );
  });

  it("[A3] [attack 65] does not open under another secret, as another kind or for another account", async () => {
    const slot = await sealSlot(crypto, kek, "password", aKeyring);
    for (const other of everyFlippedBit(kek)) expect(await openSlot(crypto, other, "password", accountId, slot)).toBeNull();
    expect(await openSlot(crypto, kek, "recovery", accountId, slot)).toBeNull();
    for (const other of everyFlippedBit(accountId)) expect(await openSlot(crypto, kek, "password", other as AccountId, slot)).toBeNull();
    expect(await open(slot)).toEqual(aKeyring);
  });

  it("[A3] [E5] does not open with any bit of it flipped, whatever version it then claims", async () => {
    const slot = await sealSlot(crypto, kek, "password", aKeyring);
    for (const sealed of everyFlippedBit(slot.sealed)) {
      expect(await open({ version: slot.version, sealed })).toBeNull();
      const claimed = new DataView(sealed.buffer).getUint32(1);
      if (claimed !== slot.version) expect(await open({ version: claimed, sealed })).toBeNull();
    }
  });

  it("[A3] [E5] does not open cut, lengthened or made up", async () => {
    const slot = await sealSlot(crypto, kek, "password", aKeyring);
    for (const sealed of [...everyBeginning(slot.sealed), concat(slot.sealed, Uint8Array.of(0))]) {
      expect(await open({ version: slot.version, sealed })).toBeNull();
    }
    await fc.assert(
      fc.asyncProperty(bytesUpTo(700), async (random) => {
        expect(await open({ version: 7, sealed: concat(Uint8Array.of(1), u32(7), random) })).toBeNull();
      }),
    );
  });

  it("[A4] names one version outside, in the header and inside", async () => {
    const slot = await sealSlot(crypto, kek, "password", aKeyring);
    expect(await open({ ...slot, version: 6 })).toBeNull();
    expect(await open({ ...slot, version: 8 })).toBeNull();
    const key = await crypto.aeadKey(kek);
    const forged = (version: number) =>
      sealOne(crypto, key, version, {
        content: encodeKeyring(aKeyring),
        associated: (header) => enc("holdfast/1/slot", header, "password", accountId),
      });
    expect(await open({ version: 7, sealed: await forged(7) })).toEqual(aKeyring);
    expect(await open({ version: 8, sealed: await forged(8) })).toBeNull();
    expect(await open({ version: 7, sealed: await forged(8) })).toBeNull();
  });

  it("[E1] is another piece each time", async () => {
    const slots = await Promise.all(Array.from({ length: 20 }, () => sealSlot(crypto, kek, "password", aKeyring)));
    expect(new Set(slots.map(({ sealed }) => String(sealed.subarray(5, 17)))).size).toBe(20);
  });
});
