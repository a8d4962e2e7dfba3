// Everything that this device holds meets everything that the server holds, with no base that both are known to come from: each item
// united, what the server lacks waiting to be sent, nothing lost on either side. Computes alone; leave.ts writes it. // H5
//
// A purge meets an item     what it has seen                                           together
// ───────────────────────── ────────────────────────────────────────────────────────── ─────────────────────────────────────────
// theirs, our edit waits    nothing that this device has not sent                      back, as by any pull // M11
// theirs, nothing waits     nobody can tell: the server may have lost it before        in the trash, or back by an edit later than it
// ours, not sent yet        what we had acknowledged, and no more                      purged; back, where they hold anything else
// ours, acknowledged        nobody can tell: the server may have lost it and gone on   in the trash, or back by an edit later than it

import { type DeviceId, equalBytes, type Hash, readSealedHeader, toHex } from "@holdfast/protocol";
import type { Opened, VaultSeal } from "../seal/vault-seal.ts";
import type { Sealed, StoredItem } from "../store/store.ts";
import { type Content, isTombstone } from "../vault/item.ts";
import { merge } from "../vault/merge.ts";
import { encodeContent } from "../vault/parse.ts";
import { prevail } from "../vault/prevail.ts";
import { isTrashed } from "../vault/trash.ts";
import { isCounted } from "./counted.ts";
import type { Changed } from "./join.ts";
import type { ReceivedChange } from "./receive.ts";

export interface Met {
  /** Every item whose state here changes, and what a person sees of it. */
  readonly changed: readonly Changed[];
  /** What a person calls items: those that the server lacks, that we lack, and that differ. // H16 */
  readonly onlyHere: number;
  readonly onlyThere: number;
  readonly differing: number;
  /** Items that are here now, tombstones aside, and how many of them a purge on the other side takes to the trash. // H13 */
  readonly living: number;
  readonly removed: number;
}

export interface MeetOptions {
  readonly seal: VaultSeal;
  readonly device: DeviceId;
  readonly held: readonly StoredItem[];
  readonly received: readonly ReceivedChange[];
  /** What the server holds was written under keys that are over: it loses where it differs. // H14 */
  readonly older: boolean;
}

/** In use here, and in the trash, or gone, by a purge on the other side. // H13 */
const isRemoved = ({ theirs, before, content }: MetOne): boolean =>
  theirs?.opened.type === "opened" && isTombstone(theirs.opened.content) && isInUse(before) && !isInUse(content);

const isInUse = (opened: Opened | null): boolean =>
  isLiving(opened) && !(opened?.type === "opened" && !isTombstone(opened.content) && isTrashed(opened.content));

interface Meeting {
  readonly id: StoredItem["id"];
  /** What a person sees of it here: of a damaged item the last good state. */
  readonly shown: Sealed | null;
  /** What is united with theirs. */
  readonly local: Sealed | null;
  /** What the local state waits over; null where nothing waits, or it waits over nothing. */
  readonly over: Sealed | null;
  readonly theirs: ReceivedChange | null;
}

export async function meet(options: MeetOptions): Promise<Met> {
  const { seal, held } = options;
  const meetings = meetingsOf(options);
  const shown = await openEach(seal, meetings, (meeting) => meeting.shown);
  const sound = await soundLocals(seal, meetings);
  const overs = await openEach(seal, meetings, ({ over, theirs }) => (theirs === null ? null : over));
  const met = meetings.map((meeting, i) =>
    meetOne(meeting, { before: shown[i] ?? null, over: overs[i] ?? null, sound: sound[i] ?? true }, options),
  );
  const sealed = await seal.seal(met.flatMap(({ id, fresh }) => (fresh === null ? [] : [{ item: id, content: fresh }])));
  const next = sealed.values();
  const changed = met.map(({ id, theirs, local, fresh, waits, content, before }): Changed => {
    const acknowledged = theirs === null ? null : { revision: theirs.revision, hash: theirs.hash };
    const waiting = fresh !== null ? (next.next().value ?? null) : waits ? local : null;
    return { item: { id, acknowledged, waiting }, content, before, received: theirs?.opened.type ?? "opened" };
  });
  const all = await seal.open(held.map(({ id, waiting, acknowledged }) => ({ item: id, revision: revisionOf(waiting ?? acknowledged) })));
  const counted = met.filter(({ before, theirs }) => isCounted(before) || isCounted(theirs?.opened ?? null));
  return {
    changed,
    onlyHere: counted.filter(({ theirs }) => theirs === null).length,
    onlyThere: counted.filter((one) => one.shown === null).length,
    differing: counted.filter((one) => one.shown !== null && one.theirs !== null).length,
    living: all.filter(isLiving).length,
    removed: met.filter(isRemoved).length,
  };
}

const revisionOf = (sealed: Sealed | null): Sealed["revision"] => sealed?.revision ?? new Uint8Array(0);

