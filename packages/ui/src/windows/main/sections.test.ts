import { describe, expect, it } from "vitest";
import type { Counts, Row } from "../../device/port.ts";
import { english } from "../../text/english/index.ts";
import { kindEntries, markEntries, marksOf, sameSection, sectionKey, tagEntries, trashEntry } from "./sections.ts";

const counts: Counts = {
  all: 12,
  favorites: 0,
  trash: 3,
  kinds: { login: 10, hologram: 2 },
  tags: [
    { name: "home", count: 1 },
    { name: "work", count: 4 },
  ],
  hidden: 2,
};
const row: Row = {
  id: "1",
  kind: "login",
  title: "GitHub",
  subtitle: "octo",
  favorite: false,
  trashed: false,
  waiting: false,
  conflict: false,
  changed: 0,
};

describe("sections", () => {
  it("are everything, favorites, each kind that can be added, and those of a later version", () => {
    const entries = kindEntries(english, counts);
    expect(entries.map(({ name }) => name)).toEqual([
      "All items",
      "Favorites",
      ...Object.values(english.kinds).map(({ many }) => many),
      "hologram",
    ]);
    expect(entries.map(({ count }) => count).filter((count) => count !== null)).toEqual([12, 10, 2]);
    expect(entries.at(-1)?.icon).toBe("unknown");
  });

  it("tell of marks only where there are any", () => {
    expect(markEntries(english, marksOf([row]))).toEqual([]);
    const marked = marksOf([row, { ...row, waiting: true }, { ...row, waiting: true, conflict: true }]);
    expect(markEntries(english, marked).map(({ name, count }) => [name, count])).toEqual([
      ["Changed in two places", 1],
      ["Not sent yet", 2],
    ]);
  });

  it("name tags as the person did, and count the trash", () => {
    expect(tagEntries(english, counts).map(({ name, count }) => [name, count])).toEqual([
      ["home", 1],
      ["work", 4],
    ]);
    expect([trashEntry(english, counts).count, trashEntry(english, { ...counts, trash: 0 }).count]).toEqual([3, null]);
  });

  it("are told apart", () => {
    expect(sameSection({ section: "kind", kind: "login" }, { section: "kind", kind: "login" })).toBe(true);
    expect(sameSection({ section: "kind", kind: "login" }, { section: "tag", tag: "login" })).toBe(false);
    expect(sectionKey({ section: "tag", tag: "all" })).not.toBe(sectionKey({ section: "all" }));
  });
});
