// The oracle itself: a slip in it would let every day pass.

import type { Item, Register } from "@holdfast/core";
import { expect, it } from "vitest";
import { Ledger } from "./ledger.ts";

const [phone, laptop] = ["a".repeat(32), "b".repeat(32)];
const first: Register = ["first", 1, phone];
const onPhone: Register = ["on the phone", 2, phone];
const onLaptop: Register = ["on the laptop", 3, laptop];
const both = [onLaptop, onPhone, first];

const item = (username: readonly Register[], marks: readonly (readonly [number, number, string])[] = []): Item => ({
  v: 1,
  kind: "login",
  fields: new Map([["username", username]]),
  conflicts: new Map(marks.length === 0 ? [] : [["username", marks]]),
});

/** What is wrong in the end, after two devices have edited one field apart and `later` was saved by somebody. */
function wrongs(end: Item, ...later: Item[]): readonly string[] {
  const ledger = new Ledger();
  for (const text of ["first", "on the phone", "on the laptop", "later"]) ledger.typed(text);
  for (const state of [item([first]), item([onPhone, first]), item([onLaptop, first]), ...later]) ledger.saved("x", state);
  return ledger.wrongs("x", end, true);
}

it("is content where both values stand there and the one that lost is marked", () => {
  expect(wrongs(item(both, [[3, 2, phone]]))).toEqual([]);
});

it("misses the mark of a value that lost unseen", () => {
  expect(wrongs(item(both))).toEqual(['username: "on the phone" lost unseen, and nothing tells of it']);
});

it("asks for no mark once somebody who had seen it has saved another, nor where both say the same", () => {
  const later: Register = ["later", 4, phone];
  expect(wrongs(item([later, ...both]), item([later, ...both]))).toEqual([]);
  const same: Register = ["on the laptop", 2, phone];
  const ledger = new Ledger();
  for (const state of [item([same]), item([onLaptop])]) ledger.saved("x", state);
  ledger.typed("on the laptop");
  expect(ledger.wrongs("x", item([onLaptop, same]), true)).toEqual([]);
});

it("misses a value, and the greatest of them where another shows", () => {
  expect(wrongs(item([onLaptop, first]))).toContain('username: "on the phone" is lost');
  expect(wrongs(item([onPhone, first]))).toContain('username: shows "on the phone" instead of "on the laptop"');
});
