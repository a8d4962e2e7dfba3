// Signing up. The same bytes get the same answer however often they come, so that a reply that was lost costs nothing. // A5, C8

import {
  type Bytes,
  decode,
  err,
  limits,
  ok,
  type Refusal,
  type Result,
  readSealedHeader,
  type SignedUp,
  signUp,
} from "@holdfast/protocol";
import type { Context } from "../ports.ts";
import { sha256 } from "../sha256.ts";

/** Makes the account that `body`, an encoded SignUp, asks for, or answers again what it answered to the same bytes. */
export async function createAccount({ storage, clock, settings }: Context, body: Bytes): Promise<Result<SignedUp, Refusal>> {
  const decoded = decode(signUp, body);
  // The slot says its version twice; the server holds both to be the same, since it can't look inside.
  if (!decoded.ok || body.length > limits.requestBytes) return err({ kind: "malformed" });
  const { account: name, accountId, vault, slot, signInKey, writerKey, epoch } = decoded.value;
  if (readSealedHeader(slot.sealed) !== slot.version) return err({ kind: "malformed" });

  const request = sha256(body);
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
    at: clock.now(),
  });
  const same = created.type === "created" || (created.request !== null && Buffer.from(created.request).equals(request));
  return same ? ok({ accountId }) : err({ kind: "account-taken" });
}
