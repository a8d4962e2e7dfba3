// Stamps follow the clock where it can be believed, always rise, and are always safe.

import fc from "fast-check";
import { expect, it } from "vitest";
import { by, created, edited, laptop, noon, phone, tablet } from "../testing/vault-histories.ts";
import { current, type Item, merge } from "./index.ts";
import { firstTime, greatestStamp, isStamp, lastImported, lastStamp, lastTime, nextStamp, stampTime } from "./stamp.ts";

const anyClock = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0),
);

it("[V4] counts milliseconds from 2025 to 2075", () => {
  expect(new Date(firstTime).toISOString()).toBe("2025-01-01T00:00:00.000Z");
  expect(new Date(lastTime).toISOString()).toBe("2075-01-01T00:00:00.000Z");
  expect(nextStamp(0, firstTime + 1)).toBe(4096);
  expect(nextStamp(4096, firstTime + 1)).toBe(4097);
  expect(nextStamp(0, firstTime + 1.9)).toBe(4096);
});

it("[V4] takes a clock outside these years for the nearer bound", () => {
  for (const now of [0, -1, Number.NEGATIVE_INFINITY, Number.NaN, firstTime]) expect(nextStamp(0, now)).toBe(1);
  for (const now of [lastTime, lastTime + 1, Number.POSITIVE_INFINITY]) expect(nextStamp(0, now)).toBe((lastTime - firstTime) * 4096);
});

it("[V4] rises above what was seen and is a safe integer, whatever the clock says", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: lastStamp + 1 }), anyClock, (greatest, now) => {
      const stamp = nextStamp(greatest, now);
      expect(Number.isSafeInteger(stamp) && stamp > greatest).toBe(true);
    }),
  );
});

it("[V4] leaves room for edits without number above every clock", () => {
  expect(lastStamp - nextStamp(0, Number.POSITIVE_INFINITY)).toBeGreaterThan(10 ** 15);
  expect([isStamp(lastStamp), isStamp(lastStamp + 1), isStamp(-1), isStamp(0.5), isStamp("1"), isStamp(Number.NaN), isStamp(-0)]).toEqual([
    true,
    ...Array(6).fill(false),
  ]);
});

it("[V4] takes from a file what the latest clock gives and 10^12 edits above it", () => {
  expect(lastImported - nextStamp(0, Number.POSITIVE_INFINITY)).toBe(10 ** 12);
});

it("[V4] tells the time that it claims", () => {
  fc.assert(
    fc.property(fc.integer({ min: firstTime, max: lastTime }), (now) => {
      expect(stampTime(nextStamp(0, now))).toBe(now === firstTime ? firstTime : now);
    }),
  );
});

it("[V4] the greatest stamp of an item is that of all its fields, of a tombstone what it remembers", () => {
  const item = edited(created("login", { title: "a", note: "b" }, by(phone)), { title: "c" }, by(laptop, noon + 1));
  expect(greatestStamp(item)).toBe(item.fields.get("title")?.[0]?.[1]);
  expect(greatestStamp({ v: 1, purged: [7, phone, noon] })).toBe(7);
  expect(greatestStamp({ v: 1, kind: "login", fields: new Map(), conflicts: new Map() })).toBe(0);
});

it("[V4] a clock in 2075 harms one edit: whoever has seen its value wins over it", () => {
  const start = created("login", { title: "a" }, by(phone, noon));
  const early = edited(start, { title: "from 2075" }, by(laptop, lastTime));
  const apart = edited(start, { title: "meanwhile" }, by(tablet, noon + 1));
  const met = merge(early, apart, start) as Item;
  expect(current(met, "title")).toBe("from 2075");
  expect(current(edited(met, { title: "after" }, by(tablet, noon + 2)), "title")).toBe("after");
});
