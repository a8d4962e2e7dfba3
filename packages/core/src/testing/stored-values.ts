// Values as a store keeps them, for tests: sealed bytes that nobody opens, ids and a replica. Never random where a test needs order.

import { createHash } from "node:crypto";
import { type AccountId, accountName, assert, type DeviceId, genesis, type Hash, type ItemId, type VaultId } from "@holdfast/protocol";
import type { InFlight, Replica, Sealed, StoredItem } from "../store/store.ts";

/** An id whose first byte (its bucket) is `bucket` and whose last four are `n`. */
export function anItemId(bucket: number, n = 0): ItemId {
  const id = new Uint8Array(16);
  id[0] = bucket;
  new DataView(id.buffer).setUint32(12, n);
  return id as ItemId;
}

export const sha256Of = (bytes: Uint8Array): Hash => Uint8Array.from(createHash("sha256").update(bytes).digest()) as Hash;

/** A revision of `length` bytes that says `text`, with its hash. */
export function aSealed(text: string, length = 96): Sealed {
  const revision = new Uint8Array(length);
  new TextEncoder().encodeInto(text, revision);
  return { revision, hash: sha256Of(revision) };
}

export const anItem = (id: ItemId, acknowledged: string | null, waiting: string | null): StoredItem => ({
  id,
  acknowledged: acknowledged === null ? null : aSealed(acknowledged),
  waiting: waiting === null ? null : aSealed(waiting),
});

export function aReplica(change: Partial<Replica> = {}): Replica {
  const account = accountName("someone@example.org");
  assert(account !== null, "the name is a name");
  return {
    origin: "https://vault.example.org",
    account,
    accountId: new Uint8Array(16).fill(1) as AccountId,
    vault: new Uint8Array(16).fill(2) as VaultId,
    device: new Uint8Array(16).fill(3) as DeviceId,
    slot: new Uint8Array(200).fill(4),
    slotVersion: 1,
    sealedToken: null,
    enabled: true,
    restored: true,
    head: genesis,
    epoch: 1,
    lastSync: null,
    serverSeq: 0,
    troubles: [],
    devices: [],
    ...change,
  };
}

export function anInFlight(text: string, changes: InFlight["changes"] = []): InFlight {
  const sealedHead = aSealed(`head of ${text}`);
  return {
    request: aSealed(text, 5_000).revision,
    prev: genesis.hash,
    head: { seq: 1, hash: sealedHead.hash },
    sealedHead: sealedHead.revision,
    changes,
  };
}
