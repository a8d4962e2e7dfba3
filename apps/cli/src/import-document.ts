// The report of an import in words: what --json writes, and what people read.

import { type ImportReport, importNoteText, skipReasonText } from "@holdfast/core";

/** By its line in a file of lines, else by its place in the file from 0. */
export type SkippedRow = ({ readonly line: number } | { readonly index: number }) & { readonly title: string; readonly reason: string };

/** Without what of the report is no part of the document. */
export const importDocument = ({ changed, merged, trashed, ...report }: ImportReport) => ({
  ...report,
  skipped: report.skipped.map(
    ({ index, line, title, reason }): SkippedRow => ({
      ...(line === undefined ? { index } : { line }),
      title,
      reason: skipReasonText(reason),
    }),
  ),
  notes: report.notes.map((note) => importNoteText(note)),
});
