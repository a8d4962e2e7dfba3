import { expect, it } from "vitest";
import type { Arrived } from "../../device/port.ts";
import { english } from "../../text/english/index.ts";
import { arrivedTellings } from "./arrived-text.ts";

const tellings = (changes: readonly Arrived[], more = 0) => arrivedTellings(english, { changes, more });

const one: Arrived = { id: "1", title: "GitHub", what: "changed", labels: ["Password"], device: "Phone", undo: "7" };

it("tells what changed, of which item, and on which device", () => {
  expect(tellings([one])).toEqual([{ text: "Password of GitHub changed on Phone", undo: ["7"] }]);
  const others: readonly Arrived[] = [
    { ...one, labels: ["Username", "Password"], device: null, undo: null },
    { ...one, what: "trashed", title: "" },
  ];
  expect(tellings(others)).toEqual([
    { text: "Username and Password of GitHub changed on another device", undo: [] },
    { text: "Untitled was moved to the trash on Phone", undo: ["7"] },
  ]);
});

it("tells many as a number, and takes back all that can be", () => {
  expect(tellings([one, { ...one, undo: null }, { ...one, undo: "9" }])).toEqual([{ text: "3 items changed on Phone", undo: ["7", "9"] }]);
  expect(tellings([one, one, { ...one, device: "Tablet" }])[0]?.text).toBe("3 items changed on another device");
});

it("tells of all that came at once, and takes back no part of them", () => {
  expect(tellings([one, one, one], 497)).toEqual([{ text: "500 items changed on Phone", undo: [] }]);
});
