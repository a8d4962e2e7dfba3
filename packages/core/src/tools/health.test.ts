import { describe, expect, it } from "vitest";
import { zxcvbnMeter } from "../adapters/zxcvbn-meter.ts";
import type { PasswordMeter } from "../ports.ts";
import { apply, create } from "../vault/apply.ts";
import type { Item, Value } from "../vault/item.ts";
import { makeItem } from "../vault/make-item.ts";
import { trashEdit } from "../vault/trash.ts";
import { checkHealth, passwordTime } from "./health.ts";

const device = "11".repeat(16);
const now = Date.UTC(2027, 5, 1);
const day = 24 * 3_600_000;
const strong = "xK9#mQ2$vL7@nR4%";

function item(fields: Readonly<Record<string, Value>>, kind = "login", at = now - day): Item {
  const made = create(kind, new Map(Object.entries(fields)), { device, now: at });
  if (!made.ok) throw new Error(made.error.type);
  return made.value;
}

function edited(before: Item, edit: ReadonlyMap<string, Value>, at: number): Item {
  const after = apply(before, edit, { device, now: at });
  if (!after.ok) throw new Error(after.error.type);
  return after.value;
}

/** Every password is strong but those that say so. */
const meter: PasswordMeter = (password) => (password.startsWith("weak") ? { score: 1, guesses: 4 } : { score: 4, guesses: 12 });

const checked = async (items: Readonly<Record<string, Item>>, by: PasswordMeter = meter) => {
  const found = await checkHealth(
    Object.entries(items).map(([id, held]) => ({ id, item: held })),
    { meter: by, now },
  );
  return Object.fromEntries(found.map(({ id, problems }) => [id, problems.join(" ")]));
};

describe("the password check", () => {
  it("[T6] finds what is weak, used again and old, and tells nothing of the rest", async () => {
    const found = await checked({
      good: item({ title: "A", password: "strong one" }),
      weak: item({ title: "B", password: "weak" }),
      twin: item({ title: "C", password: "Same" }),
      other: item({ title: "D", password: "Same" }, "wifi"),
      case: item({ title: "E", password: "same" }),
      old: item({ title: "F", password: "strong two" }, "login", now - 366 * day),
      all: item({ title: "G", password: "weak too" }, "password", now - 366 * day),
      again: item({ title: "H", password: "weak too" }),
    });
    expect(found).toEqual({ weak: "weak", twin: "reused", other: "reused", old: "old", all: "weak reused old", again: "weak reused" });
  });

  it("[T6] leaves out the trash, items without a password, and kinds it does not know", async () => {
    const trashed = edited(item({ title: "A", password: "weak" }), trashEdit(now), now);
    const removed = edited(item({ title: "B", password: "weak" }), new Map([["password", null]]), now);
    const others = {
      trashed,
      removed,
      none: item({ title: "C" }),
      empty: item({ title: "D", password: "" }),
      odd: item({ title: "E", password: 12_345 }),
      later: item({ title: "F", password: "weak" }, "spaceship"),
      note: item({ title: "G", password: "weak" }, "note"),
      alone: item({ title: "H", password: "weak" }),
    };
    expect(await checked(others)).toEqual({ alone: "weak" });
  });

  it("[T6] counts the age of the password and not of the item", async () => {
    const renamed = edited(item({ title: "A", password: "p1" }, "login", now - 400 * day), new Map([["title", "B"]]), now);
    const renewed = edited(item({ title: "A", password: "p2" }, "login", now - 400 * day), new Map([["password", "p3"]]), now - day);
    expect(await checked({ renamed, renewed })).toEqual({ renamed: "old" });
  });

  it("[T6] takes the other program's word of an imported password, until it is edited here", () => {
    const imported = (changed: number | null, created: number | null, time?: number): Item => {
      const origin = { import: "00".repeat(16), created, changed };
      const edit = new Map<string, Value>([
        ["title", "A"],
        ["password", "p"],
        ["imported", origin],
      ]);
      const made = makeItem({ kind: "login", edit, ...(time === undefined ? {} : { time }) }, { device, now });
      if (!made.ok) throw new Error(made.error.type);
      return made.value;
    };
    const before2025 = Date.UTC(2019, 1, 1);
    expect(passwordTime(imported(before2025, null, before2025))).toBe(before2025);
    expect(passwordTime(imported(null, before2025))).toBe(before2025);
    expect(passwordTime(imported(null, null))).toBe(now);
    expect(passwordTime(imported(now + day, null))).toBe(now);
    expect(passwordTime(edited(imported(before2025, null), new Map([["title", "B"]]), now + 5))).toBe(before2025);
    expect(passwordTime(edited(imported(before2025, null), new Map([["password", "new"]]), now + 5))).toBe(now + 5);
    expect(passwordTime(item({ password: "p", imported: [1, 2] }))).toBe(now - day);
  });

  it("[T6] judges equal passwords once, and lets others do something now and then", async () => {
    let judged = 0;
    const counting: PasswordMeter = (password) => {
      judged++;
      return meter(password);
    };
    const items = Array.from({ length: 300 }, (_, n) => ({ id: `${n}`, item: item({ title: `${n}`, password: `p${n % 120}` }) }));
    const told: (readonly [number, number])[] = [];
    await checkHealth(items, { meter: counting, now, progress: (done, total) => void told.push([done, total]) });
    expect(judged).toBe(120);
    expect(told.at(0)).toEqual([0, 120]);
    expect(told.at(-1)).toEqual([120, 120]);
    expect(told.length).toBeGreaterThan(2);
  });

  it("[T6] by zxcvbn: common ones, and ones made of the item's own name", async () => {
    const real = await zxcvbnMeter();
    const found = await checked(
      {
        common: item({ title: "A", password: "Password123!" }),
        own: item({ title: "Zyxwarblefrob", password: "zyxwarblefrob7" }),
        site: item({
          title: "B",
          password: "qqzplumtrix1",
          "uri/1": { uri: "https://www.qqzplumtrix.example/login", match: null, order: 0 },
        }),
        name: item({ title: "C", username: "kaxobrint@example.org", password: "kaxobrint9" }),
        fine: item({ title: "Zyxwarblefrob", password: strong }),
        words: item({ title: "D", password: "unsorted-glimpse-plywood-tactful-raven" }),
      },
      real,
    );
    expect(found).toEqual({ common: "weak", own: "weak", site: "weak", name: "weak" });
  });
});
