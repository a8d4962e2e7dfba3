// Seeds 0 to 99, and the seeds that once failed: what they found is mended, and must stay so.

import { expect, it } from "vitest";
import { aHundredSeedsFrom, failedOnce } from "./hundred.ts";
import { reportOf } from "./simulate.ts";

aHundredSeedsFrom(0);

it.each(failedOnce)("seed $seed, which once found: $found", async ({ seed, count }) => {
  expect(await reportOf(seed, count)).toBeNull();
});
