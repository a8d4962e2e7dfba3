// One clock for several processes of this machine. What `performance.timeOrigin` says differs from process to process by as much as the
// system's clock was set meanwhile: milliseconds, where milliseconds are measured.

/** Milliseconds of the system's monotonic clock, which runs alike for all processes (clock_gettime(2), CLOCK_MONOTONIC). */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;
