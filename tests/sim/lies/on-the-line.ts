// Lies on the live line: pokes that are altered, of nobody, of long ago, or by the hundred. A poke is a hint: whatever it says, it costs a question
// and alarms nobody. // S36

import { type Bytes, type Commit, decode, encode, type Hash, type LiveEvent, liveEvent } from "@holdfast/protocol";
import { turned } from "../../support/keys.ts";
import type { Dice } from "../dice.ts";

type Poke = Extract<LiveEvent, { kind: "poke" }>;

const bearing =
  (alter: (commit: Commit, dice: Dice) => Commit) =>
  (poke: Poke, dice: Dice): readonly Poke[] =>
    poke.commit === undefined ? [poke] : [{ ...poke, commit: alter(poke.commit, dice) }];

const flood = 100;

export const lineLies = {
  "another state of an item": bearing((commit) => ({
    ...commit,
    changes: commit.changes.map((one) => ({ ...one, revision: turned(one.revision) })),
  })),
  "none of its items": bearing((commit) => ({ ...commit, changes: [] })),
  "another head": bearing((commit) => ({ ...commit, head: turned(commit.head) })),
  "another place": (poke: Poke) => [{ ...poke, head: { ...poke.head, seq: poke.head.seq + 1 } }],
  "another name": (poke: Poke) => [{ ...poke, head: { ...poke.head, hash: turned(poke.head.hash) as Hash } }],
  "heads of no branch": bearing((commit) => ({ ...commit, branch: [turned(commit.head), commit.head] })),
  "what will never be, by the hundred": (poke: Poke, dice: Dice) =>
    Array.from({ length: flood }, (_, at): Poke => {
      const head = { seq: poke.head.seq + 1_000 + at, hash: new Uint8Array(32).fill(dice.below(256)) as Hash };
      return { kind: "poke", vault: poke.vault, head };
    }),
  nothing: () => [],
} as const satisfies Readonly<Record<string, (poke: Poke, dice: Dice) => readonly Poke[]>>;

export type LineLie = keyof typeof lineLies;

/** What comes instead of a message; null where it is no poke. */
export function instead(bytes: Bytes, lie: LineLie, dice: Dice): readonly Bytes[] | null {
  const event = decode(liveEvent, bytes);
  if (!event.ok || event.value.kind !== "poke") return null;
  const lied: readonly Poke[] = lineLies[lie](event.value, dice);
  return lied.map((poke) => encode(liveEvent, poke));
}
