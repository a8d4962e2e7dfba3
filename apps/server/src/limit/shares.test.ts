import fc from "fast-check";
import { expect, it } from "vitest";
import { Shares } from "./shares.ts";

it("[C36] one takes its share and no more, and the others have theirs", () => {
  const shares = new Shares({ each: 10, all: 25 });
  const first = shares.take("a", 10);
  expect(first).not.toBeNull();
  expect(shares.take("a")).toBeNull();
  expect(shares.take("b", 10)).not.toBeNull();
  expect(shares.take("c", 6)).toBeNull();
  expect(shares.take("c", 5)).not.toBeNull();
  expect(shares.take("d")).toBeNull();
  first?.();
  expect(shares.take("d", 10)).not.toBeNull();
});

it("[C36] a null key is bound by the whole alone", () => {
  const shares = new Shares({ each: 1, all: 3 });
  expect([1, 2, 3, 4].map(() => shares.take(null) !== null)).toEqual([true, true, true, false]);
});

it("gives back once, however often it is told to, and then holds no key", () => {
  const steps = fc.array(fc.record({ key: fc.constantFrom("a", "b", null), amount: fc.integer({ min: 1, max: 5 }), again: fc.boolean() }));
  fc.assert(
    fc.property(steps, (given) => {
      const shares = new Shares({ each: 8, all: 12 });
      const back = given.map(({ key, amount }) => shares.take(key, amount));
      given.forEach(({ again }, i) => {
        back[i]?.();
        if (again) back[i]?.();
      });
      expect(shares.count).toBe(0);
      const whole = [shares.take("a", 8), shares.take("b", 4)];
      expect(whole.every((one) => one !== null)).toBe(true);
      expect(shares.take(null)).toBeNull();
    }),
  );
});
