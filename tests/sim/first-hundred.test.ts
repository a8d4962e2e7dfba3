// A hundred seeds of three hundred steps each; the other hundred is a file of its own, so that two cores share them.

import { expect, it } from "vitest";
import { reportOf } from "./simulate.ts";

it.each(Array.from({ length: 100 }, (_, at) => at))(
  "[S5, S15, S19, H5, M3] days of seed %i: nothing saved is lost, and all meet",
  async (seed) => {
    expect(await reportOf(BigInt(seed), 300)).toBeNull();
  },
);
