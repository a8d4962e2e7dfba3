// The table of trash.ts, row by row, each in both orders, with and without the base.

import { describe, expect, it } from "vitest";
import { by, created, edited, laptop, mergedItem, noon, phone, tablet, textOf } from "../testing/vault-histories.ts";
import { current, type Edit, type Item, isTrashed, merge, noDevice, openConflicts, restoreEdit, trashEdit } from "./index.ts";

const start = created("login", { title: "Mail", password: "old" }, by(phone, noon));
const onPhone = (item: Item, change: Edit, after = 1): Item => edited(item, change, by(phone, noon + after));
const onLaptop = (item: Item, change: Edit, after = 1): Item => edited(item, change, by(laptop, noon + after));
const change: Edit = new Map([["password", "new"]]);
const other: Edit = new Map([["note", "hello"]]);

const trashed = onPhone(start, trashEdit(noon));

type Outcome = "in the trash" | "back, marked" | "restored";

const rows: readonly (readonly [string, Item, Item, Item, Outcome])[] = [
  ["a trash and nothing new", trashed, start, start, "in the trash"],
  ["a trash and an edit", trashed, onLaptop(start, change), start, "back, marked"],
  ["an edit then a trash, and an edit", onPhone(onPhone(start, other), trashEdit(noon)), onLaptop(start, change), start, "back, marked"],
  [
    "a trash made after having seen the edit",
    onPhone(onLaptop(start, change), trashEdit(noon)),
    onLaptop(start, change),
    start,
    "in the trash",
  ],
  ["two trashes", trashed, onLaptop(start, trashEdit(noon + 5)), start, "in the trash"],
  [
    "two trashes, each behind an edit",
    onPhone(onPhone(start, other), trashEdit(1)),
    onLaptop(onLaptop(start, change), trashEdit(2)),
    start,
    "in the trash",
  ],
  ["a trash, and an edit then a trash", trashed, onLaptop(onLaptop(start, change), trashEdit(noon)), start, "in the trash"],
  ["an edit made in the trash", trashed, onLaptop(trashed, change, 2), trashed, "in the trash"],
  ["edits made in the trash on both sides", onPhone(trashed, other, 2), onLaptop(trashed, change, 2), trashed, "in the trash"],
  ["restored after having seen the trash", trashed, onLaptop(trashed, restoreEdit(), 2), trashed, "restored"],
  [
    "restored and edited, against an edit in the trash",
    onPhone(trashed, other, 2),
    onLaptop(onLaptop(trashed, restoreEdit(), 2), change, 3),
    trashed,
    "restored",
  ],
  ["restored on both sides", onPhone(trashed, restoreEdit(), 2), onLaptop(trashed, restoreEdit(), 3), trashed, "restored"],
  [
    "trashed again, and restored from the first trash",
    onPhone(trashed, trashEdit(noon + 9), 9),
    onLaptop(trashed, restoreEdit(), 2),
    trashed,
    "back, marked",
  ],
  [
    "trashed again early, and restored late from the first trash",
    onPhone(trashed, trashEdit(noon + 9), 2),
    onLaptop(trashed, restoreEdit(), 9),
    trashed,
    "back, marked",
  ],
  [
    "restored and trashed again, against that restore",
    onPhone(onLaptop(trashed, restoreEdit(), 2), trashEdit(1), 3),
    onLaptop(trashed, restoreEdit(), 2),
    trashed,
    "in the trash",
  ],
];

const outcome = (item: Item): Outcome => {
  if (isTrashed(item)) return "in the trash";
  return openConflicts(item).some(({ path }) => path === "trashed") ? "back, marked" : "restored";
};

describe("an edit and a trash", () => {
  for (const [name, a, b, base, expected] of rows) {
    it(`[M9] ${name}: ${expected}`, () => {
      for (const known of [base, null]) {
        const merged = mergedItem(a, b, known);
        expect(outcome(merged)).toBe(expected);
        expect(textOf(merge(b, a, known))).toBe(textOf(merged));
        // Whole: every field of both sides is there, and meeting again changes nothing.
        for (const side of [a, b]) {
          expect(textOf(merge(merged, side, known))).toBe(textOf(merged));
          for (const path of side.fields.keys()) expect(merged.fields.has(path)).toBe(true);
        }
        expect(openConflicts(merged).filter(({ path }) => path !== "trashed")).toEqual([]);
        expect(merged.conflicts.has("trashed")).toBe(expected === "back, marked");
      }
    });
  }

  it("[M9] a wrong clock makes no difference: a trash from 2075 and one from before 2025", () => {
    for (const now of [0, Number.POSITIVE_INFINITY]) {
      const gone = edited(start, trashEdit(noon), by(phone, now));
      for (const clock of [0, noon, Number.POSITIVE_INFINITY]) {
        const merged = mergedItem(gone, edited(start, change, by(laptop, clock)), start);
        expect([outcome(merged), current(merged, "password")]).toEqual(["back, marked", "new"]);
      }
    }
  });
});

describe("coming back", () => {
  const back = mergedItem(trashed, onLaptop(start, change), start);

  it("[M10] puts null in front of the trash, one above it, by no device, and marks the trash", () => {
    const trash = trashed.fields.get("trashed")?.[0];
    expect(back.fields.get("trashed")).toEqual([[null, (trash?.[1] ?? 0) + 1, noDevice], trash]);
    expect(back.conflicts.get("trashed")).toEqual([[(trash?.[1] ?? 0) + 1, trash?.[1], phone]]);
  });

  it("[M10] an edit of another field leaves the question open; meeting again keeps it so", () => {
    const later = edited(back, { title: "Post" }, by(tablet, noon + 50));
    expect(outcome(later)).toBe("back, marked");
    expect(textOf(merge(later, back, null))).toBe(textOf(later));
    expect(textOf(merge(later, trashed, null))).toBe(textOf(later));
  });

  it("[M8] keeping it and throwing it away are edits that settle it, and the merge's own register goes", () => {
    for (const [choice, expected] of [
      [restoreEdit(), "restored"],
      [trashEdit(noon + 7), "in the trash"],
    ] as const) {
      const settled = edited(back, choice, by(tablet, noon + 60));
      expect(outcome(settled)).toBe(expected);
      expect(settled.fields.get("trashed")?.map(([, , device]) => device)).toEqual([tablet, phone]);
      for (const earlier of [back, trashed, onLaptop(start, change)]) expect(outcome(mergedItem(settled, earlier))).toBe(expected);
    }
  });

  it("[M9] a trash that saw only one of two edits does not hold; one that saw both does", () => {
    const sawOne = edited(onLaptop(start, change), trashEdit(noon), by(tablet, noon + 70));
    const two = mergedItem(onLaptop(start, change), onPhone(start, other), start);
    expect(outcome(mergedItem(sawOne, two))).toBe("back, marked");
    expect(outcome(mergedItem(edited(two, trashEdit(noon), by(tablet, noon + 70)), two))).toBe("in the trash");
  });

  it("[V8] trashing and restoring are edits of one field", () => {
    expect([...trashEdit(noon + 0.7)]).toEqual([["trashed", noon]]);
    expect([...restoreEdit()]).toEqual([["trashed", null]]);
    expect([isTrashed(start), isTrashed(trashed), isTrashed(onPhone(trashed, restoreEdit()))]).toEqual([false, true, false]);
    expect(isTrashed(onPhone(start, new Map([["trashed", "yes"]])))).toBe(false);
  });
});
