import { describe, expect, it } from "vitest";
import { by, created, edited, laptop, noon, phone, tablet, textOf } from "../testing/vault-histories.ts";
import { current, type Item, isTombstone, isTrashed, merge, openConflicts, type Tombstone, trashEdit } from "./index.ts";
import { prevail } from "./prevail.ts";
import { greatestStamp, lastStamp } from "./stamp.ts";

const start = created("login", { title: "Mail", password: "old" }, by(phone, noon));
const ours = edited(start, { password: "ours" }, by(laptop, noon + 1));
const theirs = edited(start, { password: "theirs", note: "added" }, by(phone, noon + 9_999_999));

/** Ours over theirs, merged as a healing does. */
const over = (a: Item | Tombstone, b: Item | Tombstone) => merge(prevail(a, b, tablet), b, null);
const asItem = (content: Item | Tombstone): Item => {
  if (isTombstone(content)) throw new Error("nothing is left");
  return content;
};

describe("[H14] ours over theirs", () => {
  it("wins every field that they hold otherwise, with theirs beside it as a conflict, however late they wrote", () => {
    const together = asItem(over(ours, theirs));
    expect([current(together, "password"), current(together, "note")]).toEqual(["ours", null]);
    expect(openConflicts(together).map(({ path, other }) => [path, other[0]])).toEqual([
      ["note", "added"],
      ["password", "theirs"],
    ]);
    for (const path of ["password", "note"]) expect(together.fields.get(path)?.[0]?.slice(1)).toEqual([greatestStamp(theirs) + 1, tablet]);
    expect(textOf(together)).toBe(textOf(merge(theirs, prevail(ours, theirs, tablet), null)));
  });

  it("leaves alone what was seen: their older state, and fields that are the same", () => {
    expect(prevail(ours, start, tablet)).toBe(ours);
    expect(textOf(over(ours, start))).toBe(textOf(ours));
    const together = asItem(over(ours, theirs));
    expect(together.fields.get("title")).toEqual(start.fields.get("title"));
  });

  it("keeps a conflict of our own open, under the new stamp", () => {
    const contested = asItem(merge(ours, edited(start, { password: "on the tablet" }, by(tablet, noon + 2)), start));
    const together = asItem(over(contested, theirs));
    expect(current(together, "password")).toBe(current(contested, "password"));
    const others = openConflicts(together).filter(({ path }) => path === "password");
    expect(others.map(({ other }) => other[0]).sort()).toEqual(["ours", "theirs"].sort());
  });

  it("brings back what they purged, and takes what they edited after our purge to the trash, whole", () => {
    const grave: Tombstone = { v: 1, purged: [greatestStamp(ours) + 10, phone, noon] };
    const back = asItem(over(ours, grave));
    expect([current(back, "password"), isTrashed(back)]).toEqual(["ours", false]);
    const ourGrave: Tombstone = { v: 1, purged: [greatestStamp(start), laptop, noon] };
    const gone = asItem(over(ourGrave, theirs));
    expect([current(gone, "password"), current(gone, "note"), current(gone, "trashed"), gone.conflicts.size]).toEqual([
      "theirs",
      "added",
      noon,
      0,
    ]);
    expect(gone.fields.get("trashed")?.[0]?.slice(1)).toEqual([greatestStamp(theirs) + 2, tablet]);
    expect(textOf(merge(theirs, prevail(ourGrave, theirs, tablet), null))).toBe(textOf(gone));
    expect(prevail(ourGrave, grave, tablet)).toBe(ourGrave);
  });

  it("holds against their trash, and holds our own", () => {
    const kept = asItem(over(ours, edited(start, trashEdit(noon + 5), by(phone, noon + 5))));
    expect(isTrashed(kept)).toBe(false);
    const trashed = edited(ours, trashEdit(noon + 2), by(laptop, noon + 2));
    const after = asItem(over(trashed, theirs));
    expect(current(after, "password")).toBe("ours");
  });

  it("names the losers of our own conflict under the new stamp, before it meets theirs at all", () => {
    const contested = asItem(merge(ours, edited(start, { password: "on the tablet" }, by(tablet, noon + 2)), start));
    const again = asItem(prevail(contested, theirs, tablet));
    const stamp = greatestStamp(theirs) + 1;
    expect(again.conflicts.get("password")).toEqual(contested.conflicts.get("password")?.map(([, loser, by]) => [stamp, loser, by]));
    expect(again.conflicts.has("note")).toBe(false);
    expect(again.fields.get("password")).toEqual([["on the tablet", stamp, tablet], ...(contested.fields.get("password") ?? [])]);
  });

  it("leaves out what a merge put in front of the trash, which is no edit: of ours it keeps none, and of theirs it answers none", () => {
    const trashed = edited(start, trashEdit(noon + 3), by(laptop, noon + 3));
    const back = asItem(merge(trashed, edited(start, { note: "seen" }, by(phone, noon + 2)), start));
    expect(back.fields.get("trashed")?.[0]?.[0]).toBeNull();
    const grave: Tombstone = { v: 1, purged: [greatestStamp(back) + 10, phone, noon] };
    const devices = asItem(prevail(back, grave, tablet))
      .fields.get("trashed")
      ?.map(([, , by]) => by);
    expect(devices).toEqual([tablet, laptop]);
    expect(asItem(prevail(edited(back, { title: "Ours" }, by(laptop, noon + 9)), back, tablet)).fields.get("trashed")).toBe(
      back.fields.get("trashed"),
    );
    // One that holds all their edits, and not the register that a merge made, has seen them.
    const seen: Item = { ...back, fields: new Map(back.fields).set("trashed", trashed.fields.get("trashed") ?? []), conflicts: new Map() };
    expect(prevail(seen, back, tablet)).toBe(seen);
  });

  it("takes the last stamp there is", () => {
    const late: Item = { ...theirs, fields: new Map(theirs.fields).set("note", [["x", lastStamp - 1, phone]]) };
    expect(greatestStamp(prevail(ours, late, tablet))).toBe(lastStamp);
  });

  it("is as it was where no stamp is left", () => {
    const last: Item = { ...theirs, fields: new Map(theirs.fields).set("note", [["x", lastStamp, phone]]) };
    expect(prevail(ours, last, tablet)).toBe(ours);
  });
});
