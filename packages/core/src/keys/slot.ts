// The slot: the keyring sealed under one secret. Symmetric alone, so that a server can't make one. // A3, A4

import { type AccountId, type Bytes, enc, readSealedHeader, type Slot } from "@holdfast/protocol";
import type { Crypto } from "../crypto/primitives.ts";
import { openOne, sealOne } from "../seal/envelope.ts";
import { decodeKeyring, encodeKeyring, type Keyring } from "./keyring.ts";

export type SlotKind = "password" | "recovery";

const associated = (kind: SlotKind, account: AccountId) => (header: Bytes) => enc("holdfast/1/slot", header, kind, account);

/** 0x01 ‖ u32 version ‖ nonce ‖ AES-256-GCM(kek, padded keyring, enc("holdfast/1/slot", header, kind, accountId)). */
export async function sealSlot(crypto: Crypto, kek: Bytes, kind: SlotKind, ring: Keyring): Promise<Slot> {
  const key = await crypto.aeadKey(kek);
  const sealed = await sealOne(crypto, key, ring.version, { content: encodeKeyring(ring), associated: associated(kind, ring.accountId) });
  return { version: ring.version, sealed };
}

/** The keyring in a slot of `account`, or null: another secret, a damaged slot, or one whose inside disagrees with its outside. */
export async function openSlot(crypto: Crypto, kek: Bytes, kind: SlotKind, account: AccountId, slot: Slot): Promise<Keyring | null> {
  if (readSealedHeader(slot.sealed) !== slot.version) return null;
  const key = await crypto.aeadKey(kek);
  const content = await openOne(crypto, key, { sealed: slot.sealed, associated: associated(kind, account) });
  const ring = content === null ? null : decodeKeyring(content);
  return ring?.ok && ring.value.version === slot.version ? ring.value : null;
}
