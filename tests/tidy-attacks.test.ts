// Holds the catalogue of attacks in docs/threat-model.md to the tests, and the tests to the catalogue: a row for each number, each row that
// names a test right about it, and no number in a title that the catalogue does not know.

import { describe, expect, it } from "vitest";
import { exists, isTest, sources, textOf } from "./tidy/repository.ts";

const catalogued = 128;
const published = { BW: 12, LP: 7, DL: 6, "1P": 6 };

/** Numbers of attacks that stand in titles, each with the files of those tests. */
const titled: ReadonlyMap<number, ReadonlySet<string>> = (() => {
  const found = new Map<number, Set<string>>();
  for (const { path, text } of sources.filter((source) => isTest(source.path))) {
    for (const [, numbers = ""] of text.matchAll(/\[attack (\d+(?:, \d+)*)\]/g)) {
      for (const number of numbers.split(", ")) found.set(Number(number), (found.get(Number(number)) ?? new Set()).add(path));
    }
  }
  return found;
})();

interface Row {
  readonly number: number;
  readonly adversary: string;
  readonly comes: string;
  readonly files: readonly string[];
  /** What stands where no test is named. */
  readonly instead: string;
}

const rows: readonly Row[] = [...textOf("docs/threat-model.md").matchAll(/^\| (\d+) \| ([^|]+) \| ([^|]*) \| ([^|]+) \|$/gm)].map(
  (match) => {
    const [, number, adversary = "", comes = "", held = ""] = match;
    const files = [...held.matchAll(/`([^`]+\.ts)`/g)].map(([, file = ""]) => file);
    return { number: Number(number), adversary: adversary.trim(), comes: comes.trim(), files, instead: files.length === 0 ? held : "" };
  },
);

describe("the catalogue of attacks", () => {
  it("has each number once, its own behind the catalogue's, without a gap", () => {
    const numbers = rows.map(({ number }) => number);
    expect(numbers.length).toBeGreaterThanOrEqual(catalogued + 10);
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
  });

  it("holds each of its own by a test: what somebody has thought of here can be tried here", () => {
    expect(rows.filter(({ number, files }) => number > catalogued && files.length === 0).map(({ number }) => number)).toEqual([]);
    const what = rows.filter(({ number }) => number > catalogued).map(({ adversary, comes }) => [adversary, comes]);
    expect(what.filter((texts) => texts.some((text) => text === ""))).toEqual([]);
    expect(new Set(what.map(([adversary]) => adversary)).size).toBe(what.length);
  });

  it("names the tests that bear its numbers, all of them and no others", () => {
    const told = rows.map(({ number, files }) => [number, [...files].sort()]);
    expect(told).toEqual(rows.map(({ number }) => [number, [...(titled.get(number) ?? [])].sort()]));
    expect(rows.flatMap(({ files }) => files).filter((file) => !exists(file))).toEqual([]);
  });

  it("says of every other row why there can be no test here, or what will bring it", () => {
    const reason =
      /^(?:not here|not a test: the bench times it|with (?:the extension|the recovery code|changing|removing|linking|built|sharing|attachments)\b.*)$/;
    expect(rows.filter(({ files, instead }) => files.length === 0 && !reason.test(instead)).map(({ number }) => number)).toEqual([]);
  });

  it("has a row for every number in a title", () => {
    const numbers = new Set(rows.map(({ number }) => number));
    expect([...titled.keys()].filter((number) => !numbers.has(number))).toEqual([]);
  });

  it("has a row for each of the published attacks, which leads to rows above", () => {
    const text = textOf("docs/threat-model.md");
    const told = new Map([...text.matchAll(/^\| ((?:BW|LP|DL|1P)\d\d) \| ([\d, ]+) \|/gm)].map((match) => [match[1], match[2] ?? ""]));
    const all = Object.entries(published).flatMap(([of, count]) =>
      Array.from({ length: count }, (_, i) => `${of}${String(i + 1).padStart(2, "0")}`),
    );
    expect([...told.keys()]).toEqual(all);
    const numbers = [...told.values()].flatMap((list) => list.split(", ").map(Number));
    expect(numbers.filter((number) => !(number >= 1 && number <= catalogued))).toEqual([]);
  });
});
