import type { Item, Value } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { attentionLine, statusView } from "./commands/status.ts";
import { deviceView } from "./device-view.ts";
import { dots, labelOf, lineOf, pathText, timeText, valueText, whenAndWhere } from "./human-values.ts";
import { currentPaths, shownValue } from "./item-view.ts";

const device = "1".repeat(32);
const item = (fields: Readonly<Record<string, Value>>, kind = "login"): Item => ({
  v: 1,
  kind,
  fields: new Map(Object.entries(fields).map(([path, value]) => [path, [[value, 1, device]]])),
  conflicts: new Map(),
});
const uri = { uri: "https://example.com", match: "host", order: 3 } as const;
const custom = { label: "PIN", value: "12", concealed: true, order: 1 };

describe("values for --json", () => {
  it.each([
    ["uri/1", uri, { uri: "https://example.com", match: "host" }],
    ["custom/1", custom, { label: "PIN", value: "12", concealed: true }],
    ["custom/1", { ...custom, type: "boolean" }, { label: "PIN", value: "12", concealed: true }],
    ["tag/Work", true, true],
    ["trashed", Date.UTC(2026, 0, 1), "2026-01-01T00:00:00.000Z"],
    ["trashed", Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    ["password", "x", "x"],
    ["uri/1", { uri: "x", port: 1 }, { uri: "x", port: 1 }],
    ["zodiac", ["lion"], ["lion"]],
  ] as const)("%s %j", (path, value, shown) => expect(shownValue(path, value)).toEqual(shown));

  it("leave out what was removed and what is the program's own", () => {
    expect(currentPaths(item({ title: "x", username: null, imported: { import: device }, zodiac: "lion" }))).toEqual(["title", "zodiac"]);
  });
});

describe("values for people", () => {
  it("are dots where they are secret, an unknown field's among them", () => {
    const whole = item({ password: "hunter2", "custom/1": custom, zodiac: "lion", username: "kim" });
    const lines = (show: boolean) => [...whole.fields].map(([path, [register]]) => lineOf(whole, path, register?.[0] ?? null, show));
    expect(lines(false)).toEqual([dots, dots, dots, "kim"]);
    expect(lines(true)).toEqual(["hunter2", "12", "lion", "kim"]);
  });

  it.each([
    ["uri/1", uri, "https://example.com"],
    ["custom/1", custom, "12"],
    ["favorite", true, "yes"],
    ["zodiac", { sign: "lion" }, '{"sign":"lion"}'],
    ["username", null, ""],
  ] as const)("%s %j as text", (path, value, text) => expect(valueText(path, value)).toBe(text));

  it("are named", () => {
    const whole = item({
      "uri/1": uri,
      "custom/1": custom,
      "custom/2": { ...custom, label: "" },
      zodiac: "x",
      favorite: true,
      trashed: 1,
      "tag/a": true,
    });
    const labels = [...whole.fields.keys(), "password"].map((path) => labelOf(whole, path));
    expect(labels).toEqual(["Website", "PIN", "Field", "zodiac", "Favorite", "In the trash since", "Tag a", "Password"]);
    expect(pathText(whole, "uri/1")).toBe("uri/1 (https://example.com)");
    expect(pathText(whole, "custom/1")).toBe("custom/1 (PIN)");
    expect(pathText(whole, "zodiac")).toBe("zodiac");
  });

  it("tell the trash and what was removed in words", () => {
    const whole = item({});
    expect(["trashed", "username"].map((path) => lineOf(whole, path, null, false))).toEqual(["not in the trash", "(removed)"]);
    expect(lineOf(whole, "trashed", 1, false)).toBe("in the trash");
  });

  it("tell times to the minute, and no nonsense of one that is none", () => {
    expect(timeText("2026-03-01T12:00:59.999Z")).toMatch(/^2026-0[23]-\d\d \d\d:\d0$/);
    expect(timeText(Number.NaN)).toBe("an unknown time");
    expect(whenAndWhere("2026-03-01T12:00:00Z", "Lap\u001btop")).toMatch(/ on Lap\ufffdtop$/);
    expect(whenAndWhere("2026-03-01T12:00:00Z", null)).not.toContain(" on ");
    expect(whenAndWhere(null, "Laptop")).toBe("before 2025 on Laptop");
    expect(whenAndWhere(null, null)).toBe("before 2025");
  });
});

describe("status", () => {
  const ids = [new Uint8Array(16).fill(1)] as never;

  it.each([
    [{ kind: "conflict", items: ids }, "1 item was changed in two places; holdfast conflicts shows both values."],
    [
      { kind: "damaged", items: ids, reason: "root-differs" },
      "1 item is damaged on the server; the last good state is kept here, and a device that has the right state sends it again (root-differs).",
    ],
    [{ kind: "behind", reason: "server-behind" }, "The server is behind this device; holdfast heal says what can be done (server-behind)."],
    [{ kind: "diverged" }, "The server's history does not match this device's; holdfast heal says what can be done."],
  ] as const)("says %j", (attention, line) => expect(attentionLine(attention)).toBe(line));

  it("tells ids as hex and times as ISO 8601 or null", () => {
    const seen = { id: device, name: "Laptop", current: true, lastSync: null, seq: 4 };
    expect(deviceView(seen)).toEqual(seen);
    const told = statusView(
      {
        current: { phase: "up-to-date", lastSync: 0 },
        attention: [
          { kind: "conflict", items: ids },
          { kind: "behind", reason: "server-behind" },
        ],
        enabled: true,
        waiting: 0,
        seq: 4,
        serverSeq: 4,
        lastSync: 0,
        items: 2,
        hidden: 0,
        devices: [{ ...seen, lastSync: 86_400_000 }],
      },
      60_000,
    );
    expect(told).toMatchObject({
      text: "Up to date · 1 min ago",
      lastSync: "1970-01-01T00:00:00.000Z",
      attention: [{ kind: "conflict", items: ["01".repeat(16)] }, { kind: "behind" }],
      devices: [{ lastSync: "1970-01-02T00:00:00.000Z" }],
    });
  });
});
