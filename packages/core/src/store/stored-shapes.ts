// The shapes of what lies on this device outside the tables of items: the replica, the commit in flight and the pending account.
// They are written in the canonical CBOR of the wire and read back with its strictness: a file may have been touched by anybody.
// Changing one asks for a migration of the files that hold it. // P12, P13

import {
  accountId,
  accountNameShape,
  assert,
  type Bytes,
  decode,
  deviceId,
  deviceSeen,
  encode,
  hash,
  headRef,
  itemId,
  limits,
  sealedHead,
  sealedMinimum,
  shape,
  vaultId,
} from "@holdfast/protocol";
import { type InFlight, type Replica, type Trouble, troubleKinds } from "./store.ts";
import { StoreProblem } from "./store-problem.ts";

const { bytes, flag, list, nullable, optional, record, text, uint } = shape;

/** Times come from the device's own clock, which may stand before 1970. */
const time: shape.Shape<number> = {
  schema: "int",
  parse: (value) => {
    if (typeof value === "number" && Number.isSafeInteger(value)) return value;
    throw new shape.Malformed("expected an integer");
  },
};

const wordOf = <W extends string>(words: readonly W[]): shape.Shape<W> => ({
  schema: words.join("|"),
  parse: (value) => {
    const known = words.find((word) => word === value);
    if (known !== undefined) return known;
    throw new shape.Malformed("expected a known word");
  },
});

/** One of each kind and reason; every pair of them that core can write, and some. */
const mostTroubles = 64;

/** Branches that can wait to be named: one more with each time that a server is put back before a healing is done. */
export const mostHealing = 1_000;

const trouble: shape.Shape<Trouble> = record({
  kind: wordOf(troubleKinds),
  reason: text(0, 200),
  items: list(itemId, limits.vaultItems),
});

export const replicaShape: shape.Shape<Replica> = record({
  origin: text(1, 300),
  account: accountNameShape,
  accountId,
  vault: vaultId,
  device: deviceId,
  slot: bytes(sealedMinimum, limits.slotBytes),
  slotVersion: uint(0xffff_ffff),
  sealedToken: nullable(bytes(sealedMinimum, 1024)),
  enabled: flag,
  restored: flag,
  kitOwed: optional(flag),
  head: headRef,
  epoch: uint(0xffff_ffff),
  lastSync: nullable(time),
  serverSeq: uint(),
  healing: optional(list(headRef, mostHealing)),
  troubles: list(trouble, mostTroubles),
  devices: list(deviceSeen, limits.devices),
});

export const inFlightShape: shape.Shape<InFlight> = record({
  request: bytes(1, limits.pushBytes),
  prev: hash,
  head: headRef,
  sealedHead,
  changes: list(record({ item: itemId, hash }), limits.commitChanges),
});

export const secretKeyBytes = 16;

/** A pending account where the bytes of the Secret Key are kept. */
export const pendingShape: shape.Shape<{ readonly request: Bytes; readonly secretKey: Bytes; readonly replica: Replica }> = record({
  request: bytes(1, limits.requestBytes),
  secretKey: bytes(secretKeyBytes),
  replica: replicaShape,
});

/** Bytes to keep. A value out of its bounds is a fault of the program and is found before it is durable. // P6 */
export function toStored<T>(kind: shape.Shape<T>, value: T): Bytes {
  const encoded = encode(kind, value);
  assert(decode(kind, encoded).ok, "a stored value is within its bounds");
  return encoded;
}

/** What was kept; throws `damaged` for anything that `toStored` can't have written. // P13 */
export function fromStored<T>(kind: shape.Shape<T>, stored: Bytes): T {
  const decoded = decode(kind, stored);
  if (!decoded.ok) throw new StoreProblem("damaged");
  return decoded.value;
}
