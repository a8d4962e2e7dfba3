// How long to wait after failures in a row: exponential with full jitter, so that devices that lost a server together do not
// come back together. Pure: the caller draws the random number. // S19

const firstMs = 1_000;
const longestMs = 5 * 60_000;

/** Milliseconds until the next try: uniform in 0 … min(5 minutes, 1 s × 2^(failures - 1)). `random` is uniform in [0, 1). */
export const backoffMs = (failures: number, random: number): number =>
  Math.floor(random * Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30)));
