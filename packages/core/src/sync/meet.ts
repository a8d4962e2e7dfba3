// Everything that this device holds meets everything that the server holds, with no base that both are known to come from: each item
// united, what the server lacks waiting to be sent, nothing lost on either side. Computes alone; leave.ts writes it. // H5

import { type DeviceId, equalBytes, readSealedHeader, toHex } from "@holdfast/protocol";
import type { Opened, VaultSeal } from "../seal/vault-seal.ts";
import type { Sealed, StoredItem } from "../store/store.ts";
import { type Content, isTombstone } from "../vault/item.ts";
import { merge } from "../vault/merge.ts";
import { encodeContent } from "../vault/parse.ts";
import { prevail } from "../vault/prevail.ts";
import type { Changed } from "./join.ts";
import type { ReceivedChange } from "./receive.ts";

export interface Met {
  /** Every item whose state here changes, and what a person sees of it. */
  readonly changed: readonly Changed[];
  /** Items that the server lacks, that we lack, and that differ. */
  readonly onlyHere: number;
  readonly onlyThere: number;
  readonly differing: number;
  /** Items that are here now, tombstones aside, and how many of them a purge on the other side takes away. */
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

interface Meeting {
  readonly id: StoredItem["id"];
  readonly local: Sealed | null;
  readonly theirs: ReceivedChange | null;
}

export async function meet(options: MeetOptions): Promise<Met> {
  const { seal, held } = options;
  const meetings = meetingsOf(options);
  const locals = await openLocals(seal, meetings);
  const met = meetings.map((meeting, i) => meetOne(meeting, locals[i] ?? null, options));
  const sealed = await seal.seal(met.flatMap(({ id, fresh }) => (fresh === null ? [] : [{ item: id, content: fresh }])));
  const next = sealed.values();
  const changed = met.map(({ id, theirs, local, fresh, waits, content, before }): Changed => {
    const acknowledged = theirs === null ? null : { revision: theirs.revision, hash: theirs.hash };
    const waiting = fresh !== null ? (next.next().value ?? null) : waits ? local : null;
    return { item: { id, acknowledged, waiting }, content, before, received: theirs?.opened.type ?? "opened" };
  });
  const all = await seal.open(held.map(({ id, waiting, acknowledged }) => ({ item: id, revision: revisionOf(waiting ?? acknowledged) })));
  return {
    changed,
    onlyHere: meetings.filter(({ theirs }) => theirs === null).length,
    onlyThere: meetings.filter(({ local }) => local === null).length,
    differing: meetings.filter(({ local, theirs }) => local !== null && theirs !== null).length,
    living: all.filter(isLiving).length,
    removed: changed.filter(({ before, content }) => isLiving(before) && !isLiving(content)).length,
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
    if (!same) meetings.push({ id, local: waiting ?? acknowledged, theirs: change });
  }
  for (const change of theirs.values()) meetings.push({ id: change.item, local: null, theirs: change });
  return meetings;
}

async function openLocals(seal: VaultSeal, meetings: readonly Meeting[]): Promise<readonly (Opened | null)[]> {
  const opened = await seal.open(meetings.flatMap(({ id, local }) => (local === null ? [] : [{ item: id, revision: local.revision }])));
  const next = opened.values();
  return meetings.map(({ local }) => (local === null ? null : (next.next().value ?? null)));
}

interface MetOne extends Meeting {
  /** What has to be sealed and waits; null where nothing new was made. */
  readonly fresh: Content | null;
  /** Whether the local bytes wait as they are. */
  readonly waits: boolean;
  readonly content: Opened;
  readonly before: Opened | null;
}

function meetOne({ id, local, theirs }: Meeting, mine: Opened | null, { seal, device, older }: MeetOptions): MetOne {
  const met = { id, local, theirs, before: mine };
  if (theirs === null || mine === null || local === null) {
    if (theirs !== null) return { ...met, fresh: null, waits: false, content: theirs.opened };
    // What the server lost waits as it is; sealed again where its epoch is over, since a commit bears one epoch.
    const again = mine?.type === "opened" && readSealedHeader(revisionOf(local)) !== seal.epoch ? mine.content : null;
    return { ...met, fresh: again, waits: true, content: mine ?? { type: "damaged" } };
  }
  if (equalBytes(local.hash, theirs.hash)) return { ...met, fresh: null, waits: false, content: theirs.opened };
  // S13: what can't be merged because one side can't be read stays beside it.
  if (mine.type !== "opened" || theirs.opened.type !== "opened") return { ...met, fresh: null, waits: true, content: mine };
  const ours = older ? prevail(mine.content, theirs.opened.content, toHex(device)) : mine.content;
  const content = merge(ours, theirs.opened.content, null);
  const same = equalBytes(encodeContent(content), encodeContent(theirs.opened.content));
  return { ...met, fresh: same ? null : content, waits: false, content: { type: "opened", content } };
}
