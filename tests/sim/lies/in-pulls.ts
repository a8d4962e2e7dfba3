// Lies in the answer to a pull: its frames altered, left out, repeated, exchanged, or taken from elsewhere. Each is made of the true answer, so
// that everything passes but the check that is there for it.

import type { AlarmReason } from "@holdfast/core";
import {
  type Change,
  decode,
  equalBytes,
  genesis,
  type HeadRef,
  type PullFrame,
  type PullRequest,
  pullRequest,
  toHex,
} from "@holdfast/protocol";
import { turned } from "../../support/keys.ts";
import { changes, ends, type Frames, framesOf, heads, streamOf } from "../../support/lying.ts";
import type { Dice } from "../dice.ts";
import type { Known, Lie, Lied, Outcome } from "./lie.ts";

interface Told {
  readonly frames: Frames;
  readonly asked: PullRequest;
  readonly dice: Dice;
  readonly known: Known;
}

interface Altered {
  readonly frames: Frames;
  readonly may: readonly Outcome[];
  readonly hides?: boolean;
}

const about = (alter: (told: Told) => Altered | null): Lie => ({
  about: async ({ request, dice, known }, { status, body }) => {
    const asked = decode(pullRequest, request.body ?? new Uint8Array());
    if (status !== 200 || !asked.ok || asked.value.pairsOnly === true || asked.value.headsOnly === true) return null;
    const altered = alter({ frames: await framesOf(body), asked: asked.value, dice, known });
    if (altered === null) return null;
    const { frames, may, hides = false } = altered;
    return { answer: { status, body: streamOf(frames) }, may, hides } satisfies Lied;
  },
});

const changesOf = (frames: Frames): readonly Change[] => frames.flatMap((frame) => (frame.kind === "changes" ? frame.changes : []));
const headsOf = (frames: Frames): number => frames.reduce((sum, frame) => sum + (frame.kind === "heads" ? frame.heads.length : 0), 0);

/** Frames that bring nothing are none of ours. */
const withoutEmpty = (frames: Frames): Frames => frames.filter((frame) => frame.kind !== "changes" || frame.changes.length > 0);

/** Other changes instead of the true ones; those that are announced are as many as come. */
function withChanges({ frames }: Told, alter: (list: readonly Change[]) => readonly Change[]): Frames {
  const before = changesOf(frames).length;
  const altered = changes(alter)(frames);
  const more = changesOf(altered).length - before;
  return withoutEmpty(altered.map((frame) => (frame.kind === "begin" ? { ...frame, changes: Math.max(0, frame.changes + more) } : frame)));
}

/**
 * What comes of changes that the root does not stand for. With the list of all, the rest is taken and the item is named; but in a healing nothing
 * is taken. // S27, S30, S31, S39
 */
function offTheRoot(told: Told, frames: Frames, reason: AlarmReason = "root-differs"): Altered {
  if (told.asked.whole) return { frames, may: ["revision-lost", "revision-differs", "revision-missing", "taken"] };
  const hides = told.dice.once(2);
  return { frames, hides, may: hides ? [reason] : [reason, "revision-lost", "taken"] };
}

/** One of the changes, another one instead. */
const oneOf =
  (instead: (change: Change, told: Told) => Change | null): ((told: Told) => Altered | null) =>
  (told) => {
    const chosen = told.dice.any(changesOf(told.frames));
    const other = chosen === undefined ? null : instead(chosen, told);
    if (chosen === undefined || other === null) return null;
    return offTheRoot(
      told,
      withChanges(told, (list) => list.map((one) => (one === chosen ? other : one))),
    );
  };

/** Another state of an item, as the server still has it. */
function olderOf({ item, revision }: Change, { known, dice }: Told): Change | null {
  const rows = known.vault?.revisions.filter((row) => equalBytes(row.item, item) && !equalBytes(row.revision, revision)) ?? [];
  const older = dice.any(rows);
  return older === undefined ? null : { item, revision: older.revision };
}

/** A purged item as it was before, in the place of its tombstone or beside all that came. */
function purgedBack(told: Told): Altered | null {
  const { frames, known, dice } = told;
  const list = changesOf(frames);
  const row = dice.any(known.vault?.revisions.filter((one) => known.purged.has(toHex(one.item)) && one.supersededBy !== null) ?? []);
  if (row === undefined || list.length === 0) return null;
  const back: Change = { item: row.item, revision: row.revision };
  const came = list.some(({ item }) => equalBytes(item, row.item));
  const last = list.at(-1);
  const altered = withChanges(told, (some) =>
    came ? some.map((one) => (equalBytes(one.item, row.item) ? back : one)) : some.flatMap((one) => (one === last ? [one, back] : [one])),
  );
  if (!told.asked.whole) return offTheRoot(told, altered);
  // Of a stream that goes on where another was cut, the tombstone may have come before.
  return { frames: altered, may: ["revision-lost", "revision-differs", "item-repeated", "taken"] };
}

