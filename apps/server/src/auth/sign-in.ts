// Signing in: a challenge signed by the account's derived key becomes a session. An account that does not exist goes through
// the same calls and gets the same answer: one look into the storage, one verification of a signature. // A2, C11

import {
  type Bytes,
  err,
  fromHex,
  limits,
  ok,
  type Refusal,
  type Result,
  type SignedIn,
  type SignIn,
  signInMessage,
  tokenBytes,
} from "@holdfast/protocol";
import { verifyEd25519 } from "../ed25519.ts";
import type { Context } from "../ports.ts";
import { sha256 } from "../sha256.ts";
import type { Challenges } from "./challenges.ts";

/** Sessions one device may have open; its oldest end first. */
const sessionsPerDevice = 8;

/**
 * Stands in for the key of an account that does not exist: that of RFC 8032, 7.1, test 1, since it must be a point of the
 * curve for the work to be the same. That its private half is public does not matter: without an account every answer is a refusal.
 */
export const nobodysKey: Bytes = fromHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a") ?? new Uint8Array(32);

/** The session that `request` earns, with the account's slot and the heads of its vaults. */
export async function openSession(context: Context, challenges: Challenges, request: SignIn): Promise<Result<SignedIn, Refusal>> {
  const { storage, clock, randomBytes, settings } = context;
  if (!challenges.take(request.challenge, request.account)) return err({ kind: "challenge-expired" });
  const account = await storage.accounts.find(request.account);
  // C10: bound to our own origin, so that a signature given to another server is worth nothing here.
  const message = signInMessage(settings.origin, request.account, request.challenge, request.device);
  const signed = verifyEd25519(account?.signInKey ?? nobodysKey, message, request.signature);
  if (account === null || !signed) return err({ kind: "sign-in-refused" });

  const token = randomBytes(tokenBytes);
  const now = clock.now();
  const opened = await storage.accounts.openSession({
    account: account.account,
    device: request.device,
    token: sha256(token),
    at: now,
    maximum: { devices: limits.devices, sessions: sessionsPerDevice },
  });
  if (opened.type === "device-elsewhere") return err({ kind: "sign-in-refused" });
  if (opened.type === "devices-full") return err({ kind: "quota-full" });
  const vaults = await storage.vaults.of(account.account);
  return ok({ token, accountId: account.account, slot: account.slot, vaults, time: now });
}
