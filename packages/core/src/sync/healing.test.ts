// How far a healing is: what the next commit carries of it, and what has been done by a commit that landed or a pull that came.

import { commit, encode, genesis, type Hash, type HeadRef, limits, type VaultId } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { deriveVaultKeys } from "../keys/vault-keys.ts";
import { vaultSeal } from "../seal/vault-seal.ts";
import { memoryStore } from "../store/memory-store.ts";
import type { InFlight } from "../store/store.ts";
import { type MadeHead, madeChain, madeHead } from "../testing/made-heads.ts";
import { aReplica, sha256Of } from "../testing/stored-values.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { healingAfter, isHealing, landed, nextOfHealing } from "./healing.ts";
import type { Received } from "./receive.ts";

const id = new Uint8Array(16).fill(2) as VaultId;
const crypto = testCrypto({ seed: "healing" });
const seal = vaultSeal(crypto, id, [await deriveVaultKeys(crypto, 1, new Uint8Array(32).fill(1), id)]);
const [one, two] = (await madeChain(seal, genesis, 2)) as [MadeHead, MadeHead];
const three = await madeHead(seal, { seq: 4, hash: sha256Of(new Uint8Array(1)) });
const lostOf = ({ ref, sealed }: MadeHead) => ({ hash: ref.hash, sealed, waiting: false });

async function flying(heals: HeadRef | undefined, branch: readonly MadeHead[]): Promise<InFlight> {
  const made = await madeHead(seal, { seq: 9, hash: genesis.hash }, heals === undefined ? {} : { heals });
  const carried = branch.length === 0 ? {} : { branch: branch.map(({ sealed }) => sealed) };
  const request = encode(commit, { prev: genesis.hash, head: made.sealed, changes: [], signature: new Uint8Array(64), ...carried });
  return { request, prev: genesis.hash, head: made.ref, sealedHead: made.sealed, changes: [] };
}
const healing = (...refs: readonly HeadRef[]) => aReplica({ healing: refs });

describe("the next commit of a healing", () => {
  const waiting = async (count: number) => {
    const store = memoryStore();
    await store.create(aReplica());
    const lost = Array.from({ length: count }, (_, n) => {
      const sealed = Uint8Array.of(n >> 8, n, 7);
      return { hash: sha256Of(sealed), sealed, waiting: true };
    });
    await store.write({ expect: null, lost });
    return store;
  };

  it("[H7, H8] carries heads that wait, and says what it heals when nothing else is left", async () => {
    const oldest = one.ref;
    for (const [count, all, carries, heals] of [
      [0, true, 0, oldest],
      [0, false, 0, null],
      [3, true, 3, oldest],
      [3, false, 3, null],
      [limits.branchHeads, true, limits.branchHeads, oldest],
      [limits.branchHeads + 1, true, limits.branchHeads, null],
    ] as const) {
      const next = await nextOfHealing(await waiting(count), healing(oldest, two.ref), all);
      expect([next.branch.length, next.heals]).toEqual([carries, heals]);
    }
    expect(await nextOfHealing(await waiting(3), aReplica(), true)).toEqual({ branch: [], heals: null });
    expect([isHealing(aReplica()), isHealing(healing()), isHealing(healing(oldest))]).toEqual([false, false, true]);
  });
});

describe("what is left of a healing", () => {
  it("[H8, H11] after a commit of it has landed", async () => {
    const after = async (inFlight: InFlight) => landed(seal, inFlight, healing(one.ref, three.ref));
    expect(await after(await flying(one.ref, [one, two]))).toEqual({ lost: [one, two].map(lostOf), healing: { healing: [three.ref] } });
    expect(await after(await flying(undefined, [one]))).toEqual({ lost: [lostOf(one)], healing: { healing: [one.ref, three.ref] } });
    expect(await after(await flying(undefined, []))).toEqual({ lost: [], healing: { healing: [one.ref, three.ref] } });
    const nothing = await landed(seal, await flying(one.ref, [one]), aReplica());
    expect(nothing).toEqual({ lost: [], healing: {} });
  });

  const pulled = async (heals: HeadRef | undefined, branch: readonly MadeHead[]): Promise<Received> => {
    const head = await madeHead(seal, { seq: 5, hash: genesis.hash }, heals === undefined ? {} : { heals });
    return {
      to: head.ref,
      last: null,
      epoch: 1,
      firstHead: 6,
      sealedHeads: [head.sealed],
      branch: branch.map(({ sealed }) => sealed),
      headIds: [head.ref.hash],
      changes: [],
      digest: null,
      whole: false,
    };
  };

  it("[H9, H10] after a pull that names what others have healed", async () => {
    const replica = healing(two.ref, three.ref);
    const named = await healingAfter(seal, await pulled(two.ref, [two, one]), replica, null);
    expect(named.lost.map(({ hash }) => hash)).toEqual([two, one].map(({ ref }) => ref.hash));
    expect(named.healing).toEqual({ healing: [three.ref] });
    expect(await healingAfter(seal, await pulled(undefined, []), replica, null)).toEqual({
      lost: [],
      healing: { healing: replica.healing },
    });
    expect((await healingAfter(seal, await pulled(two.ref, [two]), aReplica(), null)).healing).toEqual({});
    expect(await healingAfter(seal, await pulled(two.ref, []), aReplica(), null)).toEqual({ lost: [], healing: {} });
    const beside = await healingAfter(seal, await pulled(two.ref, [three]), replica, null);
    expect([beside.lost, beside.healing]).toEqual([[], { healing: [three.ref] }]);
  });

  it("[H8, H11] after a pull in which our own commit of it has arrived", async () => {
    const other: HeadRef = { seq: 8, hash: sha256Of(new Uint8Array(2)) as Hash };
    const replica = healing(two.ref, three.ref, other);
    const both = await healingAfter(seal, await pulled(two.ref, [two]), replica, await flying(three.ref, [three]));
    expect(both).toEqual({ lost: [two, three].map(lostOf), healing: { healing: [other] } });
    const ours = await healingAfter(seal, await pulled(undefined, []), healing(three.ref), await flying(three.ref, []));
    expect(ours).toEqual({ lost: [], healing: { healing: [] } });
  });
});
