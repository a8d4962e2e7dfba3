// Signing up: a new account with its first vault. All secrets were made on the device; what travels is public or sealed.
//
//   POST /v1/account/create   body: SignUp   → 200 SignedUp | account-taken | signup-closed | …
//
// A repeated sign-up with the same bytes gets the same answer, so a reply that was lost costs nothing. // A5

import { sealedMinimum } from "./envelope.ts";
import { accountId, accountNameShape, vaultId } from "./ids.ts";
import { limits } from "./limits.ts";
import { bytes, optional, record, type TypeOf, uint } from "./shape.ts";

export const publicKeyBytes = 32;

/** The keyring sealed under the main password and the Secret Key. `version` rises with every change and is bound inside. */
export const slot = record({ version: uint(0xffff_ffff), sealed: bytes(sealedMinimum, limits.slotBytes) });
export type Slot = TypeOf<typeof slot>;

/** `signInKey` and `writerKey` are public Ed25519 keys (RFC 8032), `writerKey` the first vault's. `epoch` is the epoch they belong to. */
export const signUp = record({
  account: accountNameShape,
  accountId,
  vault: vaultId,
  slot,
  signInKey: bytes(publicKeyBytes),
  writerKey: bytes(publicKeyBytes),
  epoch: uint(0xffff_ffff),
  invitation: optional(bytes(16)),
});
export type SignUp = TypeOf<typeof signUp>;

export const signedUp = record({ accountId });
export type SignedUp = TypeOf<typeof signedUp>;