const isLiving = (opened: Opened | null): boolean => opened !== null && !(opened.type === "opened" && isTombstone(opened.content));

/** Every item but those of which the server holds what it has acknowledged: these stay as they are, edits that wait on them too. */
function meetingsOf({ held, received }: MeetOptions): readonly Meeting[] {
  const theirs = new Map(received.map((change) => [toHex(change.item), change]));
  const meetings: Meeting[] = [];
  for (const { id, acknowledged, waiting } of held) {
    const change = theirs.get(toHex(id)) ?? null;
    theirs.delete(toHex(id));
    const same = change !== null && acknowledged !== null && equalBytes(change.hash, acknowledged.hash);
    // S39: the right bytes of what was damaged here; what waits was made over the last good state.
    const mended = same && !equalBytes(change.revision, acknowledged.revision);
    const shown = waiting ?? acknowledged;
    const over = waiting === null ? null : acknowledged;
    if (!same || mended) meetings.push({ id, shown, local: mended ? waiting : shown, over, theirs: change });
  }
  for (const change of theirs.values()) meetings.push({ id: change.item, shown: null, local: null, over: null, theirs: change });
  return meetings;
}

/** S39: of a damaged item the bytes here are not those of the state that it counts as. */
async function soundLocals(seal: VaultSeal, meetings: readonly Meeting[]): Promise<readonly boolean[]> {
  const hashes = await seal.hashMany(meetings.map(({ local }) => revisionOf(local)));
  return meetings.map(({ local }, i) => local === null || equalBytes(local.hash, hashes[i] as Hash));
}

/** One sealed state of each meeting that has it, opened. */
async function openEach(
  seal: VaultSeal,
  meetings: readonly Meeting[],
  which: (meeting: Meeting) => Sealed | null,
): Promise<readonly (Opened | null)[]> {
  const states = meetings.map(which);
  const opened = await seal.open(
    meetings.flatMap(({ id }, i) => {
      const state = states[i] ?? null;
      return state === null ? [] : [{ item: id, revision: state.revision }];
    }),
  );
  const next = opened.values();
  return states.map((state) => (state === null ? null : (next.next().value ?? null)));
}

interface MetOne extends Meeting {
  /** What has to be sealed and waits; null where nothing new was made. */
  readonly fresh: Content | null;
  /** Whether the local bytes wait as they are. */
  readonly waits: boolean;
  readonly content: Opened;
  readonly before: Opened | null;
}

interface Opens {
  readonly before: Opened | null;
  readonly over: Opened | null;
  /** Whether the local bytes are those of a state; of a damaged item they are its last good one, or none that anybody wrote. */
  readonly sound: boolean;
}

function meetOne(meeting: Meeting, { before, over, sound }: Opens, { seal, device, older }: MeetOptions): MetOne {
  const { local, theirs } = meeting;
  const met = { ...meeting, before };
  const mine = local === null ? null : before;
  if (theirs === null || mine === null || local === null) {
    if (theirs !== null) return { ...met, fresh: null, waits: false, content: theirs.opened };
    // What the server lost waits as it is; sealed again where its epoch is over, since a commit bears one epoch.
    const isOver = !sound || readSealedHeader(revisionOf(local)) !== seal.epoch;
    const again = mine?.type === "opened" && isOver ? mine.content : null;
    return { ...met, fresh: again, waits: true, content: mine ?? { type: "damaged" } };
  }
  if (equalBytes(local.hash, theirs.hash)) return { ...met, fresh: null, waits: false, content: theirs.opened };
  // Nothing that could be kept: the state that was damaged here comes from wherever it is.
  if (!sound && mine.type !== "opened") return { ...met, fresh: null, waits: false, content: theirs.opened };
  // S13: what can't be merged because one side can't be read stays beside it.
  if (mine.type !== "opened" || theirs.opened.type !== "opened") {
    const again = !sound && mine.type === "opened" ? mine.content : null;
    return { ...met, fresh: again, waits: true, content: mine };
  }
  const content = older
    ? merge(prevail(mine.content, theirs.opened.content, toHex(device)), theirs.opened.content, null)
    : unite(mine.content, theirs.opened.content, over?.type === "opened" ? over.content : null);
  const same = equalBytes(encodeContent(content), encodeContent(theirs.opened.content));
  return { ...met, fresh: same ? null : content, waits: false, content: { type: "opened", content } };
}

/** Without a base; but what waits, and what it waits `over`, tell what a purge can't have seen, or what our own has. // H5, M11 */
function unite(mine: Content, theirs: Content, over: Content | null): Content {
  if (over === null || isTombstone(over) || isTombstone(mine) === isTombstone(theirs)) return merge(mine, theirs, null);
  const together = merge(mine, theirs, over);
  // Their purge need not have seen what we had acknowledged: only ours has seen what it was made over.
  return isTombstone(together) && isTombstone(theirs) ? merge(mine, theirs, null) : together;
}
