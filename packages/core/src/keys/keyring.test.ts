import { concat } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesUpTo, everyBeginning } from "../testing/arbitrary.ts";
import { aKeyring, keyrings } from "../testing/arbitrary-keyring.ts";
import { decodeKeyring, encodeKeyring, newestEpoch } from "./keyring.ts";

const malformed = { ok: false, error: { type: "malformed" } };

describe("the keyring", () => {
  it("[K6] comes back from its bytes as it was, and has one form", () => {
    fc.assert(
      fc.property(keyrings, (ring) => {
        const bytes = encodeKeyring(ring);
        const read = decodeKeyring(bytes);
        expect(read).toEqual({ ok: true, value: ring });
        if (read.ok) expect(encodeKeyring(read.value)).toEqual(bytes);
      }),
    );
  });

  it("[K6] has at least one epoch", () => {
    expect(decodeKeyring(encodeKeyring({ ...aKeyring, epochs: [] }))).toEqual(malformed);
  });

  it("[K6] has secrets of their length and numbers of theirs, and no other member", () => {
    const others = [
      { ...aKeyring, secretKey: new Uint8Array(15) },
      { ...aKeyring, version: 2 ** 32 },
      { ...aKeyring, version: -1 },
      { ...aKeyring, epochs: [{ epoch: 1, key: new Uint8Array(31) }] },
      { ...aKeyring, signInSeeds: [new Uint8Array(33)] },
      { ...aKeyring, recoveryKek: new Uint8Array(0) },
      { ...aKeyring, another: 1 },
    ];
    for (const other of others) expect(decodeKeyring(encodeKeyring(other))).toEqual(malformed);
  });

  it("throws for no bytes", () => {
    const bytes = encodeKeyring(aKeyring);
    for (const beginning of everyBeginning(bytes)) expect(decodeKeyring(beginning)).toEqual(malformed);
    expect(decodeKeyring(concat(bytes, Uint8Array.of(0)))).toEqual(malformed);
    fc.assert(
      fc.property(bytesUpTo(400), (random) => {
        expect(decodeKeyring(random)).toEqual(malformed);
      }),
    );
  });

  it("seals under the epoch with the greatest number, wherever it stands", () => {
    fc.assert(
      fc.property(keyrings, (ring) => {
        const newest = newestEpoch(ring);
        expect(newest.epoch).toBe(Math.max(...ring.epochs.map(({ epoch }) => epoch)));
        expect(newestEpoch({ ...ring, epochs: [...ring.epochs].reverse() })).toEqual(newest);
      }),
    );
  });

  it("[K6] needs a vault, and each epoch once, ascending", () => {
    const [first, second] = aKeyring.epochs;
    if (first === undefined || second === undefined) throw new Error("the keyring has two epochs");
    for (const broken of [
      { ...aKeyring, vaults: [] },
      { ...aKeyring, epochs: [second, first] },
      { ...aKeyring, epochs: [first, first] },
    ]) {
      expect(decodeKeyring(encodeKeyring(broken)).ok).toBe(false);
    }
  });
});
