import { expect, it } from "vitest";
import type { Query } from "../../device/port.ts";
import { Finder, type Found } from "./finder.ts";

const query = (text: string): Query => ({ of: { section: "all" }, text, order: "title" });

function asked() {
  const waiting: { readonly text: string; readonly answer: (ids: readonly string[]) => void; readonly fail: () => void }[] = [];
  const told: Found[] = [];
  const finder = new Finder(
    ({ text }) => new Promise((resolve, reject) => waiting.push({ text, answer: resolve, fail: () => reject(new Error("locked")) })),
    (found) => told.push(found),
  );
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { finder, waiting, told, settle };
}

it("asks one question at a time, and of those that came meanwhile the newest", async () => {
  const { finder, waiting, told, settle } = asked();
  for (const text of ["g", "gi", "git"]) finder.ask(query(text));
  expect(waiting.map(({ text }) => text)).toEqual(["g"]);
  waiting[0]?.answer(["1", "2"]);
  await settle();
  expect(waiting.map(({ text }) => text)).toEqual(["g", "git"]);
  waiting[1]?.answer(["1"]);
  await settle();
  expect(told.map(({ query: { text }, ids }) => [text, ids])).toEqual([
    ["g", ["1", "2"]],
    ["git", ["1"]],
  ]);
});

it("goes on after a question that found no answer", async () => {
  const { finder, waiting, told, settle } = asked();
  finder.ask(query("a"));
  waiting[0]?.fail();
  await settle();
  finder.ask(query("b"));
  waiting[1]?.answer([]);
  await settle();
  expect(told.map(({ query: { text } }) => text)).toEqual(["b"]);
});
