// Counts the work that a parser does: how often the blocks of our own code were entered, as V8 counts them for coverage. The same on every
// machine, and unlike the time by the clock it can't be late; what it can't see is the inside of the engine's own functions.

import { Session } from "node:inspector/promises";

/** How many blocks of shipped code are entered during `work`. */
export async function countWork(work: () => unknown): Promise<number> {
  const session = new Session();
  session.connect();
  try {
    await session.post("Profiler.enable");
    await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
    await session.post("Profiler.takePreciseCoverage");
    await work();
    const { result } = await session.post("Profiler.takePreciseCoverage");
    let entered = 0;
    for (const { url, functions } of result) {
      if (!isShipped(url)) continue;
      for (const { ranges } of functions) for (const { count } of ranges) entered += count;
    }
    return entered;
  } finally {
    session.disconnect();
  }
}

const isShipped = (url: string): boolean => /\/(?:packages|apps)\/\w+\/src\//.test(url) && !/\/testing\//.test(url);
