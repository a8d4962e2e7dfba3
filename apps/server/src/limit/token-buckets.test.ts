import fc from "fast-check";
import { expect, it } from "vitest";
import { TokenBuckets } from "./token-buckets.ts";

function start(rate = { burst: 3, perSecond: 2 }, maximum?: number) {
  const clock = { at: 1e12, now: () => clock.at };
  return { clock, buckets: new TokenBuckets(clock, rate, maximum) };
}

it("[C31] gives so many at once, then one after the other, and says when", () => {
  const { clock, buckets } = start();
  expect([1, 2, 3, 4].map(() => buckets.take("a"))).toEqual([0, 0, 0, 500]);
  clock.at += 499;
  expect(buckets.take("a")).toBe(1);
  clock.at += 1;
  expect(buckets.take("a")).toBe(0);
  expect(buckets.take("a")).toBe(500);
});

it("[C31] what is refused costs nothing: asking on and on locks nobody out", () => {
  const { clock, buckets } = start({ burst: 1, perSecond: 1 });
  expect(buckets.take("a")).toBe(0);
  let taken = 0;
  for (let i = 0; i < 10_000; i++) {
    clock.at += 1;
    if (buckets.take("a") === 0) taken++;
  }
  expect(taken).toBeOneOf([9, 10]);
});

it("is full again after a rest, and no fuller", () => {
  const { clock, buckets } = start();
  for (let i = 0; i < 4; i++) buckets.take("a");
  clock.at += 1e9;
  expect([1, 2, 3, 4].map(() => buckets.take("a") === 0)).toEqual([true, true, true, false]);
});

it("keeps keys apart", () => {
  const { buckets } = start({ burst: 1, perSecond: 1 });
  expect([buckets.take("a"), buckets.take("b"), buckets.take("a") > 0]).toEqual([0, 0, true]);
});

it("bears a clock that is set back", () => {
  const { clock, buckets } = start({ burst: 2, perSecond: 1 });
  buckets.take("a");
  clock.at -= 1e9;
  expect(buckets.take("a")).toBe(0);
  expect(buckets.take("a")).toBe(1_000);
  clock.at += 1_000;
  expect(buckets.take("a")).toBe(0);
});

it("[C31] remembers a bounded number of keys, those used last", () => {
  const { buckets } = start({ burst: 1, perSecond: 1 }, 3);
  for (const key of ["a", "b", "c", "a", "d"]) buckets.take(key);
  expect(buckets.count).toBe(3);
  expect(buckets.take("a")).toBe(1_000);
  expect(buckets.take("b")).toBe(0);
  for (let i = 0; i < 1_000; i++) buckets.take(`key ${i}`);
  expect(buckets.count).toBe(3);
});

it("never gives more than burst and rate together allow, whatever the times", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(3_000), { maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      (steps, burst, perSecond) => {
        const { clock, buckets } = start({ burst, perSecond });
        const begin = clock.at;
        let taken = 0;
        for (const step of steps) {
          clock.at += step;
          const wait = buckets.take("a");
          if (wait === 0) taken++;
          else expect(wait > 0 && wait <= Math.ceil(1_000 / perSecond)).toBe(true);
        }
        expect(taken).toBeLessThanOrEqual(burst + ((clock.at - begin) * perSecond) / 1_000);
      },
    ),
  );
});
