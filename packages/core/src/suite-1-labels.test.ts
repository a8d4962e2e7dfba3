// The domain separators: the table of K1 in docs/spec/crypto.md against every label in the code, and that no two lists of fields
// can ever give the same bytes.

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Bytes, enc, fromUtf8, readU32 } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesUpTo } from "./testing/arbitrary.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const labelPattern = /holdfast\/1\/[a-z/-]+/g;

const codeFiles = ["packages/protocol/src/", "packages/core/src/"].flatMap((folder) =>
  readdirSync(root + folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.startsWith("testing/"))
    .map((path) => folder + path),
);

/** Each label in code (comments left out) with the files that use it. */
function labelsInCode(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const path of codeFiles) {
    const code = readFileSync(root + path, "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
    for (const [label] of code.matchAll(/(?<=")holdfast\/1\/[a-z/-]+(?=")/g)) {
      found.set(label, (found.get(label) ?? new Set()).add(path));
    }
  }
  return found;
}

function labelsInTable(): readonly string[] {
  const spec = readFileSync(`${root}docs/spec/crypto.md`, "utf8");
  const rows = spec.split("\n").filter((line) => line.startsWith("|"));
  return rows.flatMap((row) => [...row.matchAll(labelPattern)].map(([label]) => label));
}

/** The fields of what `enc` made, or null where nothing could have made it. */
function fieldsOf(bytes: Bytes): readonly Bytes[] | null {
  const fields: Bytes[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 4 > bytes.length) return null;
    const length = readU32(bytes, at);
    if (at + 4 + length > bytes.length) return null;
    fields.push(bytes.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return fields;
}

describe("labels", () => {
  it("[K1] are in the code exactly those of the table, each written there once", () => {
    const table = labelsInTable();
    expect(new Set(table).size).toBe(table.length);
    expect([...labelsInCode().keys()].sort()).toEqual([...table].sort());
  });

  it("[K1] are each used at one place; that of signing in labels a key and a message", () => {
    for (const [label, files] of labelsInCode()) {
      expect([...files], label).toHaveLength(label === "holdfast/1/sign-in" ? 2 : 1);
    }
  });

  it("[K1] none begins another one's bytes, since each has its length before it", () => {
    const encoded = labelsInTable().map((label) => String(enc(label as `holdfast/1/${string}`)));
    for (const one of encoded) expect(encoded.filter((other) => other.startsWith(one))).toHaveLength(1);
  });

  it("[K1] enc can be read back, so that two different lists never give the same bytes", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(bytesUpTo(20), fc.string({ unit: "grapheme" }))), (fields) => {
        const read = fieldsOf(enc("holdfast/1/root", ...fields));
        expect(read?.slice(1)).toEqual(fields.map((field) => (typeof field === "string" ? new TextEncoder().encode(field) : field)));
        expect(fromUtf8(read?.[0] as Bytes)).toBe("holdfast/1/root");
      }),
    );
  });
});
