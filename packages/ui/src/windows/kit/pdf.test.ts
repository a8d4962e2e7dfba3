import { describe, expect, it } from "vitest";
import { isPdfText, pdfOf } from "./pdf.ts";

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

describe("a PDF", () => {
  it("tells of every object where it begins, and where that is told", () => {
    const grey = Uint8Array.from([0, 255, 128, 7]);
    const made = text(
      pdfOf("Kit", [
        { mark: "text", x: 10, y: 20, size: 12, font: "mono", text: "HF1-7K3Q" },
        { mark: "line", x: 10, y: 30, width: 100 },
        {
          mark: "squares",
          x: 10,
          y: 40,
          side: 21,
          rows: [
            [true, false],
            [false, true],
          ],
        },
        { mark: "picture", x: 0, y: 0, width: 10, pixels: { width: 2, height: 2, grey } },
      ]),
    );
    expect(made.startsWith("%PDF-1.4\n")).toBe(true);
    const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(made)?.[1]);
    expect(made.slice(table, table + 4)).toBe("xref");
    const starts = [...made.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map((match) => Number(match[1]));
    expect(starts.length).toBeGreaterThan(8);
    for (const [i, start] of starts.entries()) expect(made.slice(start).startsWith(`${i + 1} 0 obj\n`)).toBe(true);
    for (const [, length, content] of made.matchAll(/\/Length (\d+) >>\nstream\n([\s\S]*?)\nendstream/g)) {
      expect(content?.length).toBe(Number(length));
    }
  });

  it("escapes what would end a text, and writes letters beyond ASCII by their codes", () => {
    const made = text(pdfOf("Kit", [{ mark: "text", x: 0, y: 0, size: 9, font: "regular", text: "a(b)\\c é’" }]));
    expect(made).toContain("(a\\(b\\)\\\\c \\351\\222) Tj");
  });

  it("knows which texts its fonts lack", () => {
    expect(["mara@example.org", "Größe", "“so”"].every(isPdfText)).toBe(true);
    expect(["почта", "秘密", "a\nb", "\u{1f511}"].some(isPdfText)).toBe(false);
  });
});
