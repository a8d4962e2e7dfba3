// A replica's store with something in it, and everything that a store can be asked: what the rows of both databases have in common.

import { StoreProblem } from "@holdfast/core";
import { anInFlight, anItem, anItemId, aReplica, aSealed, type Store, sha256Of } from "@holdfast/core/testing/parsers";

export async function fillStore(store: Store): Promise<void> {
  await store.create(aReplica());
  const items = Array.from({ length: 40 }, (_, n) =>
    anItem(anItemId(n * 6, n), n % 3 === 0 ? null : `base ${n}`, n % 6 < 4 ? `new ${n}` : null),
  );
  const hash = sha256Of(aSealed("bucket").revision);
  await store.write({ expect: null, items, buckets: [{ bucket: 3, hash }], inFlight: anInFlight("a commit") });
  const sealed = Array.from({ length: 9 }, (_, n) => aSealed(`head ${n}`).revision);
  const lost = [{ hash: aSealed("lost").hash, sealed: aSealed("lost").revision, waiting: true }];
  await store.write({ expect: null, heads: { first: 1, sealed }, lost, note: sealed[0] ?? null, log: sealed });
}

/** Everything that a store can be asked, and one write. */
export async function useStore(store: Store): Promise<void> {
  const asks: (() => Promise<unknown>)[] = [
    ...[() => store.read(), () => store.items(), () => store.waiting(100), () => store.buckets(), () => store.acknowledgedCount()],
    ...[
      () => store.item(anItemId(6, 1)),
      () => store.itemsById([anItemId(0, 0), anItemId(12, 2)]),
      () => store.pairs(6),
      () => store.note(),
    ],
    ...[() => store.heads(1, 100), () => store.lostHead(aSealed("lost").hash), () => store.lostWaiting(10), () => store.log(100)],
    ...[
      () => store.write({ expect: null, items: [anItem(anItemId(9, 9), "more", null)], log: [aSealed("more").revision] }),
      () => store.clear(0),
    ],
  ];
  for (const ask of asks) await ask().catch(inItsWords);
}

/** A store says what is wrong in its own words, and in no others. */
export function inItsWords(error: unknown): void {
  if (!(error instanceof StoreProblem)) throw error;
}
