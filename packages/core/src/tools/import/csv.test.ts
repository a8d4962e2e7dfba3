import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv } from "./csv.ts";

const bounds = { columns: 5, rows: 100 };
const rows = (text: string, separator = ",") => {
  const parsed = parseCsv(text, separator, bounds);
  return parsed.ok ? parsed.value.map(({ values }) => values) : parsed.error;
};
const lines = (text: string) => {
  const parsed = parseCsv(text, ",", bounds);
  return parsed.ok ? parsed.value.map(({ line }) => line) : parsed.error;
};

describe("tables", () => {
  it("are rows of values, whatever ends the lines", () => {
    for (const end of ["\n", "\r\n"]) {
      expect(rows(`a,b${end}c,d${end}`)).toEqual([
        ["a", "b"],
        ["c", "d"],
      ]);
      expect(rows(`a,b${end}c,d`)).toEqual([
        ["a", "b"],
        ["c", "d"],
      ]);
    }
    expect(rows("a,b\r")).toEqual([["a", "b"]]);
    expect(rows("")).toEqual([]);
  });

  it("keep empty values, and leave out empty lines", () => {
    expect(rows(",\n\n,,x\n\r\n")).toEqual([
      ["", ""],
      ["", "", "x"],
    ]);
    expect(rows('a,"",\n')).toEqual([["a", "", ""]]);
  });

  it("may have anything in quotes", () => {
    expect(rows('"a,b","c\r\nd\ne","say ""hi""",""""\n')).toEqual([["a,b", "c\r\nd\ne", 'say "hi"', '"']]);
    expect(rows('"a"\r\n"b"')).toEqual([["a"], ["b"]]);
  });

  it("take a quote in the midst of a value, and a carriage return, as text", () => {
    expect(rows('pass"word,a\rb\n')).toEqual([['pass"word', "a\rb"]]);
    expect(rows(' "a",b')).toEqual([[' "a"', "b"]]);
  });

  it("[attack 116] take formulas as text", () => {
    expect(rows("=1+1,@x,-2,+3\n")).toEqual([["=1+1", "@x", "-2", "+3"]]);
  });

  it("may have another separator", () => {
    expect(rows("a;b,c\n", ";")).toEqual([["a", "b,c"]]);
  });

  it("know the line on which a row begins", () => {
    expect(lines('a\n"b\nb",c\r\n\nd\n')).toEqual([1, 2, 5]);
  });

  it("end at a quote that does not end its value", () => {
    expect(rows('a\nb,"c\nd')).toEqual({ type: "quote", line: 2 });
    expect(rows('"a"b,c')).toEqual({ type: "quote", line: 1 });
    expect(rows('"a""')).toEqual({ type: "quote", line: 1 });
    expect(rows('"a"\rb')).toEqual({ type: "quote", line: 1 });
  });

  it("[X17] [attack 116] end at their bounds: a million columns cost no more than six", () => {
    expect(rows(`${"x,".repeat(1_000_000)}`)).toEqual({ type: "too-many-columns" });
    expect(rows('"",'.repeat(1_000_000))).toEqual({ type: "too-many-columns" });
    expect(rows("x\n".repeat(101))).toEqual({ type: "too-many-rows" });
    expect(rows('"'.repeat(1_000_001))).toEqual({ type: "quote", line: 1 });
    expect(rows(`a\n"${"b".repeat(4 * 2 ** 20)}"`)).toEqual({ type: "quote", line: 2 });
  });

  const value = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("", '"', ",", "\r\n", "\n", "=cmd", '""'));

  it("give back every table that is written by the rules (property)", () => {
    const table = fc.array(fc.array(value, { minLength: 2, maxLength: 5 }), { maxLength: 10 });
    fc.assert(
      fc.property(table, fc.constantFrom("\n", "\r\n"), (values, end) => {
        const text = values.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",") + end).join("");
        expect(rows(text)).toEqual(values);
      }),
    );
  });

  it("never throw, and lose no character that is no quote, separator or line end (property)", () => {
    const piece = fc.oneof(fc.constantFrom('"', ",", "\n", "\r", "\r\n", "x", "yz"), fc.string());
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join("");
        const parsed = parseCsv(text, ",", { columns: 1_000, rows: 1_000 });
        if (!parsed.ok) return;
        const left = (part: string) => part.replace(/["\n\r,]/g, "");
        expect(parsed.value.map(({ values }) => left(values.join(""))).join("")).toBe(left(text));
      }),
    );
  });
});
