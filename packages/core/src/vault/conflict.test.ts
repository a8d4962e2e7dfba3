// Conflicts as they are shown and settled; how they arise is in merge.test.ts.

import { describe, expect, it } from "vitest";
import { by, created, edited, laptop, mergedItem, noon, phone, tablet } from "../testing/vault-histories.ts";
import { current, hasConflict, openConflicts, pick } from "./index.ts";

const start = created("login", { title: "Mail", password: "old", note: "n" }, by(phone, noon));
const a = edited(start, { password: "a", title: "A", note: "same" }, by(phone, noon + 1));
const b = edited(start, { password: "b", title: "B", note: "same" }, by(laptop, noon + 2));
const met = mergedItem(a, b, start);

describe("open conflicts", () => {
  it("[M6] are listed by path with both registers: value, stamp and device", () => {
    expect(openConflicts(start)).toEqual([]);
    expect([hasConflict(start), hasConflict(met)]).toEqual([false, true]);
    expect(openConflicts(met)).toEqual([
      { path: "password", current: b.fields.get("password")?.[0], other: a.fields.get("password")?.[0] },
      { path: "title", current: b.fields.get("title")?.[0], other: a.fields.get("title")?.[0] },
    ]);
  });

  it("[M6] the mark names the winner's stamp, the loser's stamp and its device", () => {
    expect(met.conflicts.get("title")).toEqual([[b.fields.get("title")?.[0]?.[1], a.fields.get("title")?.[0]?.[1], phone]]);
  });

  it("[M6] close by any edit of their path, and by that alone", () => {
    const other = edited(met, { username: "me", password: "c" }, by(tablet, noon));
    expect(openConflicts(other).map(({ path }) => path)).toEqual(["title"]);
    expect(openConflicts(mergedItem(other, met, met)).map(({ path }) => path)).toEqual(["title"]);
  });

  it("[M5] two people pick differently: that is a conflict again; the same: it is none", () => {
    const keep = (which: "current" | "other", device: string, now: number) =>
      edited(met, pick(met, "title", which) ?? new Map(), by(device, now));
    const differ = mergedItem(keep("current", phone, noon + 10), keep("other", laptop, noon + 11), met);
    const again = openConflicts(differ).find(({ path }) => path === "title");
    expect([again?.current[0], again?.other[0]]).toEqual(["A", "B"]);
    const same = mergedItem(keep("other", phone, noon + 10), keep("other", laptop, noon + 11), met);
    expect(openConflicts(same).map(({ path }) => path)).toEqual(["password"]);
  });
});

describe("picking", () => {
  it("[M8] is an edit with the value that is kept", () => {
    expect(pick(met, "password", "current")).toEqual(new Map([["password", "b"]]));
    expect(pick(met, "password", "other")).toEqual(new Map([["password", "a"]]));
    expect(current(edited(met, pick(met, "password", "other") ?? new Map(), by(phone, 0)), "password")).toBe("a");
  });

  it("[M8] is nothing where nothing is open", () => {
    expect(pick(met, "note", "current")).toBe(null);
    expect(pick(met, "nowhere", "other")).toBe(null);
  });

  it("[M8] keeps a removal as well as a value", () => {
    const gone = edited(start, { note: null }, by(phone, noon + 1));
    const kept = edited(start, { note: "k" }, by(laptop, noon + 2));
    expect(pick(mergedItem(gone, kept, start), "note", "other")).toEqual(new Map([["note", null]]));
  });
});
