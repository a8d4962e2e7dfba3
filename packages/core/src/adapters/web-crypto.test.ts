import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { bytesOf, bytesUpTo } from "../testing/arbitrary.ts";
import { cryptoContract } from "../testing/crypto-contract.ts";
import { nodeCrypto } from "./node-crypto.ts";
import { webCrypto } from "./web-crypto.ts";

cryptoContract("WebCrypto and hash-wasm", webCrypto());

const [node, web] = [nodeCrypto(), webCrypto()];

describe("webCrypto", () => {
  it("[E1] [K3] [K7] gives node-crypto's bytes: digests, HMACs, sealed pieces and signatures", async () => {
    await fc.assert(
      fc.asyncProperty(bytesOf(32), bytesOf(12), bytesUpTo(300), async (key, nonce, text) => {
        expect(await web.sha256([text])).toEqual(await node.sha256([text]));
        expect(await web.hmac(text, key)).toEqual(await node.hmac(text, key));
        const job = { nonce, plaintext: text, associated: key };
        expect(await web.sealMany(await web.aeadKey(key), [job])).toEqual(await node.sealMany(await node.aeadKey(key), [job]));
        const [one, other] = [await web.signingKey(key), await node.signingKey(key)];
        expect(one.publicKey).toEqual(other.publicKey);
        expect(await web.sign(one, text)).toEqual(await node.sign(other, text));
      }),
      { numRuns: 50 },
    );
  });

  it("[K4] stretches to node-crypto's bytes", async () => {
    const password = new TextEncoder().encode("pässword with 😀");
    const salt = Uint8Array.from({ length: 16 }, (_, i) => i);
    expect(await web.stretch(password, salt)).toEqual(await node.stretch(password, salt));
  });

  it("[E1] takes more pieces at once than the platform is given, in their order", async () => {
    const pieces = Array.from({ length: 1_100 }, (_, n) => Uint8Array.of(n & 255, n >> 8));
    expect(await web.sha256(pieces)).toEqual(await node.sha256(pieces));
  });
});

describe("where the platform does not tell the public half of a key, as Firefox", () => {
  beforeAll(() => void vi.spyOn(globalThis.crypto.subtle, "exportKey").mockRejectedValue(new DOMException("", "OperationError")));
  afterAll(() => void vi.restoreAllMocks());

  cryptoContract("WebCrypto", webCrypto());

  it("[K7] finds node-crypto's, of either sign", async () => {
    const signs = new Set<number>();
    await fc.assert(
      fc.asyncProperty(bytesOf(32), async (seed) => {
        const { publicKey } = await web.signingKey(seed);
        expect(publicKey).toEqual((await node.signingKey(seed)).publicKey);
        signs.add((publicKey[31] ?? 0) >> 7);
      }),
      { numRuns: 50 },
    );
    expect(signs.size).toBe(2);
  });
});
