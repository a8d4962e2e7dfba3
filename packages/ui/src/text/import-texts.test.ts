import { everyImportFailure, everyNote, everySkipReason } from "@holdfast/core/testing/import-facts";
import { expect, it } from "vitest";
import type { ImportTrouble } from "../device/port.ts";
import { english } from "./english/index.ts";

const { note, skipReason, trouble } = english.importing;

/** Beside a file that can't be taken. */
const others: Readonly<Record<Exclude<ImportTrouble["type"], (typeof everyImportFailure)[number]["type"]>, true>> = {
  "choose-again": true,
  "trashes-more": true,
  "backup-of-later-version": true,
  "backup-password-needed": true,
  "backup-wrong-password": true,
};

it("has a sentence for all that an import tells", () => {
  const troubles = [...everyImportFailure, ...Object.keys(others).map((type) => ({ type, trash: 2 }) as ImportTrouble)];
  const texts = [...[1, 2, 12_345].flatMap(everyNote).map(note), ...everySkipReason.map(skipReason), ...troubles.map(trouble)];
  expect(texts.filter((text) => !/^[A-Z0-9][^\n]*[^.\s]\.$/.test(text) || /undefined|null|NaN|\[object/.test(text))).toEqual([]);
});

it("writes numbers as the language does, and leaves titles as they are", () => {
  expect(note({ type: "kept-otherwise", reason: "noTitle", count: 1_234, titles: ["Locker #7"] })).toBe(
    '1,234 items had no name and got one: "Locker #7" and 1,233 more.',
  );
  expect(note({ type: "left-out", count: 1 })).toBe("The device that made this export could not read an item, so it is not in the file.");
  expect([1, 2].map((values) => skipReason({ type: "other-columns", values, columns: 5 }))).toEqual([
    "It has 1 value where the first line names 5.",
    "It has 2 values where the first line names 5.",
  ]);
  expect([1, 1_200].map((count) => note({ type: "parts-unread", count }))).toEqual([
    "The file has 1 part beside its items that was not read.",
    "The file has 1,200 parts beside its items that were not read.",
  ]);
  expect(trouble({ type: "unreadable", why: "quote", line: 12_345 })).toContain("line 12,345");
});

it("names no command of the command line, and says how an app becomes a newer one", () => {
  expect(everySkipReason.map(skipReason).filter((text) => /\bholdfast [a-z]/.test(text))).toEqual([]);
  for (const newer of [{ type: "unknown-format", why: "newer-holdfast" }, { type: "backup-of-later-version" }] as const)
    expect(trouble(newer)).toContain("Reload");
});
