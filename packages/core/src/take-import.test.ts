import { utf8 } from "@holdfast/protocol";
import { expect, it } from "vitest";
import { previewImportAlone } from "./take-import.ts";
import { parseImport } from "./tools/import/parse-import.ts";

it("reports facts in the order of the file, and of what it skips the place and the title alone", () => {
  const canary = "canary-7f3a";
  const long = "x".repeat(70_000);
  const lines = [`Long,https://a.example/,kim,${canary}${long}`, `Mail,,kim,${canary}`, canary, `Mail,,kim,${canary}`, `,,kim,${canary}`];
  const parsed = parseImport(utf8(["name,url,username,password", ...lines].join("\n")), "auto");
  if (!parsed.ok) throw new Error("it can be read");
  const report = previewImportAlone(parsed.value, true);
  expect(report).toEqual({
    import: null,
    format: "chrome-csv",
    added: 2,
    merged: 0,
    skipped: [
      { index: 0, line: 2, title: "Long", reason: { type: "too-large", bytes: expect.any(Number), limit: 65_536 } },
      { index: 2, line: 4, title: "", reason: { type: "other-columns", values: 1, columns: 4 } },
      { index: 3, line: 5, title: "Mail", reason: { type: "in-file" } },
    ],
    notes: [{ type: "kept-otherwise", reason: "noTitle", count: 1, titles: ["Untitled"] }, { type: "not-compared" }],
    trashed: 0,
    changed: true,
  });
  expect(JSON.stringify(report)).not.toContain(canary);
});
