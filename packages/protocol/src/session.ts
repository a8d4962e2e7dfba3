// Signing in: a challenge, answered with a signature by the derived sign-in key; then a session.
// An account that does not exist gets the same answers, from the same work. // A2
//
//   POST /v1/session/challenge   body: ChallengeRequest   → 200 Challenge
//   POST /v1/session/create      body: SignIn             → 200 SignedIn | sign-in-refused | challenge-expired
//   POST /v1/session/end         (authorized)             → 200 empty
//
// An authorized request bears `Authorization: Bearer <base64url of the token>`.

import { slot } from "./account.ts";
import type { Bytes } from "./bytes.ts";
import { headRef, signatureBytes } from "./commit.ts";
import { enc } from "./enc.ts";
import { type AccountName, accountId, accountNameShape, type DeviceId, deviceId, vaultId } from "./ids.ts";
import { bytes, list, record, type TypeOf, text, uint } from "./shape.ts";

export const challengeBytes = 32;
export const tokenBytes = 32;

export const challengeRequest = record({ account: accountNameShape });

/** `origin` is the server's own, as configured: a client that reached it under another name says so instead of signing. */
export const challenge = record({ challenge: bytes(challengeBytes), origin: text(1, 300) });
export type Challenge = TypeOf<typeof challenge>;

export const signIn = record({
  account: accountNameShape,
  challenge: bytes(challengeBytes),
  device: deviceId,
  signature: bytes(signatureBytes),
});
export type SignIn = TypeOf<typeof signIn>;

/** A vault of the account and its newest head; genesis before the first commit. */
export const vaultHead = record({ vault: vaultId, head: headRef });

export const signedIn = record({
  token: bytes(tokenBytes),
  accountId,
  slot,
  vaults: list(vaultHead, 100),
  /** The server's clock, milliseconds since 1970: shown where it is far from ours, never used to order or to trust. */
  time: uint(),
});
export type SignedIn = TypeOf<typeof signedIn>;

/** What the sign-in key signs: enc("holdfast/1/sign-in", origin, account, challenge, deviceId). // A1 */
export const signInMessage = (origin: string, account: AccountName, challenge: Bytes, device: DeviceId): Bytes =>
  enc("holdfast/1/sign-in", origin, account, challenge, device);