function exchanged(told: Told): Altered | null {
  const [one, two] = changesOf(told.frames);
  if (one === undefined || two === undefined) return null;
  const first: Change = { item: one.item, revision: two.revision };
  const second: Change = { item: two.item, revision: one.revision };
  return offTheRoot(
    told,
    withChanges(told, (list) => list.map((change) => (change === one ? first : change === two ? second : change))),
  );
}

function leftOut(told: Told): Altered | null {
  const chosen = told.dice.any(changesOf(told.frames));
  if (chosen === undefined) return null;
  return offTheRoot(
    told,
    withChanges(told, (list) => list.filter((one) => one !== chosen)),
  );
}

function repeated(told: Told): Altered | null {
  const chosen = told.dice.any(changesOf(told.frames));
  if (chosen === undefined) return null;
  const frames = withChanges(told, (list) => list.flatMap((one) => (one === chosen ? [one, one] : [one])));
  return told.asked.whole ? { frames, may: ["item-repeated"] } : offTheRoot(told, frames, "item-repeated");
}

/** A lie about the heads; in the pull of a device that restores, the first of them is the pinned one. // S21, H12 */
const aboutHeads =
  (
    least: number,
    reason: Outcome,
    alter: (dice: Dice) => (list: readonly Uint8Array[], first: number) => { first?: number; heads: readonly Uint8Array[] },
  ) =>
  (told: Told): Altered | null => {
    if (headsOf(told.frames) < least) return null;
    return { frames: heads(alter(told.dice))(told.frames), may: told.asked.whole ? [reason, "history-differs"] : [reason] };
  };

/** Where a sealed head says of which epoch it is. // E1 */
const epochAt = 1;

const otherHash = (to: HeadRef): HeadRef => ({ ...to, hash: turned(to.hash) as HeadRef["hash"] });
const endsAt = (to: HeadRef): Frames => [
  { kind: "begin", to, changes: 0 },
  { kind: "end", to },
];

/** One of the heads that the device has seen long ago, as the newest there is. // S20 */
function oldHead({ asked, known, dice }: Told): Altered | null {
  const seen = asked.after?.seq ?? 0;
  if (seen === 0 || asked.from !== undefined) return null;
  const seq = dice.below(seen);
  const hash = known.vault?.heads[seq - 1]?.hash ?? genesis.hash;
  return { frames: endsAt(seq === 0 ? genesis : { seq, hash }), may: ["server-behind"] };
}

/** That there is nothing new: no device can know better, until it asks again or sends something of its own. */
function withheld({ frames, asked }: Told): Altered | null {
  if (asked.whole || asked.from !== undefined || asked.after === null || headsOf(frames) === 0) return null;
  return { frames: endsAt(asked.after), may: ["taken"] };
}

/** What was said before to whoever is chosen: where it ends is what it can be found by. */
const saidBefore = (may: readonly Outcome[], chosen: (told: Told) => readonly { readonly body: Uint8Array }[]): Lie => ({
  about: async ({ request, dice, known }, { status, body }) => {
    const asked = decode(pullRequest, request.body ?? new Uint8Array());
    if (status !== 200 || !asked.ok || asked.value.pairsOnly === true || asked.value.headsOnly === true) return null;
    const told: Told = { frames: [], asked: asked.value, dice, known };
    const old = dice.any(chosen(told));
    return old === undefined || equalBytes(old.body, body) ? null : { answer: { status, body: old.body }, may };
  },
});

/** A server that has gone on otherwise than this device has seen says that it goes on from there. // S23 */
const otherBranch: Lie = {
  instead: ({ request, known }) => {
    const asked = decode(pullRequest, request.body ?? new Uint8Array());
    const after = asked.ok && isWhatItLacks(asked.value) ? asked.value.after : null;
    const { vault } = known;
    if (after === null || after.seq === 0 || vault === null || vault.head.seq <= after.seq) return null;
    const parted = vault.heads[after.seq - 1];
    if (parted === undefined || equalBytes(parted.hash, after.hash)) return null;
    const sealed = vault.heads.slice(after.seq, after.seq + mostHeads).map((head) => head.sealed);
    const seq = after.seq + sealed.length;
    const to = { seq, hash: vault.heads[seq - 1]?.hash ?? vault.head.hash };
    const frames: Frames = [
      { kind: "begin", to, changes: 0 },
      { kind: "heads", first: after.seq + 1, heads: sealed },
      { kind: "end", to },
    ];
    return { answer: { status: 200, body: streamOf(frames) }, may: ["chain-broken"] };
  },
};

