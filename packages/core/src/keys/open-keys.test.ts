import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOf, bytesUpTo, everyBeginning } from "../testing/arbitrary.ts";
import { aKeyring, keyrings } from "../testing/arbitrary-keyring.ts";
import { decodeOpenKeys, encodeOpenKeys, openKeysBytes } from "./open-keys.ts";

describe("open keys as bytes", () => {
  it("[K8] come back as they were, within their bound", () => {
    fc.assert(
      fc.property(keyrings, bytesOf(32), (ring, signInSeed) => {
        const bytes = encodeOpenKeys({ ring, signInSeed });
        expect(bytes.length).toBeLessThan(openKeysBytes);
        expect(decodeOpenKeys(bytes)).toEqual({ ring, signInSeed });
      }),
      { numRuns: 50 },
    );
  });

  it("[K8] are none where they are cut, empty, without an epoch or anything else", () => {
    const signInSeed = new Uint8Array(32);
    for (const cut of everyBeginning(encodeOpenKeys({ ring: aKeyring, signInSeed }))) expect(decodeOpenKeys(cut)).toBeNull();
    expect(decodeOpenKeys(encodeOpenKeys({ ring: { ...aKeyring, epochs: [] }, signInSeed }))).toBeNull();
    fc.assert(fc.property(bytesUpTo(300), (bytes) => decodeOpenKeys(bytes) === null));
  });
});
