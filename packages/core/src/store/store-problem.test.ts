import { expect, it } from "vitest";
import { StoreProblem, type StoreProblemKind } from "./store-problem.ts";

/** Every kind, by a table that the compiler holds complete. */
const kinds: Readonly<Record<StoreProblemKind, RegExp>> = {
  damaged: /damaged/,
  "not-ours": /does not belong/,
  "newer-version": /newer version/,
  "read-only": /writing/,
  "no-folder": /no folder/,
  "no-place": /can't be made/,
  "open-folder": /Others can write/,
  "disk-full": /full/,
  busy: /Another program/,
  unreadable: /disk failed/,
  "signed-out": /signed out/,
};

it.each(Object.entries(kinds) as [StoreProblemKind, RegExp][])(
  "[P12] says %s in one sentence of its own, without a path",
  (kind, words) => {
    const { message, name } = new StoreProblem(kind);
    expect(name).toBe("StoreProblem");
    expect(message).toMatch(words);
    expect(message).toMatch(/^[A-Z][^/\\.]+\.$/);
    expect(Object.values(kinds).filter((form) => form.test(message))).toEqual([words]);
  },
);
