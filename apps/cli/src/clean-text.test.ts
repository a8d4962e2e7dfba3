import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanLine, cleanLines } from "./clean-text.ts";

describe("text for a terminal", () => {
  it.each([
    ["Grüße, 東京 🚲", "Grüße, 東京 🚲"],
    ["a\u001b[31mb", "a\ufffd[31mb"],
    ["a\u009b31mb", "a\ufffd31mb"],
    ["a\u0007\u007f", "a\ufffd\ufffd"],
    ["a\u202eb\u2066c", "a\ufffdb\ufffdc"],
    ["a\r\nb\tc\nd", "a b c d"],
  ])("%j becomes %j", (text, clean) => expect(cleanLine(text)).toBe(clean));

  it("keeps lines where there may be several", () => {
    expect(cleanLines("a\nb\r\nc\u001b\rd")).toEqual(["a", "b", "c\ufffd", "d"]);
  });

  it("[attack 123] lets no control character through", () => {
    const control = fc.integer({ min: 0, max: 0x9f }).map((code) => String.fromCodePoint(code));
    const text = fc.array(fc.oneof(control, fc.string({ unit: "binary" }))).map((parts) => parts.join(""));
    fc.assert(fc.property(text, (each) => !/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(cleanLine(each))));
  });
});
