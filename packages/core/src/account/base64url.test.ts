import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesUpTo } from "../testing/arbitrary.ts";
import { fromBase64url, toBase64url } from "./base64url.ts";

describe("base64url", () => {
  it("writes RFC 4648's examples (section 10), without padding", () => {
    const texts = ["", "f", "fo", "foo", "foob", "fooba", "foobar"];
    expect(texts.map((text) => toBase64url(new TextEncoder().encode(text)))).toEqual([
      "",
      "Zg",
      "Zm8",
      "Zm9v",
      "Zm9vYg",
      "Zm9vYmE",
      "Zm9vYmFy",
    ]);
    expect(toBase64url(Uint8Array.of(0xfb, 0xff, 0xbf))).toBe("-_-_");
  });

  it("is Node's, for any bytes", () => {
    fc.assert(
      fc.property(bytesUpTo(70), (bytes) => {
        expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString("base64url"));
      }),
    );
  });

  it("comes back, and nothing else does: no padding, no other letters, no bits left over", () => {
    fc.assert(
      fc.property(bytesUpTo(70), (bytes) => {
        expect(fromBase64url(toBase64url(bytes))).toEqual(bytes);
      }),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        const bytes = fromBase64url(text);
        expect(bytes === null || toBase64url(bytes) === text).toBe(true);
      }),
    );
    for (const text of ["Zg==", "Z", "Zh", "Zm9v\n", "Zm9+", "ä"]) expect(fromBase64url(text)).toBeNull();
  });

  it("makes 43 letters of a token, all fit for a header", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (token) => {
        expect(toBase64url(token)).toMatch(/^[A-Za-z0-9_-]{43}$/);
      }),
    );
  });
});
