import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  branded,
  bytes,
  canonicalOrder,
  flag,
  list,
  literal,
  Malformed,
  nullable,
  oneOf,
  optional,
  record,
  type Shape,
  text,
  uint,
} from "./shape.ts";

const takes = (shape: Shape<unknown>, ...values: readonly unknown[]): void => {
  for (const value of values) expect(shape.parse(value)).toEqual(value);
};
const refuses = (shape: Shape<unknown>, ...values: readonly unknown[]): void => {
  for (const value of values) expect(() => shape.parse(value)).toThrow(Malformed);
};
const map = (value: object): Map<string, unknown> => new Map(Object.entries(value));

describe("bounds", () => {
  it("of integers", () => {
    takes(uint(5), 0, 5);
    refuses(uint(5), 6, -1, 1.5, "1", null, undefined, 1n, Number.NaN);
    takes(uint(), Number.MAX_SAFE_INTEGER);
    refuses(uint(), Number.MAX_SAFE_INTEGER + 1, Number.POSITIVE_INFINITY);
  });

  it("of bytes", () => {
    takes(bytes(2), new Uint8Array(2));
    refuses(bytes(2), new Uint8Array(1), new Uint8Array(3), [1, 2], "ab");
    takes(bytes(0, 2), new Uint8Array(0), new Uint8Array(2));
    refuses(bytes(0, 2), new Uint8Array(3), new ArrayBuffer(1));
  });

  it("of text, in UTF-16 units", () => {
    takes(text(1, 2), "a", "ab", "😀");
    refuses(text(1, 2), "", "abc", "😀a", 1);
  });

  it("of lists, and of what is in them", () => {
    takes(list(uint(1), 2), [], [0, 1]);
    refuses(list(uint(1), 2), [0, 0, 0], [2], new Map(), { length: 0 }, "ab");
  });

  it("of the rest", () => {
    takes(flag, true, false);
    refuses(flag, 0, 1, null, "true");
    takes(literal("a"), "a");
    refuses(literal("a"), "b", "A", null);
    takes(nullable(uint()), null, 1);
    refuses(nullable(uint()), undefined, "a");
    takes(branded(bytes(1)), new Uint8Array(1));
  });
});

describe("a record", () => {
  const shape = record({ b: uint(), a: uint(), long: optional(uint()) });

  it("has exactly its keys, in canonical order", () => {
    expect(shape.parse(map({ a: 1, b: 2 }))).toEqual({ a: 1, b: 2 });
    expect(shape.parse(map({ a: 1, b: 2, long: 3 }))).toEqual({ a: 1, b: 2, long: 3 });
    refuses(
      shape,
      map({ b: 2, a: 1 }),
      map({ long: 3, a: 1, b: 2 }),
      map({ a: 1 }),
      map({ a: 1, b: 2, c: 3 }),
      map({}),
      { a: 1, b: 2 },
      [],
      null,
    );
    refuses(shape, map({ a: 1, b: 2, long: undefined }), new Map([[new Uint8Array([97]), 1]]));
  });

  it("can't be made to touch a prototype", () => {
    refuses(
      shape,
      new Map<string, unknown>([
        ["__proto__", { a: 1 }],
        ["a", 1],
        ["b", 2],
      ]),
    );
    const parsed = record({ a: uint() }).parse(map({ a: 1 }));
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
  });

  it("says of itself what it takes, the same whatever the order it was written in", () => {
    expect(JSON.stringify(shape.schema)).toBe(JSON.stringify(record({ long: optional(uint()), a: uint(), b: uint() }).schema));
    expect(Object.keys(shape.schema)).toEqual(["a", "b", "long?"]);
  });
});

describe("one of several", () => {
  const shape = oneOf({ x: record({ kind: literal("x"), n: uint() }), y: record({ kind: literal("y") }) });

  it("is told apart by its kind", () => {
    expect(shape.parse(map({ n: 1, kind: "x" }))).toEqual({ kind: "x", n: 1 });
    expect(shape.parse(map({ kind: "y" }))).toEqual({ kind: "y" });
    refuses(shape, map({ kind: "x" }), map({ n: 1, kind: "y" }), map({ kind: "z" }), map({}), map({ kind: 1 }), { kind: "y" }, null);
  });

  it("knows no kind from a prototype", () => {
    refuses(shape, map({ kind: "toString" }), map({ kind: "__proto__" }), map({ kind: "constructor" }));
  });
});

it("whatever is given, a shape answers or refuses", () => {
  const shape = record({ a: list(nullable(bytes(0, 4)), 3), b: oneOf({ x: record({ kind: literal("x") }) }) });
  fc.assert(
    fc.property(fc.anything({ withMap: true, withTypedArray: true, withBigInt: true, withNullPrototype: true }), (value) => {
      try {
        shape.parse(value);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(Malformed);
      }
    }),
  );
});

it("canonical order is by length, then by byte", () => {
  expect(["bb", "a", "c", "ab", ""].sort(canonicalOrder)).toEqual(["", "a", "c", "ab", "bb"]);
  expect(canonicalOrder("a", "a")).toBe(0);
});
