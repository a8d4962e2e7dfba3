// What an acknowledgement does to the items that a commit carried: each way in which an item can have gone on meanwhile.

import { commit, encode, genesis, type Hash } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import type { InFlight, StoredItem } from "../store/store.ts";
import { anInFlight, anItem, anItemId, aSealed } from "../testing/stored-values.ts";
import { acknowledge, acknowledgeAll, carried } from "./in-flight.ts";

const [a, b, c] = [anItemId(1), anItemId(2), anItemId(3)] as const;
const sent = aSealed("sent");

/** A commit that carries `sent` of these items. */
const carrying = (...items: readonly (typeof a)[]): InFlight => {
  const changes = items.map((item) => ({ item, revision: sent.revision }));
  const head = new Uint8Array(200);
  const request = encode(commit, { prev: genesis.hash, head, changes, signature: new Uint8Array(64) });
  return { ...anInFlight("commit"), request, changes: items.map((item) => ({ item, hash: sent.hash })) };
};

describe("a commit in flight", () => {
  it("[S8] carries the revisions in its bytes, of the items that are noted with it", () => {
    const inFlight = carrying(a, b);
    expect([...carried(inFlight).values()]).toEqual([a, b].map((item) => ({ item, ...sent })));
    const noted = { ...inFlight, changes: [...inFlight.changes, { item: c, hash: sent.hash }] };
    expect([...carried(noted).values()]).toEqual([a, b].map((item) => ({ item, ...sent })));
    expect(carried({ ...inFlight, request: new Uint8Array(9) }).size).toBe(0);
  });

  it("[S8] once acknowledged leaves waiting what is newer, and nothing else", () => {
    const states: readonly (readonly [StoredItem, StoredItem])[] = [
      [anItem(a, null, "sent"), anItem(a, "sent", null)],
      [anItem(a, "before", "sent"), anItem(a, "sent", null)],
      [anItem(a, "before", "newer"), anItem(a, "sent", "newer")],
      [anItem(a, "before", null), anItem(a, "sent", null)],
    ];
    for (const [before, after] of states) {
      expect(acknowledge(before, sent)).toEqual(after);
      expect(acknowledgeAll([before], carrying(a))).toEqual([after]);
      // The bytes are not needed where what waits is what was sent.
      const unread = { ...carrying(a), request: new Uint8Array(9) };
      if (before.waiting?.hash.join() === sent.hash.join()) expect(acknowledgeAll([before], unread)).toEqual([after]);
      else expect(acknowledgeAll([before], unread)).toEqual([before]);
    }
  });

  it("[S8] leaves alone what it did not carry, be it of the same bytes", () => {
    const other = anItem(c, "before", "sent");
    expect(acknowledgeAll([anItem(a, null, "sent"), other], carrying(a))).toEqual([anItem(a, "sent", null), other]);
    const noted = { ...carrying(a), changes: [{ item: a, hash: new Uint8Array(32) as Hash }] };
    expect(acknowledgeAll([other], noted)).toEqual([other]);
  });
});
