// A purged item against one that is not: what a tombstone takes away, and what comes back. // M11, M12

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { by, created, edited, happenings, laptop, mergedItem, noon, phone, run, tablet, textOf } from "../testing/vault-histories.ts";
import { current, encodeContent, type Item, merge, openConflicts, parseContent, pick, type Tombstone } from "./index.ts";
import { isEdited } from "./register.ts";
import { greatestStamp } from "./stamp.ts";

const start = created("login", { title: "Mail", password: "old", username: "me" }, by(phone, noon));

const tombstone: fc.Arbitrary<Tombstone> = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom(phone, laptop), fc.constantFrom(noon, noon + 1))
  .map(([stamp, device, time]): Tombstone => ({ v: 1, purged: [stamp, device, time] }));

describe("tombstones", () => {
  const trashed = edited(start, { trashed: noon }, by(phone, noon + 1));
  const purged = (item: Item): Tombstone => ({
    v: 1,
    purged: [Math.max(...[...item.fields.values()].map(([r]) => r?.[1] ?? 0)), phone, noon + 9],
  });

  it("[V9] [M11] purges an item that it has seen, with the base", () => {
    expect(merge(trashed, purged(trashed), trashed)).toEqual(purged(trashed));
    expect(merge(purged(trashed), trashed, trashed)).toEqual(purged(trashed));
  });

  it("[M3] [M11] takes an item to the trash without a base, whole: that its stamp is greater does not say that it has seen it", () => {
    const unsent = edited(start, { password: "needed" }, by(laptop, noon));
    for (const item of [trashed, start, unsent]) {
      const merged = mergedItem(item, purged(trashed), null);
      expect(textOf(merge(purged(trashed), item, null))).toBe(textOf(merged));
      expect([current(merged, "trashed"), merged.conflicts.size]).toEqual([noon + 9, 0]);
      expect([...merged.fields].filter(([path]) => path !== "trashed")).toEqual([...item.fields].filter(([path]) => path !== "trashed"));
      for (const again of [merge(merged, purged(trashed), null), merge(merged, item, null), merge(merged, merged, null)]) {
        expect(textOf(again)).toBe(textOf(merged));
      }
      // It can be taken out again, and be purged again by who has seen it there.
      const out = edited(merged, { trashed: null }, by(laptop, noon));
      expect(textOf(merge(out, purged(trashed), null))).toBe(textOf(out));
      expect(merge(merged, purged(merged), merged)).toEqual(purged(merged));
    }
    // On a device that knows what the edit was made on, it counts as unseen. A trash that did not see it yields, one that holds it stays.
    const known = mergedItem(unsent, purged(trashed), start);
    expect(current(known, "trashed")).toBe(null);
    for (const [held, becomes] of [
      [start, null],
      [unsent, noon + 9],
    ] as const) {
      const inTrash = mergedItem(held, purged(trashed), null);
      const met = mergedItem(known, inTrash);
      expect(textOf(mergedItem(inTrash, known))).toBe(textOf(met));
      expect([current(met, "trashed"), current(met, "password")]).toEqual([becomes, "needed"]);
    }
  });

  it("[M2] [M3] [M11] and whatever the item is: both orders alike, no register lost, once is enough, no clock asked", () => {
    fc.assert(
      fc.property(happenings(2, 12, true), fc.boolean(), fc.integer({ min: -3, max: 3 }), (happened, exact, off) => {
        const [a, b] = run(2, happened) as [Item, Item];
        const grave: Tombstone = { v: 1, purged: [Math.max(1, greatestStamp(exact ? a : b) + off), tablet, noon] };
        const merged = mergedItem(a, grave, null);
        expect(textOf(merge(grave, a, null))).toBe(textOf(merged));
        for (const again of [merge(merged, grave, null), merge(merged, a, null), merge(merged, grave, a)]) {
          expect(textOf(again)).toBe(textOf(merged));
        }
        for (const [path, registers] of a.fields) {
          for (const register of registers.filter(isEdited)) expect(merged.fields.get(path)).toContainEqual(register);
        }
        const parsed = parseContent(encodeContent(merged));
        expect(parsed === null ? null : textOf(parsed)).toBe(textOf(merged));
        // With a base, what it holds goes, and anything else keeps the whole item.
        expect(merge(a, grave, a)).toEqual(grave);
        expect(current(mergedItem(edited(a, { note: "unsent" }, by(phone, 0)), grave, a), "note")).toBe("unsent");
      }),
      { numRuns: 300 },
    );
  });

  for (const [name, base] of [
    ["with the base", trashed],
    ["without a base", null],
  ] as const) {
    it(`[M11] an edit in the trash that it has not seen keeps the item, in the trash, ${name}`, () => {
      const local = edited(trashed, { password: "needed" }, by(laptop, noon + 2));
      const merged = mergedItem(local, purged(trashed), base);
      expect(textOf(merge(purged(trashed), local, base))).toBe(textOf(merged));
      expect([current(merged, "trashed"), current(merged, "password"), current(merged, "title")]).toEqual([noon + 9, "needed", "Mail"]);
      expect(merged.conflicts.size).toBe(0);
      for (const again of [merge(merged, purged(trashed), null), merge(merged, purged(trashed), base), merge(merged, local, null)]) {
        expect(textOf(again)).toBe(textOf(merged));
      }
    });

    it(`[M11] a restore that it has not seen keeps the item, ${name}`, () => {
      const local = edited(trashed, { trashed: null }, by(laptop, noon + 2));
      const merged = mergedItem(local, purged(trashed), base);
      expect(current(merged, "trashed")).toBe(null);
      expect(openConflicts(merged).map(({ path }) => path)).toEqual(["trashed"]);
    });

    it(`[M11] only a later trash that it has not seen: kept, and still in the trash, ${name}`, () => {
      const local = edited(trashed, { trashed: noon + 5 }, by(laptop, noon + 5));
      const merged = mergedItem(local, purged(trashed), base);
      expect(current(merged, "trashed")).toBe(noon + 5);
      expect(merged.conflicts.size).toBe(0);
    });
  }

  for (const [name, base] of [
    ["with the base", start],
    ["without a base", null],
  ] as const) {
    it(`[M11] an edit that neither the trash nor the purge has seen brings the item back, whole and marked, ${name}`, () => {
      const local = edited(start, { password: "needed" }, by(laptop, noon + 2));
      const merged = mergedItem(local, purged(trashed), base);
      expect(textOf(merge(purged(trashed), local, base))).toBe(textOf(merged));
      expect([current(merged, "trashed"), current(merged, "password"), current(merged, "title")]).toEqual([null, "needed", "Mail"]);
      expect(openConflicts(merged).map(({ path, other }) => [path, other[0]])).toEqual([["trashed", noon + 9]]);
      const backs = [
        merge(merged, purged(trashed), null),
        merge(merged, purged(trashed), base),
        merge(merged, local, null),
        merge(start, merged, base),
      ];
      for (const again of backs) expect(textOf(again)).toBe(textOf(merged));
      const thrown = edited(merged, pick(merged, "trashed", "other") ?? new Map(), by(tablet, noon));
      expect([current(thrown, "trashed"), thrown.conflicts.size]).toEqual([noon + 9, 0]);
      expect(current(mergedItem(thrown, merged, merged), "trashed")).toBe(noon + 9);
    });
  }

  it("[M11] with the base, an edit counts whatever its stamp: a slow clock loses nothing", () => {
    const elsewhere = edited(trashed, { title: "seen by the purge" }, by(tablet, noon + 99_999));
    const local = edited(trashed, { password: "needed" }, by(laptop, 0));
    expect(current(mergedItem(local, purged(elsewhere), trashed), "password")).toBe("needed");
  });

  it("[M11] an item that came back from a tombstone has nothing in common with it", () => {
    expect(mergedItem(start, purged(trashed), purged(start)).fields.get("title")).toEqual(start.fields.get("title"));
  });

  it("[M12] two tombstones join by maximum: stamp, device, time", () => {
    fc.assert(
      fc.property(tombstone, tombstone, tombstone, (a, b, c) => {
        expect(merge(merge(a, b, null), c, null)).toEqual(merge(a, merge(c, b, null), null));
        expect(merge(a, a, null)).toEqual(a);
      }),
    );
    expect(merge({ v: 1, purged: [5, phone, 9] }, { v: 1, purged: [5, laptop, 1] }, null)).toEqual({ v: 1, purged: [5, laptop, 1] });
    expect(merge({ v: 1, purged: [5, phone, 9] }, { v: 1, purged: [6, phone, 1] }, null)).toEqual({ v: 1, purged: [6, phone, 1] });
  });
});
