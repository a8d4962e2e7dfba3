// The heads of this device's own chain as its store keeps them, by seq: what a history is compared with.

import type { Bytes, Hash, HashMany, HeadRef } from "@holdfast/protocol";
import type { Store } from "../store/store.ts";

export interface OwnHead {
  readonly ref: HeadRef;
  readonly sealed: Bytes;
}

type Heads = Pick<Store, "heads">;

const page = 1_000;

/** The head at a seq, or null where it is not held: before a device's first restore, or before its pin. */
export async function ownHead(store: Heads, hashMany: HashMany, seq: number): Promise<OwnHead | null> {
  if (seq < 1) return null;
  const [sealed] = await store.heads(seq, 1);
  if (sealed === undefined) return null;
  const [hash] = await hashMany([sealed]);
  return { ref: { seq, hash: hash as Hash }, sealed };
}

/** Every head held above `seq`, up to `top`, ascending. */
export async function ownHeadsAbove(store: Heads, hashMany: HashMany, seq: number, top: number): Promise<readonly OwnHead[]> {
  const own: OwnHead[] = [];
  for (let first = Math.max(seq + 1, await lowestHeld(store, top)); first <= top; ) {
    const sealed = await store.heads(first, Math.min(page, top - first + 1));
    if (sealed.length === 0) break;
    const hashes = await hashMany(sealed);
    for (const [i, piece] of sealed.entries()) own.push({ ref: { seq: first + i, hash: hashes[i] as Hash }, sealed: piece });
    first += sealed.length;
  }
  return own;
}

/** The first head held, where they run unbroken up to `top`; above `top` where none is. */
async function lowestHeld(store: Heads, top: number): Promise<number> {
  let held = top + 1;
  let missing = 0;
  while (held - missing > 1) {
    const middle = Math.floor((held + missing) / 2);
    if ((await store.heads(middle, 1)).length > 0) held = middle;
    else missing = middle;
  }
  return held;
}
