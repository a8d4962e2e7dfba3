import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { bodyRows, digestOf, floorKey, keepRows, openPiece, openRows, type Plain, rowsBody, sealedRows, sealPiece } from "./pieces.ts";

const folder = mkdtempSync(join(tmpdir(), "holdfast-bench-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const key = floorKey();
const plain = (number: number, fields: object = { title: [["Bank", 1, "d"]] }): Plain => ({
  id: new Uint8Array(16).fill(number),
  value: { v: 1, kind: "login", fields, conflicts: {} },
  sealedBytes: 545,
});

describe("pieces", () => {
  it("have the size of the program's revision, and open again", () => {
    const piece = sealPiece(key, plain(1));
    expect(piece.length).toBe(545);
    expect(openPiece(key, piece)).toBe(true);
    expect(openPiece(key, sealPiece(key, plain(1, {})))).toBe(false);
  });

  it("are checked: neither another key nor a changed byte opens one", () => {
    const piece = sealPiece(key, plain(1));
    expect(() => openPiece(floorKey(), piece)).toThrow();
    piece[40] = (piece[40] ?? 0) ^ 1;
    expect(() => openPiece(key, piece)).toThrow();
  });

  it("go through a body and a table as they are", () => {
    const rows = sealedRows(key, [plain(1), plain(2), plain(3)]);
    const sent = [...bodyRows(Buffer.from(rowsBody(rows)))];
    expect(sent.map(({ piece }) => digestOf(piece))).toEqual(rows.map(({ digest }) => digest));
    const database = openRows(join(folder, "rows.sqlite"));
    keepRows(database, sent);
    const kept = database.prepare("SELECT id, hash, revision FROM item ORDER BY id").all();
    database.close();
    expect(kept.map(({ revision }) => Buffer.from(revision as Uint8Array))).toEqual(rows.map(({ piece }) => Buffer.from(piece)));
    expect(kept.map(({ id }) => Buffer.from(id as Uint8Array)[0])).toEqual([1, 2, 3]);
  });
});
