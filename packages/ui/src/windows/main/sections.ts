// What the sidebar offers: each section with its name, its icon and how many items it has. Pure.

import type { Counts, Row, Section } from "../../device/port.ts";
import { iconOfKind } from "../../parts/tile.tsx";
import { kindNames } from "../../text/naming.ts";
import type { Texts } from "../../text/texts.tsx";

export interface Entry {
  readonly section: Section;
  readonly name: string;
  readonly icon: string;
  /** null where the number says nothing. */
  readonly count: number | null;
}

export interface Marks {
  readonly waiting: number;
  readonly conflicts: number;
}

/** How many items bear a mark; what is in the trash counts too, as it waits as well. */
export function marksOf(rows: Iterable<Row>): Marks {
  let waiting = 0;
  let conflicts = 0;
  for (const row of rows) {
    if (row.waiting) waiting += 1;
    if (row.conflict) conflicts += 1;
  }
  return { waiting, conflicts };
}

const counted = (count: number): number | null => (count === 0 ? null : count);

/** All items, favorites, every kind that can be added, and kinds of a later version that are here. */
export function kindEntries(texts: Texts, counts: Counts): readonly Entry[] {
  const known = Object.keys(texts.kinds);
  const later = Object.keys(counts.kinds).filter((kind) => !known.includes(kind));
  return [
    entry(texts, { section: "all" }, counts.all),
    entry(texts, { section: "favorites" }, counted(counts.favorites)),
    ...[...known, ...later].map((kind) => entry(texts, { section: "kind", kind }, counted(counts.kinds[kind] ?? 0))),
  ];
}

/** What wants a look, only where there is any. */
export const markEntries = (texts: Texts, { waiting, conflicts }: Marks): readonly Entry[] => [
  ...(conflicts > 0 ? [entry(texts, { section: "conflicts" }, conflicts)] : []),
  ...(waiting > 0 ? [entry(texts, { section: "waiting" }, waiting)] : []),
];

export const tagEntries = (texts: Texts, { tags }: Counts): readonly Entry[] =>
  tags.map(({ name, count }) => entry(texts, { section: "tag", tag: name }, count));

export const trashEntry = (texts: Texts, { trash }: Counts): Entry => entry(texts, { section: "trash" }, counted(trash));

const entry = (texts: Texts, section: Section, count: number | null): Entry => ({
  section,
  name: sectionName(texts, section),
  icon: sectionIcon(section),
  count,
});

export function sectionName(texts: Pick<Texts, "main" | "kinds">, section: Section): string {
  if (section.section === "kind") return kindNames(texts, section.kind);
  return section.section === "tag" ? section.tag : texts.main.sections[section.section];
}

const icons = { all: "all", favorites: "star", trash: "trash", conflicts: "conflict", waiting: "up" };

function sectionIcon(section: Section): string {
  if (section.section === "kind") return iconOfKind(section.kind);
  return section.section === "tag" ? "tag" : icons[section.section];
}

export const sameSection = (a: Section, b: Section): boolean => sectionKey(a) === sectionKey(b);

/** Tells one section from all others. */
export function sectionKey(section: Section): string {
  if (section.section === "kind") return `kind ${section.kind}`;
  return section.section === "tag" ? `tag ${section.tag}` : section.section;
}
