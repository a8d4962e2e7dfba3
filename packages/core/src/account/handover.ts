// Going on as unlocked with keys that another process of this device has handed over. Needs no password and no network. // K8

import { type Bytes, equalBytes, err, ok, type Result } from "@holdfast/protocol";
import type { Client } from "../client.ts";
import type { Home } from "../home.ts";
import { decodeOpenKeys } from "../keys/open-keys.ts";
import { openClient } from "./open-client.ts";

export type HandoverFailure =
  | { readonly type: "not-signed-in" }
  /** Not the keys of this replica, or not any more: its password was changed. */
  | { readonly type: "other-keys" };

/** A client over the replica that these keys open. */
export async function unlockWith(home: Home, handed: Bytes): Promise<Result<Client, HandoverFailure>> {
  const { replica } = await home.store.read();
  if (replica === null) return err({ type: "not-signed-in" });
  const keys = decodeOpenKeys(handed);
  if (keys === null) return err({ type: "other-keys" });
  const { ring, signInSeed } = keys;
  const fits = equalBytes(ring.accountId, replica.accountId) && ring.version === replica.slotVersion;
  return fits ? ok(await openClient(home, { replica, ring, signInSeed })) : err({ type: "other-keys" });
}
