// Devices of the account as --json and as people see them.

import type { DeviceStatus } from "@holdfast/core";
import { cleanLine } from "./clean-text.ts";
import { timeText } from "./human-values.ts";

/** The greatest time that a date can bear, in milliseconds since 1970 (ECMA-262, 21.4.1.1). */
const lastDate = 8.64e15;

/** ISO 8601 in UTC, or null; null also for a time that is no date, since some are a server's word. */
export const isoOrNull = (time: number | null): string | null =>
  time === null || Math.abs(time) > lastDate ? null : new Date(time).toISOString();

/** What a device is called whose name has not come (yet). */
export const nameOf = ({ id, name }: Pick<DeviceStatus, "id" | "name">): string => name ?? `Device ${id.slice(0, 6)}`;

export const deviceView = ({ id, name, current, lastSync, seq }: DeviceStatus) => ({
  id,
  name: nameOf({ id, name }),
  current,
  lastSync: isoOrNull(lastSync),
  seq,
});

/** Cells of a device's line. */
export const deviceCells = ({ id, name, current, lastSync, seq }: DeviceStatus): readonly string[] => [
  `  ${cleanLine(nameOf({ id, name }))}`,
  current ? "this device" : "",
  lastSync === null ? "never synchronized" : `synchronized ${timeText(lastSync)}`,
  `at ${seq}`,
];