const mostHeads = 1_000;
const isWhatItLacks = ({ whole, from, pairsOnly, headsOnly }: PullRequest): boolean =>
  !whole && from === undefined && pairsOnly !== true && headsOnly !== true;

const order = ["end", "changes", "heads", "branch", "pairs", "begin"];

export const pullLies = {
  "a revision is altered": about(
    oneOf(({ item, revision }, { dice }) => ({ item, revision: turned(revision, dice.below(revision.length)) })),
  ),
  "a revision is left out": about(leftOut),
  "a revision comes twice": about(repeated),
  "two revisions change places": about(exchanged),
  "an older state of an item": about(oneOf(olderOf)),
  "a purged item comes back": about(purgedBack),
  "another item's revision": about(
    oneOf(({ item, revision }, { known, dice }) => {
      const other = dice.any([...(known.vault?.current.values() ?? [])].filter((row) => !equalBytes(row.item, item)));
      return other === undefined || equalBytes(other.revision, revision) ? null : { item, revision: other.revision };
    }),
  ),
  "a head is altered": about(
    aboutHeads(1, "head-damaged", (dice) => (list) => {
      const at = dice.below(list.length);
      return { heads: list.map((head, i) => (i === at ? turned(head, 6 + dice.below(head.length - 6)) : head)) };
    }),
  ),
  "a head is left out": about(
    aboutHeads(1, "heads-missing", (dice) => (list) => {
      const at = dice.below(list.length);
      return { heads: list.filter((_, i) => i !== at) };
    }),
  ),
  "a head is of a later epoch": about(
    aboutHeads(1, "later-epoch", (dice) => (list) => {
      const at = dice.below(list.length);
      return { heads: list.map((head, i) => (i === at ? turned(head, epochAt) : head)) };
    }),
  ),
  "two heads change places": about(
    aboutHeads(2, "head-damaged", () => ([one, two, ...rest]) => ({ heads: [two, one, ...rest] as readonly Uint8Array[] })),
  ),
  "the end has another name": about(({ frames, asked }) => {
    const to = frames.find((frame) => frame.kind === "begin")?.to;
    const same = to !== undefined && to.seq === (asked.after?.seq ?? 0);
    const may: readonly Outcome[] = asked.whole
      ? ["end-differs", "history-differs"]
      : [same && to.seq > 0 ? "history-differs" : "end-differs"];
    // Another end than that of the stream that was cut: nothing of it counts, and what comes alone leads nowhere.
    const anew: readonly Outcome[] = asked.from === undefined ? may : [...may, "heads-missing"];
    return { frames: ends(["begin", "end"], otherHash)(frames), may: anew };
  }),
  "it ends elsewhere than announced": about(({ frames }) => ({ frames: ends(["end"], otherHash)(frames), may: ["end-differs"] })),
  "an old head is the newest": about(oldHead),
  "another branch is this one": otherBranch,
  "nothing is new": about(withheld),
  "revisions come in another order": about((told) =>
    changesOf(told.frames).length < 2
      ? null
      : {
          frames: told.frames.flatMap((frame): Frames => {
            if (frame.kind !== "changes") return [frame];
            return [...frame.changes].reverse().map((change) => ({ ...frame, changes: [change] }));
          }),
          may: ["taken", "left"],
        },
  ),
  "frames come in another order": about(({ frames }) => ({
    frames: [...frames].sort((a: PullFrame, b: PullFrame) => order.indexOf(a.kind) - order.indexOf(b.kind)),
    may: ["not-holdfast"],
  })),
  "more comes than was announced": about(({ frames }) =>
    changesOf(frames).length === 0
      ? null
      : { frames: frames.map((frame) => (frame.kind === "begin" ? { ...frame, changes: 0 } : frame)), may: ["not-holdfast"] },
  ),
  // Whatever of it is true, the device has had, or it ends before what it has.
  "an old answer": saidBefore(
    [
      "server-behind",
      "heads-missing",
      "history-differs",
      "chain-broken",
      "head-damaged",
      // To a question for everything an answer from before names states, and brings others.
      "revision-differs",
      "root-differs",
      "item-repeated",
      "revision-lost",
      "not-holdfast",
      "taken",
      "left",
    ],
    ({ known }) => known.pulls.filter(({ account, device }) => account === known.account && device === known.device),
  ),
  "another account's answer": saidBefore(
    ["server-behind", "heads-missing", "history-differs", "head-damaged", "revision-differs", "not-holdfast"],
    ({ known, asked }) => ((asked.after?.seq ?? 0) === 0 ? [] : known.pulls.filter(({ account }) => account !== known.account)),
  ),
} as const satisfies Readonly<Record<string, Lie>>;

export type PullLie = keyof typeof pullLies;
