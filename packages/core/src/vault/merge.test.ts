// The laws of merging, over real runs and over anything that parse accepts, and the cases that people meet, in both orders.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anyItem,
  by,
  created,
  edited,
  happenings,
  laptop,
  mergedItem,
  noon,
  phone,
  run,
  tablet,
  textOf,
} from "../testing/vault-histories.ts";
import { type Content, current, encodeContent, type Item, merge, openConflicts, parseContent, pick, type Tombstone } from "./index.ts";
import { holds, isEdited } from "./register.ts";

const start = created("login", { title: "Mail", password: "old", username: "me" }, by(phone, noon));

const tombstone: fc.Arbitrary<Tombstone> = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom(phone, laptop), fc.constantFrom(noon, noon + 1))
  .map(([stamp, device, time]): Tombstone => ({ v: 1, purged: [stamp, device, time] }));

const anyContent: fc.Arbitrary<Content> = fc.oneof({ weight: 4, arbitrary: anyItem }, { weight: 1, arbitrary: tombstone });

describe("laws over anything that parse accepts", () => {
  it("[M2] commutative, with and without a base, tombstones included", () => {
    fc.assert(
      fc.property(anyContent, anyContent, fc.option(anyContent), (a, b, base) => {
        expect(textOf(merge(a, b, base))).toBe(textOf(merge(b, a, base)));
      }),
      { numRuns: 500 },
    );
  });

  it("[M2] idempotent, and merging again with a part changes nothing", () => {
    fc.assert(
      fc.property(anyItem, anyItem, (a, b) => {
        expect(textOf(merge(a, a, null))).toBe(textOf(a));
        const merged = merge(a, b, null);
        expect(textOf(merge(merged, b, null))).toBe(textOf(merged));
        expect(textOf(merge(a, merged, null))).toBe(textOf(merged));
      }),
      { numRuns: 500 },
    );
  });

  it("[M2] associative in registers and marks", () => {
    fc.assert(
      fc.property(anyItem, anyItem, anyItem, (a, b, c) => {
        expect(textOf(merge(merge(a, b, null), c, null))).toBe(textOf(merge(a, merge(b, c, null), null)));
      }),
      { numRuns: 1_000 },
    );
  });

  it("[M3] no register disappears", () => {
    fc.assert(
      fc.property(anyItem, anyItem, (a, b) => {
        const merged = mergedItem(a, b);
        for (const side of [a, b]) {
          for (const [path, registers] of side.fields) {
            for (const register of registers) expect(holds(merged.fields.get(path) ?? [], register)).toBe(true);
          }
        }
      }),
    );
  });

  it("[V5] what merging makes, parse accepts", () => {
    fc.assert(
      fc.property(anyContent, anyContent, fc.option(anyContent), (a, b, base) => {
        const merged = merge(a, b, base);
        const parsed = parseContent(encodeContent(merged));
        expect(parsed === null ? null : textOf(parsed)).toBe(textOf(merged));
      }),
      { numRuns: 500 },
    );
  });
});

