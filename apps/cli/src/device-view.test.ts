import { expect, it } from "vitest";
import { deviceView, isoOrNull } from "./device-view.ts";

it("a time is told in UTC, and one that is no date is none", () => {
  expect(isoOrNull(0)).toBe("1970-01-01T00:00:00.000Z");
  expect(isoOrNull(8.64e15)).toBe("+275760-09-13T00:00:00.000Z");
  for (const time of [null, 8.64e15 + 1, Number.MAX_SAFE_INTEGER, -8.64e15 - 1]) expect(isoOrNull(time)).toBeNull();
});

it("a device without a name is called by the beginning of its id", () => {
  const device = { id: "0f0f0f".padEnd(32, "a"), current: false, lastSync: null, seq: 1 };
  expect([null, "Phone"].map((name) => deviceView({ ...device, name }).name)).toEqual(["Device 0f0f0f", "Phone"]);
});
