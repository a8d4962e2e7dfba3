// Signing up. The same bytes get the same answer however often they come, so that a reply that was lost costs nothing. // A5, C8

import { err, type Hash, ok, type Refusal, type Result, readSealedHeader, type SignedUp, type SignUp } from "@holdfast/protocol";
import type { Context } from "../ports.ts";
import { sha256 } from "../sha256.ts";

/** Makes the account that is asked for by bytes of this SHA-256, or answers again what it answered to them. */
export async function createAccount(
  { storage, clock, settings }: Context,
  asked: SignUp,
  request: Hash,
): Promise<Result<SignedUp, Refusal>> {
  const { account: name, accountId, vault, slot, signInKey, writerKey, epoch, invitation } = asked;
  // The slot says its version twice; the server holds both to be the same, since it can't look inside.
  if (readSealedHeader(slot.sealed) !== slot.version) return err({ kind: "malformed" });

  if (settings.signup === "closed") {
    const earlier = await storage.accounts.find(name);
    return Buffer.from(earlier?.request ?? []).equals(request) ? ok({ accountId }) : err({ kind: "signup-closed" });
  }
  const created = await storage.accounts.create({
    name,
    account: accountId,
    request,
    slot,
    signInKey,
    epoch,
    vault,
    writerKey,
    invitation: settings.signup === "invite" ? sha256(invitation ?? new Uint8Array(0)) : null,
    at: clock.now(),
  });
  if (created.type === "uninvited") return err({ kind: "invitation-needed" });
  const same = created.type === "created" || (created.request !== null && Buffer.from(created.request).equals(request));
  return same ? ok({ accountId }) : err({ kind: "account-taken" });
}
