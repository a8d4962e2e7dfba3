// The middle of measured values: what a run was like, whatever one slow turn of it was.

/** The middle of an odd number of values, the lower middle of an even one; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
