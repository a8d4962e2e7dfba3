// The emergency kit as a page to print or keep: the same lines as on the screen.

import type { EmergencyKit } from "@holdfast/core";
import type { Texts } from "../../text/texts.tsx";
import { isPdfText, type PdfFont, type PdfMark, type PdfPicture, pdfOf } from "./pdf.ts";
import { qrMatrix } from "./qr-code.tsx";

const left = 64;
const width = 467;

/** `picture`: draws a text that the fonts of a PDF lack. */
export function kitPdf(kit: EmergencyKit, texts: Texts["kit"], date: string, picture: (text: string, size: number) => PdfPicture): Blob {
  const marks: PdfMark[] = [];
  const write = (text: string, y: number, size: number, font: PdfFont = "regular", x = left): void => {
    if (isPdfText(text)) marks.push({ mark: "text", x, y, size, font, text });
    else {
      const pixels = picture(text, size);
      marks.push({ mark: "picture", x, y: y - size, width: (pixels.width / pixels.height) * size * 1.25, pixels });
    }
  };
  write("Holdfast", 80, 13, "bold");
  write(date, 80, 10, "regular", left + width - 90);
  write(texts.title, 130, 26, "bold");
  for (const [i, line] of wrapped(texts.lead, 62).entries()) write(line, 156 + i * 17, 12.5);
  let y = 216;
  for (const [label, value, font] of [
    [texts.server, kit.origin, "regular"],
    [texts.account, kit.account, "regular"],
    [texts.secretKey, kit.secretKey, "mono"],
  ] as const) {
    marks.push({ mark: "line", x: left, y: y - 16, width });
    write(label, y, 9);
    write(value, y + 18, 13, font);
    y += 48;
  }
  marks.push({ mark: "line", x: left, y: y - 16, width });
  write(texts.password, y, 9);
  marks.push({ mark: "line", x: left, y: y + 34, width, dashed: true });
  for (const [i, line] of wrapped(texts.write, 96).entries()) write(line, y + 48 + i * 12, 8.5);
  marks.push({ mark: "squares", x: left, y: y + 84, side: 156, rows: qrMatrix(kit.setupCode) });
  for (const [i, line] of wrapped(texts.codeHolds, 36).entries()) write(line, y + 256 + i * 12, 8.5);
  const right = left + 184;
  let down = y + 94;
  const paragraph = (text: string, font: PdfFont = "regular"): void => {
    for (const line of wrapped(text, 54)) {
      write(line, down, 10, font, right);
      down += 14;
    }
    down += 5;
  };
  paragraph(texts.onNewDevice, "bold");
  for (const [i, step] of texts.steps.entries()) paragraph(`${i + 1}  ${step}`);
  paragraph(texts.where, "bold");
  paragraph(texts.wherePlaces);
  for (const [i, line] of wrapped(texts.letters, 100).entries()) write(line, 780 + i * 12, 8.5);
  return new Blob([pdfOf(texts.title, marks)], { type: "application/pdf" });
}

/** Lines of at most so many letters, broken at spaces. */
export function wrapped(text: string, most: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length >= most) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}

/** A text by the fonts of this system, dark on light. */
export function drawnText(text: string, size: number): PdfPicture {
  const scale = 4;
  const canvas = document.createElement("canvas");
  const measure = canvas.getContext("2d");
  if (measure === null) throw new Error("this browser draws no pictures");
  const font = `${size * scale}px system-ui, sans-serif`;
  measure.font = font;
  canvas.width = Math.ceil(measure.measureText(text).width) + 2;
  canvas.height = Math.ceil(size * scale * 1.25);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser draws no pictures");
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = "black";
  context.font = font;
  context.textBaseline = "alphabetic";
  context.fillText(text, 0, size * scale);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const grey = Uint8Array.from({ length: canvas.width * canvas.height }, (_, i) => data[i * 4] ?? 255);
  return { width: canvas.width, height: canvas.height, grey };
}
