import { expect, it } from "vitest";
import { importDocument } from "./import-document.ts";

it("bears an import's facts in words, by line where the file has lines, under the keys and in the order that programs know", () => {
  const told = importDocument({
    import: null,
    format: "chrome-csv",
    added: 2,
    merged: 0,
    skipped: [
      { index: 4, title: "Bank", reason: { type: "in-vault" } },
      { index: 1, line: 3, title: "", reason: { type: "other-columns", values: 3, columns: 5 } },
    ],
    notes: [{ type: "kept-otherwise", reason: "noTitle", count: 2, titles: ["a.example", "b.example"] }],
    trashed: 1,
    changed: true,
  });
  expect(JSON.stringify(told)).toBe(
    JSON.stringify({
      import: null,
      format: "chrome-csv",
      added: 2,
      skipped: [
        { index: 4, title: "Bank", reason: "The vault has the same item already." },
        { line: 3, title: "", reason: "It has 3 values where the first line names 5." },
      ],
      notes: ['2 items had no name and got one: "a.example", "b.example".'],
    }),
  );
});
