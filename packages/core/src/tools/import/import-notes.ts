// Gathers what was kept in another form than the file had it: a note for each reason, however many items there are.

import type { ImportNote, NoteReason } from "./import-facts.ts";

const titlesTold = 3;
const titleLength = 40;

/** A title as it can stand in a sentence on a terminal. */
function shortened(title: string): string {
  const plain = title.replace(/\p{C}+/gu, " ").trim();
  const letters = [...plain];
  return letters.length > titleLength ? `${letters.slice(0, titleLength - 1).join("")}…` : plain;
}

interface Noted {
  readonly title: string;
  readonly found: ReadonlySet<NoteReason>;
}

/** About the items that were taken. */
export function notesOf(items: Iterable<Noted>): readonly ImportNote[] {
  const counts = new Map<NoteReason, { count: number; readonly titles: string[] }>();
  for (const { title, found } of items) {
    for (const reason of found) {
      const known = counts.get(reason) ?? { count: 0, titles: [] };
      known.count++;
      if (known.titles.length < titlesTold) known.titles.push(shortened(title));
      counts.set(reason, known);
    }
  }
  return [...counts].map(([reason, { count, titles }]) => ({ type: "kept-otherwise", reason, count, titles }));
}
