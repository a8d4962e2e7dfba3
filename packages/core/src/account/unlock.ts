// Unlocking: opens the password slot that lies on this device. Needs no network and is the same step as in signing in.

import { err, ok, type Result } from "@holdfast/protocol";
import type { Client } from "../client.ts";
import type { Home } from "../home.ts";
import { deriveKeys } from "../keys/derive.ts";
import { openSlot } from "../keys/slot.ts";
import { type Opening, openClient } from "./open-client.ts";

export type UnlockFailure = { readonly type: "not-signed-in" } | { readonly type: "wrong-secrets" };

export async function unlock(home: Home, password: string): Promise<Result<Client, UnlockFailure>> {
  const opening = await openWith(home, password);
  return opening.ok ? ok(await openClient(home, opening.value)) : opening;
}

/** Whether it is this device's main password, before something is shown that opens everything. */
export const isMainPassword = async (home: Home, password: string): Promise<boolean> => (await openWith(home, password)).ok;

async function openWith(home: Home, password: string): Promise<Result<Opening, UnlockFailure>> {
  const { crypto } = home.environment;
  const { replica } = await home.store.read();
  const secretKey = await home.secretKeys.load();
  if (replica === null || secretKey === null) return err({ type: "not-signed-in" });
  const { kek, signInSeed } = await deriveKeys(crypto, password, secretKey);
  const ring = await openSlot(crypto, kek, "password", replica.accountId, { version: replica.slotVersion, sealed: replica.slot });
  return ring === null ? err({ type: "wrong-secrets" }) : ok({ replica, ring, signInSeed });
}

/** The switch of this device; takes effect at once, also for a run under way. Needs no password. */
export async function setEnabled(home: Home, enabled: boolean): Promise<Result<void, { readonly type: "not-signed-in" }>> {
  const { replica } = await home.store.read();
  if (replica === null) return err({ type: "not-signed-in" });
  await home.store.write({ expect: null, device: replica.device, replica: { enabled } });
  return ok(undefined);
}
