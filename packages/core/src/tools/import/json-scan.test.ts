import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanJson } from "./json-scan.ts";

const bounds = { depth: 8, members: 5, parts: 40 };
const scan = (text: string) => scanJson(text, bounds);

describe("scanJson", () => {
  it("finds nothing wrong with plain JSON", () => {
    expect(scan('{"a": [1, -2.5, "x", true, null], "b": {"a": "a", "c": ":"}}')).toBeNull();
    expect(scan('  "just a text with { and \\" in it"  ')).toBeNull();
    expect(scan('["a", "a", {"k": "k", "v": "k"}]')).toBeNull();
  });

  it("[attack 116] finds a key that stands twice in one object, however it is written", () => {
    expect(scan('{"a": 1, "b": 2, "a": 3}')).toBe("repeated-key");
    expect(scan('{"a":1,"\\u0061":2}')).toBe("repeated-key");
    expect(scan('[{"x": {"__proto__": 1, "__proto__": 2}}]')).toBe("repeated-key");
    expect(scan('{"a\\"b": 1, "a\\"b" : 2}')).toBe("repeated-key");
  });

  it("does not take the same key in two objects, or a value, for a repeated one", () => {
    expect(scan('[{"a": 1}, {"a": 1}]')).toBeNull();
    expect(scan('{"a": {"a": {"a": "a"}}, "b": "a"}')).toBeNull();
    expect(scan('{"a\\\\": 1, "a": 2}')).toBeNull();
  });

  it("[attack 116] bounds the depth, the members of an object and the parts of the file", () => {
    expect(scan("[".repeat(8) + "]".repeat(8))).toBeNull();
    expect(scan("[".repeat(9))).toBe("too-deep");
    expect(scan('{"a":'.repeat(9))).toBe("too-deep");
    expect(scan('{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1}')).toBe("too-many-parts");
    expect(scan(`[${Array(40).fill("[]").join()}]`)).toBe("too-many-parts");
  });

  it.each(["12345678901234567890", "1e400", "1E5", "-9234567890123456", "0.1234567890123456", "9007199254740993"])(
    "finds that %s can't be read exactly",
    (number) => expect(scan(`{"n": ${number}}`)).toBe("inexact-number"),
  );

  it.each(["0", "-1", "123456789012345", "1.5", "-0.25", "1760000000000", "-1234567890123456", "9007199254740991"])(
    "takes %s",
    (number) => {
      expect(scan(`[${number}]`)).toBeNull();
    },
  );

  it("reads braces, numbers and colons in texts as text", () => {
    expect(scan('{"a": "{\\"a\\": 1e9, \\"a\\": [[[[[[[[[[[[ 99999999999999999999"}')).toBeNull();
  });

  it("leaves what is no JSON to the parser", () => {
    for (const text of ["", '"', '"\\', "}}}]]]", '{"a', "\\", '{"\\x": 1, "\\x": 2']) expect(() => scan(text)).not.toThrow();
  });

  it("agrees with a parser that sees everything (property)", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4, noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        const roomy = scanJson(text, { depth: 100, members: 1e6, parts: 1e6 });
        // JSON.stringify never repeats a key, so all it can find is a number.
        expect([null, "inexact-number"]).toContain(roomy);
        expect(scanJson(`{"twice":${text},"twice":0}`, { depth: 100, members: 1e6, parts: 1e6 })).toBe(roomy ?? "repeated-key");
      }),
    );
  });
});
