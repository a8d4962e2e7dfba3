import { expect, it } from "vitest";
import { everyImportFailure, everyNote, everySkipReason } from "../../testing/import-facts.ts";
import { importFailureText, importNoteText, skipReasonText } from "./import-text.ts";

const sentence = /^[A-Z0-9][^\n]*[^.\s]\.$/;
const number = (count: number): string => count.toLocaleString("en-US");

/** Told apart from all others, each in one sentence in which nothing is missing. */
function expectSentences(texts: readonly string[]): void {
  for (const text of texts) {
    expect(text).toMatch(sentence);
    expect(text).not.toMatch(/undefined|null|NaN|\[object/);
  }
  expect(new Set(texts).size).toBe(texts.length);
}

it.each([1, 2, 12_345])("says every note of %i in a sentence of its own", (count) => {
  expectSentences(everyNote(count).map((note) => importNoteText(note)));
});

it("says every reason of a skipped item, and every failure, in a sentence of its own", () => {
  expectSentences(everySkipReason.map(skipReasonText));
  expectSentences(everyImportFailure.map((failure) => importFailureText(failure)));
});

it("writes a count as it is, for programs, and with separators where it is told to", () => {
  const [note] = everyNote(12_345);
  const text = 'items had a passkey, which is kept whole in a concealed custom field but can\'t sign in from here yet: "One", "Two #2" and';
  expect(note === undefined ? null : importNoteText(note)).toBe(`12345 ${text} 12343 more.`);
  expect(note === undefined ? null : importNoteText(note, number)).toBe(`12,345 ${text} 12,343 more.`);
  expect(importNoteText({ type: "parts-unread", count: 1_200 })).toBe("The file has 1200 parts beside its items that was not read.");
  expect(importNoteText({ type: "merged", count: 1_200 })).toBe(
    "1,200 items were in the vault with other values and merged; no value of either was lost.",
  );
  expect(importFailureText({ type: "too-many-items", items: 123_456 })).toBe("This file holds 123456 items; a vault takes at most 100000.");
  expect(importFailureText({ type: "too-many-items", items: 123_456 }, number)).toBe(
    "This file holds 123,456 items; a vault takes at most 100,000.",
  );
});

it("repeats nothing of what a skipped item holds", () => {
  expect(skipReasonText({ type: "bad-path", path: "canary" })).not.toContain("canary");
});
