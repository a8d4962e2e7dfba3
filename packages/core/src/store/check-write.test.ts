// Each bound of a write from both sides: the last that is taken, the first that is not.

import { type Hash, limits } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { anItem, anItemId, aSealed } from "../testing/stored-values.ts";
import { checkWrite } from "./check-write.ts";
import { logLineBytes, logLines, noteBytes, type Write } from "./store.ts";

type Change = Omit<Write, "expect">;
const bytes = (length: number) => new Uint8Array(length);
const { hash } = aSealed("x");
const short = bytes(31) as Hash;
const line = bytes(1);
const lost = (length: number) => [{ hash, sealed: bytes(length), waiting: true }];
const bucket = (number: number, of = hash) => ({ buckets: [{ bucket: number, hash: of }] });

const taken: readonly (readonly [string, Change])[] = [
  ["nothing", {}],
  ["as many lines as the log holds", { log: Array(logLines).fill(line) }],
  ["the longest line", { log: [bytes(logLineBytes)] }],
  ["the longest note", { note: bytes(noteBytes) }],
  ["the first bucket", bucket(0)],
  ["the last bucket", bucket(255)],
  ["the largest head at the first seq", { heads: { first: 1, sealed: [bytes(limits.headBytes)] } }],
  ["the largest lost head", { lost: lost(limits.headBytes) }],
  ["a chain cut to nothing", { cutHeads: 0 }],
  ["the largest revision", { items: [{ ...anItem(anItemId(1), null, null), waiting: aSealed("x", limits.revisionBytes) }] }],
];

const refused: readonly (readonly [string, Change])[] = [
  ["one line more than the log holds", { log: Array(logLines + 1).fill(line) }],
  ["a line too long", { log: [bytes(logLineBytes + 1)] }],
  ["a line of nothing", { log: [bytes(0)] }],
  ["a note too long", { note: bytes(noteBytes + 1) }],
  ["a bucket below the first", bucket(-1)],
  ["a bucket behind the last", bucket(256)],
  ["half a bucket", bucket(1.5)],
  ["a bucket's hash too short", bucket(1, short)],
  ["a head too large", { heads: { first: 1, sealed: [bytes(limits.headBytes + 1)] } }],
  ["a head at half a seq", { heads: { first: 1.5, sealed: [] } }],
  ["a lost head too large", { lost: lost(limits.headBytes + 1) }],
  ["a chain cut at half a seq", { cutHeads: 0.5 }],
];

describe("a write", () => {
  it.each(taken)("[P6] with %s is within its bounds", (_, change) => {
    expect(() => checkWrite({ expect: 1, ...change })).not.toThrow();
  });

  it.each(refused)("[P6] with %s is refused", (_, change) => {
    expect(() => checkWrite({ expect: 1, ...change })).toThrow();
  });
});
