import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareBytes, concat, equalBytes, fromHex, fromUtf8, readU32, toHex, u32, u64, utf8 } from "./bytes.ts";

const bytes = fc.uint8Array({ maxLength: 40 });

describe("numbers", () => {
  it("u32 is four bytes, big endian, read back", () => {
    expect(u32(0x01020304)).toEqual(Uint8Array.of(1, 2, 3, 4));
    expect(u32(0xffff_ffff)).toEqual(Uint8Array.of(255, 255, 255, 255));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), bytes, (value, before) => {
        expect(readU32(concat(before, u32(value)), before.length)).toBe(value);
      }),
    );
  });

  it("u64 is eight bytes, big endian, up to the greatest safe integer", () => {
    expect(u64(1)).toEqual(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1));
    expect(u64(Number.MAX_SAFE_INTEGER)).toEqual(Uint8Array.of(0, 31, 255, 255, 255, 255, 255, 255));
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("refuses %d", (value) => {
    expect(() => u64(value)).toThrow();
    expect(() => u32(value)).toThrow();
  });

  it("u32 ends at 2^32 - 1", () => {
    expect(() => u32(2 ** 32)).toThrow();
  });
});

describe("comparing", () => {
  it("orders as hex text does, and says equal of the same bytes alone", () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const [x, y] = [toHex(a), toHex(b)];
        expect(Math.sign(compareBytes(a, b))).toBe(x < y ? -1 : x > y ? 1 : 0);
        expect(equalBytes(a, b)).toBe(x === y);
        expect(equalBytes(a, a.slice())).toBe(true);
      }),
    );
  });

  it("puts a beginning before what it begins, and 0xff after 0x00", () => {
    expect(compareBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBeLessThan(0);
    expect(compareBytes(Uint8Array.of(255), Uint8Array.of(0, 0))).toBeGreaterThan(0);
    expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(false);
  });
});

describe("text", () => {
  it("goes to UTF-8 and back, a byte order mark too", () => {
    for (const text of ["", "abc", "ÄÖ€😀", "\u{feff}x", "\0"]) expect(fromUtf8(utf8(text))).toBe(text);
  });

  it.each([[0x80], [0xc0, 0x80], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xff]])("is null for %j", (...given) => {
    expect(fromUtf8(Uint8Array.from(given))).toBeNull();
  });
});

describe("hex", () => {
  it("goes there and back", () => {
    fc.assert(
      fc.property(bytes, (given) => {
        expect(fromHex(toHex(given))).toEqual(given);
      }),
    );
  });

  it.each(["0", "0G", "AB", "0x00", " 00", "00\n", "é0"])("is null for %j", (given) => {
    expect(fromHex(given)).toBeNull();
  });
});

it("concat joins in order", () => {
  expect(concat()).toEqual(new Uint8Array(0));
  expect(concat(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
});