describe("laws over real runs", () => {
  it("[M2] three devices, any happenings and clocks: every order of meeting makes the same bytes", () => {
    fc.assert(
      fc.property(happenings(3, 12, false), (happened) => {
        const [a, b, c] = run(3, happened) as [Item, Item, Item];
        const one = textOf(merge(merge(a, b, null), c, null));
        expect(textOf(merge(merge(c, a, null), b, null))).toBe(one);
        expect(textOf(merge(merge(b, c, null), a, null))).toBe(one);
        expect(textOf(merge(merge(a, b, null), merge(b, c, null), null))).toBe(one);
      }),
      { numRuns: 400 },
    );
  });

  it("[M2] with trashes: commutative, idempotent, and accepted by parse at every step", () => {
    fc.assert(
      fc.property(happenings(3, 14, true), (happened) => {
        const held = run(3, happened, (_, __, after) => {
          const parsed = parseContent(encodeContent(after));
          expect(parsed === null ? null : textOf(parsed)).toBe(textOf(after));
        });
        const [a, b] = held as [Item, Item, Item];
        const merged = merge(a, b, null);
        expect(textOf(merge(b, a, null))).toBe(textOf(merged));
        expect(textOf(merge(merged, merged, null))).toBe(textOf(merged));
        expect(textOf(merge(a, a, null))).toBe(textOf(a));
      }),
      { numRuns: 400 },
    );
  });

  it("[M2] three devices apart from one state, trashes included: every order of meeting makes the same bytes", () => {
    fc.assert(
      fc.property(
        happenings(3, 8, true),
        happenings(3, 12, true).map((happened) => happened.filter(({ does }) => does === "edit")),
        (before, apart) => {
          const [from] = run(3, before) as [Item, Item, Item];
          const forks = [from, from, from];
          for (const happening of apart) {
            if (happening.does !== "edit") continue;
            const author = by([phone, laptop, tablet][happening.device] ?? phone, happening.clock);
            forks[happening.device] = edited(forks[happening.device] ?? from, happening.values, author);
          }
          const [a, b, c] = forks as [Item, Item, Item];
          for (const base of [null, from]) {
            const one = textOf(merge(merge(a, b, base), c, base));
            expect(textOf(merge(merge(c, a, base), b, base))).toBe(one);
            expect(textOf(merge(merge(b, c, base), a, base))).toBe(one);
          }
          expect(textOf(merge(a, b, from))).toBe(textOf(merge(a, b, null)));
        },
      ),
      { numRuns: 600 },
    );
  });

  it("[M4] a base that both come from changes nothing below the bounds, however old it is", () => {
    fc.assert(
      fc.property(happenings(2, 6, true), happenings(2, 8, true), (before, after) => {
        const bases = run(2, before);
        const [a, b] = run(2, [...before, ...after]) as [Item, Item];
        const [mine, theirs] = bases as [Item, Item];
        const joined = run(2, [...before, { does: "hear", device: 0, from: 1 }, { does: "hear", device: 1, from: 0 }, ...after]);
        const [base] = run(2, [...before, { does: "hear", device: 0, from: 1 }]) as [Item, Item];
        expect(textOf(merge(joined[0] as Item, joined[1] as Item, base))).toBe(textOf(merge(joined[0] as Item, joined[1] as Item, null)));
        const origin = run(2, [])[0] as Item;
        expect(textOf(merge(a, b, origin))).toBe(textOf(merge(a, b, null)));
        expect(mine.kind).toBe(theirs.kind);
      }),
      { numRuns: 300 },
    );
  });

  it("[M3] every value ever saved stands as current or in history", () => {
    fc.assert(
      fc.property(happenings(3, 9, true), (happened) => {
        const made: [string, Item["fields"]][] = [];
        const held = run(3, happened, (happening, _, after) => {
          if (happening.does === "edit") made.push([String(happening.device), after.fields]);
        });
        const whole = held.reduce((a, b) => mergedItem(a, b));
        for (const [, fields] of made) {
          for (const [path, registers] of fields) {
            for (const register of registers.filter(isEdited)) expect(holds(whole.fields.get(path) ?? [], register)).toBe(true);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("what people meet", () => {
  const bothOrders = (a: Content, b: Content, base: Content | null): Item => {
    expect(textOf(merge(a, b, base))).toBe(textOf(merge(b, a, base)));
    return mergedItem(a, b, base);
  };

  for (const [name, wrong] of [
    ["right clocks", 0],
    ["a clock ten years ahead", 315_576_000_000],
    ["a clock ten years behind", -315_576_000_000],
  ] as const) {
    it(`[M1] edits of different fields both live: ${name}`, () => {
      const a = edited(start, { title: "Post" }, by(phone, noon + 1));
      const b = edited(start, { password: "new" }, by(laptop, noon + 2 + wrong));
      const merged = bothOrders(a, b, start);
      expect([current(merged, "title"), current(merged, "password")]).toEqual(["Post", "new"]);
      expect(merged.conflicts.size).toBe(0);
    });

    it(`[M5] edits of one field: one shows, the other is in history, and both are shown until one is picked: ${name}`, () => {
      const a = edited(start, { password: "from phone" }, by(phone, noon + 1));
      const b = edited(start, { password: "from laptop" }, by(laptop, noon + 2 + wrong));
      const merged = bothOrders(a, b, start);
      const [conflict] = openConflicts(merged);
      const shown = wrong < 0 ? "from phone" : "from laptop";
      expect(current(merged, "password")).toBe(shown);
      expect([conflict?.current[0], conflict?.other[0]].sort()).toEqual(["from laptop", "from phone"]);
      for (const which of ["current", "other"] as const) {
        const picked = edited(merged, pick(merged, "password", which) ?? new Map(), by(tablet, noon));
        expect(current(picked, "password")).toBe(conflict?.[which][0]);
        expect(picked.conflicts.size).toBe(0);
        expect(openConflicts(bothOrders(picked, merged, merged))).toEqual([]);
        expect(openConflicts(bothOrders(picked, a, null))).toEqual([]);
        expect(openConflicts(bothOrders(picked, b, null))).toEqual([]);
      }
    });
  }

  it("[M5] one side changed the field and the other did not: no conflict, also where history was cut", () => {
    let b = start;
    for (let i = 0; i < 12; i++) b = edited(b, { title: `title ${i}` }, by(laptop, noon + i));
    const a = edited(start, { username: "you" }, by(phone, noon + 99));
    const merged = bothOrders(a, b, start);
    expect(current(merged, "title")).toBe("title 11");
    expect(merged.conflicts.size).toBe(0);
    // Without the base nobody can know any more, and then the person is asked.
    expect(openConflicts(bothOrders(a, b, null)).map(({ path }) => path)).toEqual(["title"]);
  });

  it("[M7] the same value on both sides is no conflict", () => {
    const a = edited(start, { favorite: true, "tag/work": true, title: "Post" }, by(phone, noon + 1));
    const b = edited(start, { "tag/work": true, favorite: true, title: "Post" }, by(laptop, noon + 2));
    expect(bothOrders(a, b, start).conflicts.size).toBe(0);
    const uri = { uri: "https://example.org", match: null, order: 0 };
    const c = edited(start, { "uri/1": uri }, by(phone, noon + 1));
    const d = edited(start, { "uri/1": { order: 0, match: null, uri: "https://example.org" } }, by(laptop, noon + 1));
    expect(bothOrders(c, d, start).conflicts.size).toBe(0);
  });

  it("[M5] removed here and changed there is a conflict; removed on both sides is none", () => {
    const a = edited(start, { username: null }, by(phone, noon + 1));
    const b = edited(start, { username: "you" }, by(laptop, noon + 2));
    const [conflict] = openConflicts(bothOrders(a, b, start));
    expect([conflict?.current[0], conflict?.other[0]]).toEqual(["you", null]);
    const c = edited(start, { username: null }, by(laptop, noon + 2));
    expect(bothOrders(a, c, start).conflicts.size).toBe(0);
  });

  it("[M5] a field added on both sides with different values is a conflict", () => {
    const a = edited(start, { note: "one" }, by(phone, noon + 1));
    const b = edited(start, { note: "two" }, by(laptop, noon + 1));
    expect(openConflicts(bothOrders(a, b, start)).map(({ path }) => path)).toEqual(["note"]);
  });

  it("[M1] equal stamps: the greater device wins, and the mark tells the two apart", () => {
    const a = edited(start, { title: "phone" }, by(phone, noon + 1));
    const b = edited(start, { title: "laptop" }, by(laptop, noon + 1));
    const merged = bothOrders(a, b, start);
    const [winner, loser, device] = merged.conflicts.get("title")?.[0] ?? [];
    expect(current(merged, "title")).toBe("laptop");
    expect([winner === loser, device]).toEqual([true, phone]);
    expect(openConflicts(merged)[0]?.other[0]).toBe("phone");
  });

  it("[M1] a device whose folder was copied makes two values with one stamp: both are kept and shown", () => {
    const a = edited(start, { title: "copy" }, by(phone, noon + 1));
    const b = edited(start, { title: "original" }, by(phone, noon + 1));
    const c = edited(start, { title: "another" }, by(phone, noon + 1));
    const merged = bothOrders(a, b, start);
    expect(openConflicts(merged).map(({ current, other }) => [current[0], other[0]])).toEqual([["original", "copy"]]);
    const three = bothOrders(merged, c, start);
    expect(textOf(three)).toBe(textOf(merge(merge(b, c, null), a, null)));
    expect(openConflicts(three).map(({ other }) => other[0])).toEqual(["copy", "another"]);
    expect(textOf(parseContent(encodeContent(three)) as Item)).toBe(textOf(three));
  });

  it("[M6] three devices, three values: all are shown, in every order of meeting", () => {
    const a = edited(start, { password: "a" }, by(phone, noon + 1));
    const b = edited(start, { password: "b" }, by(laptop, noon + 2));
    const c = edited(start, { password: "c" }, by(tablet, noon + 3));
    const merged = bothOrders(mergedItem(a, b, start), c, start);
    expect(openConflicts(merged).map(({ current, other }) => [current[0], other[0]])).toEqual([
      ["c", "b"],
      ["c", "a"],
    ]);
    expect(current(edited(merged, pick(merged, "password", "other") ?? new Map(), by(phone)), "password")).toBe("b");
  });

  it("[M6] an edit that saw one of two values closes only its conflict with that one", () => {
    const a = edited(start, { password: "a" }, by(phone, noon + 1));
    const b = edited(start, { password: "b" }, by(laptop, noon + 2));
    const afterB = edited(b, { password: "after b" }, by(tablet, noon + 3));
    const marked = mergedItem(a, b, start);
    for (const merged of [bothOrders(marked, afterB, null), bothOrders(a, afterB, start)]) {
      expect(openConflicts(merged).map(({ current, other }) => [current[0], other[0]])).toEqual([["after b", "a"]]);
    }
  });

  it("[M13] items of kinds that nobody here knows merge like all others; of two kinds every device takes the same", () => {
    const later = created("quantum-key", { "lattice/7": { rows: [1, 2] } }, by(phone, noon));
    const a = edited(later, { "lattice/7": { rows: [1, 3] } }, by(phone, noon + 1));
    const b = edited(later, { "lattice/8": [null, true] }, by(laptop, noon + 1));
    const merged = bothOrders(a, b, later);
    expect([merged.kind, current(merged, "lattice/7"), current(merged, "lattice/8")]).toEqual([
      "quantum-key",
      { rows: [1, 3] },
      [null, true],
    ]);
    expect(bothOrders(later, { ...a, kind: "login" }, null).kind).toBe("quantum-key");
  });
});
