// Signing in to the server: a challenge answered with the derived sign-in key. The server gets a signature and learns no secret. // A1

import {
  type AccountName,
  type Bytes,
  challenge,
  challengeRequest,
  type DeviceId,
  encode,
  err,
  ok,
  type Result,
  routes,
  type SignedIn,
  signedIn,
  signIn,
  signInMessage,
} from "@holdfast/protocol";
import type { Crypto } from "../crypto/primitives.ts";
import { ask, type RequestFailure } from "../sync/request.ts";
import type { Transport } from "../sync/transport.ts";

export interface Identity {
  readonly account: AccountName;
  readonly device: DeviceId;
  /** Seed of the Ed25519 sign-in key. */
  readonly signInSeed: Bytes;
}

export type SessionFailure =
  | RequestFailure
  /** The server calls itself by another origin than the one we reached: nothing is signed for it. */
  | { readonly type: "origin-differs"; readonly origin: string }
  /** Wrong password, wrong Secret Key, no such account, a removed device: never told apart. */
  | { readonly type: "sign-in-refused" };

const expiredTries = 2;

/** Asks the server of `transport` who it is and for a challenge. */
export async function askChallenge(transport: Transport, account: AccountName): Promise<Result<Bytes, SessionFailure>> {
  const asked = await ask(transport, challenge, {
    method: "POST",
    path: routes.challenge,
    token: null,
    body: encode(challengeRequest, { account }),
  });
  if (!asked.ok) return asked;
  if (asked.value.origin !== transport.origin) return err({ type: "origin-differs", origin: asked.value.origin });
  return ok(asked.value.challenge);
}

export async function startSession(crypto: Crypto, transport: Transport, identity: Identity): Promise<Result<SignedIn, SessionFailure>> {
  const key = await crypto.signingKey(identity.signInSeed);
  for (let tried = 0; ; tried++) {
    const asked = await askChallenge(transport, identity.account);
    if (!asked.ok) return asked;
    const { account, device } = identity;
    const signature = await crypto.sign(key, signInMessage(transport.origin, account, asked.value, device));
    const answer = await ask(transport, signedIn, {
      method: "POST",
      path: routes.signIn,
      token: null,
      body: encode(signIn, { account, challenge: asked.value, device, signature }),
    });
    if (answer.ok) return answer;
    const code = answer.error.type === "refused" ? answer.error.refusal.kind : null;
    if (code === "challenge-expired" && tried < expiredTries) continue;
    return err(code === "sign-in-refused" ? { type: "sign-in-refused" } : answer.error);
  }
}
