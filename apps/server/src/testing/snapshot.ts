// Everything a storage in memory holds, as text that can be compared: to show that a refused request changed nothing.

import type { MemoryStorage } from "../storage/memory-storage.ts";

/** The whole state; `used` of sessions and `seen` of vaults included. */
export const snapshot = ({ state }: MemoryStorage): string =>
  JSON.stringify(state, (_, value: unknown) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
    return value instanceof Map ? [...value] : value;
  });
