// What a process has used of the machine so far, as Linux tells it in /proc (proc(5)); null on other systems.

import { readFileSync } from "node:fs";

export interface Usage {
  /** Milliseconds of processor, all threads together. */
  readonly processorMs: number;
  /** Bytes of it that lie in memory. */
  readonly residentBytes: number;
}

/** USER_HZ, the same on every Linux that Node runs on. */
const ticksPerSecond = 100;

export function usageOf(pid: number): Usage | null {
  try {
    return parseUsage(readFileSync(`/proc/${pid}/stat`, "utf8"), readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return null;
  }
}

/** Reads /proc/PID/stat and /proc/PID/status. */
export function parseUsage(stat: string, status: string): Usage | null {
  // The name stands in brackets and may hold anything: what follows its last one has a fixed form, beginning with field 3.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  const resident = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  if (Number.isNaN(ticks) || resident === undefined) return null;
  return { processorMs: (ticks * 1_000) / ticksPerSecond, residentBytes: Number(resident) * 1_024 };
}
