// Text in columns: how wide it stands on a terminal, cutting it to a width, and rows aligned under each other.

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const plain = /^[\x20-\x7e]*$/;
const wide =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}])/u;

const widthOfGrapheme = (grapheme: string): number => (wide.test(grapheme) ? 2 : /^\p{M}+$/u.test(grapheme) ? 0 : 1);

/** Cells of a terminal that a clean line takes. */
export function widthOf(line: string): number {
  if (plain.test(line)) return line.length;
  let width = 0;
  for (const { segment } of segmenter.segment(line)) width += widthOfGrapheme(segment);
  return width;
}

/** The line, cut to `width` cells with an ellipsis at its end where it is longer. */
export function cut(line: string, width: number): string {
  if (widthOf(line) <= width) return line;
  let kept = "";
  let taken = 0;
  for (const { segment } of segmenter.segment(line)) {
    const next = widthOfGrapheme(segment);
    if (taken + next > width - 1) break;
    kept += segment;
    taken += next;
  }
  return width < 1 ? "" : `${kept}…`;
}

export const pad = (line: string, width: number): string => line + " ".repeat(Math.max(0, width - widthOf(line)));

const gap = 2;
const narrowest = 8;

/**
 * Rows of clean cells aligned under each other, two spaces apart. Where they are wider than `width` the widest columns give way
 * first; null cuts nothing. Every row has as many cells as the first.
 */
export function columns(rows: readonly (readonly string[])[], width: number | null): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => rows.reduce((most, row) => Math.max(most, widthOf(row[column] ?? "")), 0));
  if (width !== null) {
    let over = widths.reduce((sum, each) => sum + each, 0) + gap * (widths.length - 1) - width;
    while (over > 0) {
      const widest = widths.indexOf(Math.max(...widths));
      const most = widths[widest] ?? 0;
      if (most <= narrowest) break;
      widths[widest] = most - 1;
      over -= 1;
    }
  }
  return rows.map((row) =>
    row
      .map((cell, column) => pad(width === null ? cell : cut(cell, widths[column] ?? 0), widths[column] ?? 0))
      .join(" ".repeat(gap))
      .trimEnd(),
  );
}
