// Writes a page of a PDF (ISO 32000-1, version 1.4): lines of text in the standard fonts, filled squares, thin lines, and pictures in grey for
// text that those fonts lack. Made on the device, since the page holds the Secret Key. Pure.

export type PdfFont = "regular" | "bold" | "mono";

export type PdfMark =
  /** From the left and the top, in points; `size` in points. Only what `isPdfText` says yes to. */
  | { readonly mark: "text"; readonly x: number; readonly y: number; readonly size: number; readonly font: PdfFont; readonly text: string }
  | { readonly mark: "line"; readonly x: number; readonly y: number; readonly width: number; readonly dashed?: boolean }
  /** Dark squares of a matrix, `side` points in all. */
  | {
      readonly mark: "squares";
      readonly x: number;
      readonly y: number;
      readonly side: number;
      readonly rows: readonly (readonly boolean[])[];
    }
  /** 8-bit grey, row by row; drawn `width` points wide. */
  | { readonly mark: "picture"; readonly x: number; readonly y: number; readonly width: number; readonly pixels: PdfPicture };

export interface PdfPicture {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

/** A4, in points. */
export const pdfPage = { width: 595, height: 842 } as const;

/** The characters of WinAnsi beyond Latin-1 (ISO 32000-1, Annex D.2) that texts of ours use. */
const winAnsi: ReadonlyMap<string, number> = new Map([
  ["€", 0x80],
  ["…", 0x85],
  ["‘", 0x91],
  ["’", 0x92],
  ["“", 0x93],
  ["”", 0x94],
  ["•", 0x95],
  ["–", 0x96],
  ["—", 0x97],
]);

function codeOf(letter: string): number | null {
  const code = letter.codePointAt(0) ?? 0;
  if ((code >= 0x20 && code < 0x7f) || (code >= 0xa1 && code <= 0xff)) return code;
  return winAnsi.get(letter) ?? null;
}

/** Whether the standard fonts have every letter of it. */
export const isPdfText = (text: string): boolean => [...text].every((letter) => codeOf(letter) !== null);

const fonts: Readonly<Record<PdfFont, string>> = { regular: "Helvetica", bold: "Helvetica-Bold", mono: "Courier-Bold" };
const fontNames: readonly PdfFont[] = ["regular", "bold", "mono"];

/** `title`: the document's, in letters that the standard fonts have. */
export function pdfOf(title: string, marks: readonly PdfMark[]): Uint8Array<ArrayBuffer> {
  const pictures = marks.flatMap((mark) => (mark.mark === "picture" ? [mark.pixels] : []));
  const firstPicture = 5 + fontNames.length;
  const content = drawing(marks);
  const fontEntries = fontNames.map((_, i) => `/F${i} ${5 + i} 0 R`).join(" ");
  const pictureEntries = pictures.map((_, i) => `/P${i} ${firstPicture + i + 1} 0 R`).join(" ");
  const resources = `<< /Font << ${fontEntries} >> /XObject << ${pictureEntries} >> >>`;
  return assemble([
    [latin("<< /Type /Catalog /Pages 2 0 R >>")],
    [latin("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")],
    [latin(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${pdfPage.width} ${pdfPage.height}] /Contents 4 0 R /Resources ${resources} >>`)],
    stream("", latin(content)),
    ...fontNames.map((name) => [latin(`<< /Type /Font /Subtype /Type1 /BaseFont /${fonts[name]} /Encoding /WinAnsiEncoding >>`)]),
    [latin(`<< /Title ${literal(title)} /Producer (Holdfast) >>`)],
    ...pictures.map(({ width, height, grey }) =>
      stream(`/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent 8`, grey),
    ),
  ]);
}

function drawing(marks: readonly PdfMark[]): string {
  let pictures = 0;
  return marks.map((mark) => (mark.mark === "picture" ? pictureDrawn(mark, pictures++) : drawn(mark))).join("\n");
}

function drawn(mark: Exclude<PdfMark, { readonly mark: "picture" }>): string {
  const y = pdfPage.height - mark.y;
  switch (mark.mark) {
    case "text":
      return `BT /F${fontNames.indexOf(mark.font)} ${mark.size} Tf ${mark.x} ${y} Td ${literal(mark.text)} Tj ET`;
    case "line":
      return `${mark.dashed === true ? "[2 2] 0 d" : "[] 0 d"} 0.5 w ${mark.x} ${y} m ${mark.x + mark.width} ${y} l S`;
    case "squares":
      return squares(mark);
  }
}

function pictureDrawn({ x, y, width, pixels }: Extract<PdfMark, { readonly mark: "picture" }>, index: number): string {
  const high = (width * pixels.height) / pixels.width;
  return `q ${width} 0 0 ${high} ${x} ${pdfPage.height - y - high} cm /P${index} Do Q`;
}

function squares({ x, y, side, rows }: Extract<PdfMark, { mark: "squares" }>): string {
  const unit = side / rows.length;
  const place = (value: number): string => value.toFixed(3);
  const filled = rows.flatMap((row, down) =>
    row.flatMap((dark, right) =>
      dark ? [`${place(x + right * unit)} ${place(pdfPage.height - y - (down + 1) * unit)} ${place(unit)} ${place(unit)} re`] : [],
    ),
  );
  return `${filled.join("\n")}\nf`;
}

/** A text in parentheses, with what would end it escaped. */
function literal(text: string): string {
  const bytes = [...text].map((letter) => codeOf(letter) ?? 0x3f);
  return `(${bytes.map((code) => (code < 0x80 ? String.fromCharCode(code).replace(/[\\()]/, "\\$&") : `\\${code.toString(8)}`)).join("")})`;
}

const latin = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

const stream = (entries: string, content: Uint8Array): Uint8Array[] => [
  latin(`<< ${entries} /Length ${content.length} >>\nstream\n`),
  content,
  latin("\nendstream"),
];

/** Numbers the objects, and tells where each begins (7.5.4). The sixth after the fonts is the document's information. */
function assemble(objects: readonly (readonly Uint8Array[])[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [latin("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")];
  const starts: number[] = [];
  const length = (): number => parts.reduce((sum, part) => sum + part.length, 0);
  for (const [i, object] of objects.entries()) {
    starts.push(length());
    parts.push(latin(`${i + 1} 0 obj\n`), ...object, latin("\nendobj\n"));
  }
  const table = length();
  const lines = starts.map((start) => `${String(start).padStart(10, "0")} 00000 n \n`).join("");
  const info = 5 + fontNames.length;
  parts.push(
    latin(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${lines}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info ${info} 0 R >>\nstartxref\n${table}\n%%EOF\n`,
    ),
  );
  const whole = new Uint8Array(length());
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
