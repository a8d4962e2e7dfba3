// Which paths a person should look at after a change.

import { expect, it } from "vitest";
import { by, created, edited, laptop, mergedItem, noon, phone } from "../testing/vault-histories.ts";
import { type Content, changedPaths, type Item, type Register } from "./index.ts";

const start = created("login", { title: "Mail", password: "old", note: null }, by(phone, noon));
const tombstone: Content = { v: 1, purged: [9, phone, noon] };

it("[V10] names the paths whose current value is another, in order", () => {
  expect(changedPaths(start, edited(start, { title: "Post", password: null, note: "" }, by(phone)))).toEqual(["note", "password", "title"]);
  expect(changedPaths(start, start)).toEqual([]);
  expect(changedPaths(null, start)).toEqual(["password", "title"]);
  expect(changedPaths(start, tombstone)).toEqual(["password", "title"]);
  expect(changedPaths(tombstone, start)).toEqual(["password", "title"]);
  expect(changedPaths(tombstone, tombstone)).toEqual([]);
});

it("[V10] history that only grew is no change, but a conflict that opened or closed is one", () => {
  const twice = edited(edited(start, { title: "Post" }, by(phone)), { title: "Mail" }, by(phone));
  expect(changedPaths(start, twice)).toEqual([]);
  const a = edited(start, { title: "A" }, by(phone, noon + 1));
  const b = edited(start, { title: "B" }, by(laptop, noon + 2));
  const met = mergedItem(a, b, start);
  expect(changedPaths(b, met)).toEqual(["title"]);
  expect(changedPaths(met, edited(met, { title: "B" }, by(phone)))).toEqual(["title"]);
  expect(changedPaths(met, edited(met, { password: "x" }, by(phone)))).toEqual(["password"]);
});

it("[V10] a conflict that is about another value is a change of its path alone", () => {
  const contested = (title: string, note: string): Item => {
    const against = (lost: string): readonly Register[] => [
      ["current", 6, phone],
      [lost, 5, laptop],
    ];
    return {
      v: 1,
      kind: "login",
      fields: new Map([
        ["title", against(title)],
        ["note", against(note)],
      ]),
      conflicts: new Map(["title", "note"].map((path) => [path, [[6, 5, laptop]]])),
    };
  };
  expect(changedPaths(contested("a", "b"), contested("a", "b"))).toEqual([]);
  expect(changedPaths(contested("a", "b"), contested("a", "c"))).toEqual(["note"]);
  expect(changedPaths(contested("a", "b"), contested("c", "b"))).toEqual(["title"]);
});
