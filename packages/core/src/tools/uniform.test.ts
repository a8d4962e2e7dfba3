import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededBytes } from "../testing/test-crypto.ts";
import { uniform } from "./uniform.ts";

/** Pearson's chi-square of counts against an even distribution. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function countsOf(outcomes: number, draws: number): number[] {
  const draw = uniform(seededBytes(`draws of ${outcomes}`));
  const counts = new Array<number>(outcomes).fill(0);
  for (let n = 0; n < draws; n++) {
    const drawn = draw(outcomes);
    counts[drawn] = (counts[drawn] ?? 0) + 1;
  }
  return counts;
}

describe("a draw", () => {
  // The 99.9% quantile of chi-square is near df + 3.1 √(2 df) + 6. A byte folded by a remainder to 70 outcomes gives some thousands.
  it.each([2, 10, 26, 70, 92, 200, 256, 300])("[T1] is even over %i outcomes", (outcomes) => {
    const df = outcomes - 1;
    expect(chiSquare(countsOf(outcomes, 40_000))).toBeLessThan(df + 3.1 * Math.sqrt(2 * df) + 6);
  });

  it("[T1] [attack 125] throws away what would make some outcomes likelier, and only that", () => {
    const bytes = [255, 250, 249, 0, 7];
    const draw = uniform((count) => Uint8Array.from({ length: count }, (_, i) => bytes[i % bytes.length] ?? 0));
    // 250 is the greatest multiple of 10 within 256: 250 to 255 are thrown away.
    expect([draw(10), draw(10), draw(10), draw(10)]).toEqual([9, 0, 7, 9]);
  });

  it("[T1] draws again from two bytes above 256 outcomes", () => {
    const bytes = [0xff, 0xff, 0x01, 0x02];
    const draw = uniform((count) => Uint8Array.from({ length: count }, (_, i) => bytes[i % bytes.length] ?? 0));
    expect(draw(7_776)).toBe(0x0102);
  });

  it("[T1] stays within its outcomes, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 65_536 }), fc.nat(), (outcomes, seed) => {
        const drawn = uniform(seededBytes(String(seed)))(outcomes);
        expect(drawn >= 0 && drawn < outcomes && Number.isInteger(drawn)).toBe(true);
      }),
    );
  });

  it.each([0, -1, 1.5, 65_537, Number.NaN])("has from 1 to 65,536 outcomes, not %d", (outcomes) => {
    expect(() => uniform(seededBytes("x"))(outcomes)).toThrow();
  });
});
