import fc from "fast-check";
import { expect, it } from "vitest";
import { equalBytes, toHex } from "./bytes.ts";
import { enc } from "./enc.ts";

it("[K1] is length and bytes of the label and of each field", () => {
  const label = "holdfast/1/x";
  const header = "0000000c686f6c64666173742f312f78";
  expect(toHex(enc(label))).toBe(header);
  expect(toHex(enc(label, Uint8Array.of(1, 2), "é", new Uint8Array(0)))).toBe(`${header}00000002010200000002c3a900000000`);
});

it.each([0, 255, 256, 65_535, 65_536, 16_777_216])("[K1] writes the length %d in four bytes, big endian", (length) => {
  const encoded = enc("holdfast/1/x", new Uint8Array(length), "end");
  expect(encoded.length).toBe(16 + 4 + length + 4 + 3);
  expect(toHex(encoded.subarray(16, 20))).toBe(length.toString(16).padStart(8, "0"));
});

it("[K1] gives the same bytes for the same label every time, in memory of their own", () => {
  const first = enc("holdfast/1/again");
  const kept = toHex(first);
  first.fill(0);
  expect(toHex(enc("holdfast/1/again"))).toBe(kept);
});

it("[K1] gives two different lists of fields never the same bytes", () => {
  const fields = fc.array(fc.uint8Array({ maxLength: 6 }), { maxLength: 4 });
  fc.assert(
    fc.property(fields, fields, (a, b) => {
      const same = a.length === b.length && a.every((field, i) => equalBytes(field, b[i] ?? new Uint8Array(9)));
      expect(equalBytes(enc("holdfast/1/x", ...a), enc("holdfast/1/x", ...b))).toBe(same);
    }),
    { numRuns: 500 },
  );
});

it("[K1] tells fields apart that only join to the same", () => {
  const [a, b] = [Uint8Array.of(1), Uint8Array.of(2)];
  expect(enc("holdfast/1/x", a, b)).not.toEqual(enc("holdfast/1/x", Uint8Array.of(1, 2)));
  expect(enc("holdfast/1/x", a)).not.toEqual(enc("holdfast/1/x", a, new Uint8Array(0)));
  expect(enc("holdfast/1/xa")).not.toEqual(enc("holdfast/1/x", "a"));
});
