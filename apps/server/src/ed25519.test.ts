import { generateKeyPairSync, sign } from "node:crypto";
import { utf8 } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { verifyEd25519 } from "./ed25519.ts";

const pair = () => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = new Uint8Array(Buffer.from(String(publicKey.export({ format: "jwk" }).x), "base64url"));
  return { raw, sign: (message: string) => new Uint8Array(sign(null, utf8(message), privateKey)) };
};

describe("verifyEd25519", () => {
  it("[C5] [attack 18, 45, 68] takes a key's own signature of the message, and no other's, however often each key was used", () => {
    const [a, b] = [pair(), pair()];
    const signature = a.sign("message");
    for (let round = 0; round < 3; round++) {
      expect(verifyEd25519(a.raw, utf8("message"), signature)).toBe(true);
      expect(verifyEd25519(b.raw, utf8("message"), signature)).toBe(false);
      expect(verifyEd25519(a.raw, utf8("another"), signature)).toBe(false);
    }
  });

  it("goes by a key's bytes as they are now", () => {
    const [a, b] = [pair(), pair()];
    const key = Uint8Array.from(a.raw);
    expect(verifyEd25519(key, utf8("message"), a.sign("message"))).toBe(true);
    key.set(b.raw);
    expect(verifyEd25519(key, utf8("message"), a.sign("message"))).toBe(false);
    expect(verifyEd25519(key, utf8("message"), b.sign("message"))).toBe(true);
  });

  it.each([0, 31, 33])("is false for a key of %d bytes, and for signatures of other lengths", (length) => {
    const { raw, sign } = pair();
    expect(verifyEd25519(new Uint8Array(length), utf8("message"), sign("message"))).toBe(false);
    expect(verifyEd25519(raw, utf8("message"), sign("message").subarray(1))).toBe(false);
  });

  it("verifies on when more keys came than are kept", () => {
    const first = pair();
    const signature = first.sign("message");
    expect(verifyEd25519(first.raw, utf8("message"), signature)).toBe(true);
    // Keys by their bytes alone, most of which are no points of the curve: what is kept of them is bounded all the same.
    for (let i = 0; i < 5_000; i++)
      verifyEd25519(
        Uint8Array.from({ length: 32 }, (_, at) => (at < 2 ? i >> (8 * at) : 1)),
        utf8(""),
        signature,
      );
    expect(verifyEd25519(first.raw, utf8("message"), signature)).toBe(true);
  });
});
