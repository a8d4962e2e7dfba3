// Unlocking: opens the password slot that lies on this device. Needs no network and is the same step as in signing in.

import { err, ok, type Result } from "@holdfast/protocol";
import type { Client } from "../client.ts";
import type { Home } from "../home.ts";
import { deriveKeys } from "../keys/derive.ts";
import { openSlot } from "../keys/slot.ts";
import { openClient } from "./open-client.ts";

export type UnlockFailure = { readonly type: "not-signed-in" } | { readonly type: "wrong-secrets" };

export async function unlock(home: Home, password: string): Promise<Result<Client, UnlockFailure>> {
  const { crypto } = home.environment;
  const { replica } = await home.store.read();
  const secretKey = await home.secretKeys.load();
  if (replica === null || secretKey === null) return err({ type: "not-signed-in" });
  const { kek, signInSeed } = await deriveKeys(crypto, password, secretKey);
  const ring = await openSlot(crypto, kek, "password", replica.accountId, { version: replica.slotVersion, sealed: replica.slot });
  if (ring === null) return err({ type: "wrong-secrets" });
  return ok(await openClient(home, { replica, ring, signInSeed }));
}

/** The switch of this device; takes effect at once, also for a run under way. Needs no password. */
export async function setEnabled(home: Home, enabled: boolean): Promise<Result<void, { readonly type: "not-signed-in" }>> {
  const { replica } = await home.store.read();
  if (replica === null) return err({ type: "not-signed-in" });
  await home.store.write({ expect: null, device: replica.device, replica: { enabled } });
  return ok(undefined);
}
