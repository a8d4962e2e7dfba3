import { utf8 } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { by, created, edited, noon, phone } from "../../testing/vault-histories.ts";
import { history } from "../../vault/history.ts";
import type { Item, Value } from "../../vault/item.ts";
import { makeItem } from "../../vault/make-item.ts";
import { merge } from "../../vault/merge.ts";
import { firstTime, stampTime } from "../../vault/stamp.ts";
import { toNewItem } from "./imported-item.ts";
import { parseImport } from "./parse-import.ts";
import { restoreItem } from "./restore-item.ts";
import { changedTime, editTime } from "./source-time.ts";

const run = { id: "ab".repeat(16), at: noon };

interface Source {
  readonly changed: string | null;
  readonly past: readonly (readonly [password: string, time: string | null])[];
  readonly password?: string;
}

/** What an import of Bitwarden's file makes of it. */
function imported({ changed, past, password = "now" }: Source): Item {
  const passwordHistory = past.map(([old, lastUsedDate]) => ({ password: old, lastUsedDate }));
  const login = { type: 1, name: "Old", login: { username: "kim", password }, passwordHistory, revisionDate: changed };
  const parsed = parseImport(utf8(JSON.stringify({ encrypted: false, items: [login] })), "bitwarden-json");
  const [first] = parsed.ok && parsed.value.format !== "holdfast" ? parsed.value.items : [];
  if (first === undefined) throw new Error("nothing was read");
  const made = makeItem(toNewItem(first, run), by(phone));
  if (!made.ok) throw new Error("nothing was made");
  return made.value;
}

const iso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString().slice(0, 10));
const passwords = (item: Item) =>
  history(item)
    .filter(({ path }) => path === "password")
    .map(({ value, stamp, device }): [Value, string | null] => [value, iso(editTime(item, [stamp, device]))]);

const from2021: Source = {
  changed: "2021-05-06T07:08:09.000Z",
  past: [
    ["first", "2019-01-02T03:04:05.000Z"],
    ["second", "2020-02-03T04:05:06.000Z"],
  ],
};

/** As an import before this version wrote it: one time for each earlier value of the file. */
const withTimes = (item: Item, past: readonly number[]): Item => {
  const [mark] = item.fields.get("imported") ?? [];
  if (mark === undefined) throw new Error("no mark");
  return { ...item, fields: new Map([...item.fields, ["imported", [[{ ...(mark[0] as object), past } as Value, mark[1], mark[2]]]]]) };
};

describe("[V10] when an imported value was made", () => {
  it("is the source's word where it is from before 2025", () => {
    const item = imported(from2021);
    expect(changedTime(item)).toBe(Date.UTC(2021, 4, 6, 7, 8, 9));
    expect(passwords(item)).toEqual([
      ["now", "2021-05-06"],
      ["second", "2020-02-03"],
      ["first", "2019-01-02"],
    ]);
  });

  it("is the stamp's from 2025 on, whatever stands beside it", () => {
    const item = imported({ changed: "2025-06-02T00:00:00.000Z", past: [["third", "2025-03-01T00:00:00.000Z"], ...from2021.past] });
    expect(passwords(item).map(([, time]) => time)).toEqual(["2025-06-02", "2025-03-01", "2020-02-03", "2019-01-02"]);
    expect(changedTime(item)).toBe(Date.UTC(2025, 5, 2));
  });

  it("is that of the edit once it was edited, and the values before keep theirs", () => {
    const item = edited(imported(from2021), { password: "newest" }, by(phone, noon + 5_000));
    expect(changedTime(item)).toBe(noon + 5_000);
    expect(passwords(item).map(([, time]) => time)).toEqual([iso(noon), "2021-05-06", "2020-02-03", "2019-01-02"]);
  });

  it("is not known where the file has none, and is when it was imported for what it holds now", () => {
    const item = imported({
      changed: null,
      past: [
        ["first", null],
        ["second", "2020-02-03T00:00:00.000Z"],
      ],
    });
    expect(passwords(item)).toEqual([
      ["now", iso(noon)],
      ["second", "2020-02-03"],
      ["first", null],
    ]);
  });

  it("counts a password that stood twice in a row once", () => {
    const past: Source["past"] = [["first", "2018-01-02T00:00:00.000Z"], ...from2021.past];
    expect(passwords(imported({ ...from2021, past })).map(([, time]) => time)).toEqual(["2021-05-06", "2020-02-03", "2018-01-02"]);
  });

  it("is not guessed where some earlier values made no stamp", () => {
    const item = withTimes(
      imported(from2021),
      [2017, 2019, 2020].map((year) => Date.UTC(year, 0, 1)),
    );
    expect(passwords(item).map(([, time]) => time)).toEqual(["2021-05-06", null, null]);
    expect(changedTime(item)).toBe(Date.UTC(2021, 4, 6, 7, 8, 9));
  });

  it("is known on after a restore from an export has put a mark of its own in front", () => {
    const item = imported(from2021);
    const tombstone = { v: 1, purged: [50_000, phone, noon] } as const;
    const restored = restoreItem(tombstone, item, { run, author: by(phone, noon + 9_000) });
    if (restored.type !== "revived") throw new Error("not revived");
    expect(passwords(restored.content)).toEqual(passwords(item));
  });

  it("is not taken from another device's import, nor for a device whose clock stands before 2025", () => {
    const item = imported(from2021);
    const other = "c".repeat(32);
    const later = edited(item, { password: "then" }, { device: other, now: 0 });
    expect(passwords(later)[0]).toEqual(["then", null]);
    expect(changedTime(later)).toBeNull();
    expect(editTime(item, [1, other])).toBeNull();
    expect(editTime(item, [1, phone])).toBe(Date.UTC(2019, 0, 2, 3, 4, 5));
  });

  it("does not look at a way out of the trash that no person made", () => {
    const base = imported(from2021);
    const mine = edited(base, { trashed: noon + 1_000 }, by(phone, noon + 1_000));
    const theirs = edited(base, { username: "kim2" }, { device: "c".repeat(32), now: noon + 2_000 });
    expect(changedTime(merge(mine, theirs, base) as Item)).toBe(noon + 2_000);
  });
});

describe("[V10] whatever stands in `imported`", () => {
  const anyMark = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.record({ changed: fc.jsonValue({ maxDepth: 1 }), past: fc.array(fc.oneof(fc.integer(), fc.jsonValue({ maxDepth: 1 }))) }),
  );

  it("nothing throws, and a time that a stamp tells is the stamp's", () => {
    fc.assert(
      fc.property(anyMark, fc.nat(3), (mark, edits) => {
        let item = created("login", { title: "T", password: "p0" }, by(phone, 0));
        for (let at = 1; at <= edits; at++) item = edited(item, { password: `p${at}` }, by(phone, at === 3 ? noon : 0));
        item = { ...item, fields: new Map([...item.fields, ["imported", [[mark as Value, edits + 1, phone]]]]) };
        for (const { stamp, device } of history(item)) {
          const time = editTime(item, [stamp, device]);
          if (stampTime(stamp) > firstTime + 60_000) expect(time).toBe(stampTime(stamp));
          else if (time !== null) expect(new Date(time).toISOString()).toMatch(/T/);
        }
        changedTime(item);
      }),
    );
  });
});
