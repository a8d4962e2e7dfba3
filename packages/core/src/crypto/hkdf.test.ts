import { hkdfSync } from "node:crypto";
import { fromHex, utf8 } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesUpTo } from "../testing/arbitrary.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { hkdfExpand, hkdfExtract } from "./hkdf.ts";

const crypto = testCrypto();

describe("HKDF", () => {
  it("[K3] gives the first 32 bytes of RFC 5869's test cases 1 and 3", async () => {
    const inputKey = new Uint8Array(22).fill(0x0b);
    const first = await hkdfExtract(
      crypto,
      Uint8Array.from({ length: 13 }, (_, i) => i),
      inputKey,
    );
    expect(first).toEqual(fromHex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"));
    const info = Uint8Array.from({ length: 10 }, (_, i) => 0xf0 + i);
    expect(await hkdfExpand(crypto, first, info)).toEqual(fromHex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"));

    const third = await hkdfExtract(crypto, new Uint8Array(32), inputKey);
    expect(third).toEqual(fromHex("19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04"));
    expect(await hkdfExpand(crypto, third, utf8(""))).toEqual(fromHex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"));
  });

  it("agrees with Node's own for any salt, key and info", async () => {
    await fc.assert(
      fc.asyncProperty(bytesUpTo(80), bytesUpTo(80), bytesUpTo(80), async (salt, inputKey, info) => {
        const expected = new Uint8Array(hkdfSync("sha256", inputKey, salt, info, 32));
        expect(await hkdfExpand(crypto, await hkdfExtract(crypto, salt, inputKey), info)).toEqual(expected);
      }),
    );
  });
});
