import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply, create } from "../vault/apply.ts";
import type { Edit, Item } from "../vault/item.ts";
import { merge } from "../vault/merge.ts";
import { greatestStamp } from "../vault/stamp.ts";
import { restoreEdit, trashEdit } from "../vault/trash.ts";
import { planPurge, type Settled, type TrashNote, tombstoneOf, trashMs } from "./purge.ts";

const device = "11".repeat(16);
const day = 24 * 3_600_000;
const start = Date.UTC(2026, 2, 1);

function item(): Item {
  const made = create("login", new Map([["title", "A"]]), { device, now: start - 9 * day });
  if (!made.ok) throw new Error(made.error.type);
  return made.value;
}
function edited(before: Item, edit: Edit, now: number, by = device): Item {
  const after = apply(before, edit, { device: by, now });
  if (!after.ok) throw new Error(after.error.type);
  return after.value;
}
const trashed = edited(item(), trashEdit(start - day), start - day);
const settled = (id: string, held: Item, revision = `${id} 1`): Settled => ({ id, revision, item: held });
const right = (now: number) => ({ now, clockOff: 0 });
const all = 1_000;

describe("the end of the trash", () => {
  it("[T9] notes what is in the trash, and purges it when it has been there for 30 days", () => {
    const first = planPurge([settled("a", trashed)], [], right(start), all);
    expect(first).toEqual({ notes: [{ item: "a", revision: "a 1", since: start }], noted: true, due: [] });
    const before = planPurge([settled("a", trashed)], first.notes, right(start + trashMs - 1), all);
    expect(before).toEqual({ notes: first.notes, noted: false, due: [] });
    const then = planPurge([settled("a", trashed)], first.notes, right(start + trashMs), all);
    expect(then).toEqual({ notes: [], noted: true, due: [settled("a", trashed)] });
  });

  it("[T9] does not believe when the item says it was trashed, only what this replica has noted", () => {
    const longAgo = edited(item(), trashEdit(start - 400 * day), start - day);
    expect(planPurge([settled("a", longAgo)], [], right(start), all).due).toEqual([]);
  });

  it.each([
    ["ahead", 40 * day],
    ["behind", -40 * day],
    ["a day and a bit off", day + 1],
  ])("[T9] neither notes nor purges while its clock is %s", (_, off) => {
    const now = start + off;
    expect(planPurge([settled("a", trashed)], [], { now, clockOff: -off }, all)).toEqual({ notes: [], noted: false, due: [] });
    const notes: readonly TrashNote[] = [{ item: "a", revision: "a 1", since: start - trashMs }];
    expect(planPurge([settled("a", trashed)], notes, { now, clockOff: -off }, all)).toEqual({ notes, noted: false, due: [] });
    expect(planPurge([settled("a", trashed)], notes, { now: start, clockOff: null }, all).due).toEqual([]);
  });

  it("[T9] begins anew with every other revision", () => {
    const notes: readonly TrashNote[] = [{ item: "a", revision: "a 1", since: start }];
    const later = start + trashMs + day;
    const again = planPurge([settled("a", trashed, "a 2")], notes, right(later), all);
    expect(again).toEqual({ notes: [{ item: "a", revision: "a 2", since: later }], noted: true, due: [] });
  });

  it("[T9] forgets what came back, and what is gone", () => {
    const notes: readonly TrashNote[] = [{ item: "a", revision: "a 1", since: start }];
    const back = edited(trashed, restoreEdit(), start + day);
    expect(planPurge([settled("a", back, "a 2")], notes, right(start + trashMs), all)).toEqual({ notes: [], noted: true, due: [] });
    expect(planPurge([], notes, right(start + trashMs), all)).toEqual({ notes: [], noted: true, due: [] });
  });

  it("[T9] keeps an item with a conflict that nobody has settled", () => {
    const other = "22".repeat(16);
    const mine = edited(edited(item(), new Map([["username", "one"]]), start), trashEdit(start + 1), start + 1);
    const theirs = edited(edited(item(), new Map([["username", "two"]]), start, other), trashEdit(start + 1), start + 1, other);
    const both = merge(mine, theirs, item());
    if (!("fields" in both)) throw new Error("purged");
    expect(both.conflicts.has("username")).toBe(true);
    const notes: readonly TrashNote[] = [{ item: "a", revision: "a 1", since: start }];
    expect(planPurge([settled("a", both)], notes, right(start + 2 * trashMs), all)).toEqual({ notes: [], noted: true, due: [] });
  });

  it("[T9] purges so many at once, and keeps the rest noted", () => {
    const many = ["a", "b", "c"].map((id) => settled(id, trashed));
    const notes = many.map(({ id, revision }): TrashNote => ({ item: id, revision, since: start }));
    const plan = planPurge(many, notes, right(start + trashMs), 2);
    expect(plan.due.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(plan.notes).toEqual(notes.slice(2));
  });

  it("[T9] whatever clocks do, purges nothing that it has not noted 30 days of right clocks before", () => {
    const steps = fc.array(fc.record({ days: fc.integer({ min: 0, max: 20 }), off: fc.constantFrom(0, 0, 0, 40 * day, -40 * day, day) }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(steps, (moves) => {
        let truth = start;
        let firstSeen: number | null = null;
        let notes: readonly TrashNote[] = [];
        for (const { days, off } of moves) {
          truth += days * day;
          const plan = planPurge([settled("a", trashed)], notes, { now: truth + off, clockOff: -off }, all);
          if (plan.due.length > 0) {
            // A day of tolerance at either end.
            expect(firstSeen !== null && truth - firstSeen >= trashMs - 2 * day).toBe(true);
            return;
          }
          if (plan.notes.length > 0) firstSeen ??= truth;
          notes = plan.notes;
        }
      }),
    );
  });

  it("[V9] leaves the greatest stamp, who and when", () => {
    expect(tombstoneOf(trashed, device, start + 0.5)).toEqual({ v: 1, purged: [greatestStamp(trashed), device, start] });
    expect(merge(tombstoneOf(trashed, device, start), trashed, trashed)).toEqual(tombstoneOf(trashed, device, start));
  });
});
