// Signing in on a new device: account, main password and Secret Key (or a setup code, which pins the newest head too) open the
// slot that the server keeps; then the vault is restored, verified whole. // A4, A6

import {
  type AccountName,
  type Bytes,
  type DeviceId,
  err,
  genesis,
  type HeadRef,
  ok,
  type Refusal,
  type Result,
  type SignedIn,
} from "@holdfast/protocol";
import type { Client, Progress } from "../client.ts";
import type { Home } from "../home.ts";
import { deriveKeys } from "../keys/derive.ts";
import type { Keyring } from "../keys/keyring.ts";
import type { SetupCode } from "../keys/setup-code.ts";
import { openSlot } from "../keys/slot.ts";
import { sealToken } from "../keys/token.ts";
import type { Replica } from "../store/store.ts";
import type { RequestFailure } from "../sync/request.ts";
import { becomeDevice } from "./become-device.ts";
import { holdSecretKey } from "./hold-secret-key.ts";
import { openClient } from "./open-client.ts";
import { startSession } from "./session.ts";

/** Who signs in: what the emergency kit says, or a setup code. */
export type Credentials =
  | { readonly origin: string; readonly account: AccountName; readonly secretKey: Bytes }
  | { readonly setupCode: SetupCode };

export interface SignInOptions {
  readonly credentials: Credentials;
  readonly password: string;
  readonly deviceName: string;
  readonly progress?: (progress: Progress) => void;
  /** Told the client as soon as this is a device, before anything is restored; what then does not verify closes it. */
  readonly opened?: (client: Client) => void;
}

export type SignInFailure =
  | Exclude<RequestFailure, { readonly type: "refused" }>
  | { readonly type: "refused"; readonly refusal: Refusal }
  | { readonly type: "origin-differs"; readonly origin: string }
  | { readonly type: "already-a-device"; readonly account: AccountName; readonly origin: string }
  | { readonly type: "wrong-secrets" }
  /** The server's answer is not what this account's devices wrote: reason code. Nothing was kept. */
  | { readonly type: "verify"; readonly reason: string };

export async function signIn(home: Home, options: SignInOptions): Promise<Result<Client, SignInFailure>> {
  const { replica } = await home.store.read();
  if (replica !== null) return err({ type: "already-a-device", account: replica.account, origin: replica.origin });
  const given = "setupCode" in options.credentials ? options.credentials.setupCode : options.credentials;
  const pin = "setupCode" in options.credentials ? options.credentials.setupCode : null;
  const { crypto } = home.environment;
  const { kek, signInSeed } = await deriveKeys(crypto, options.password, given.secretKey);
  const device = crypto.randomBytes(16) as DeviceId;
  const transport = home.connect(given.origin);
  const session = await startSession(crypto, transport, { account: given.account, device, signInSeed });
  if (!session.ok) return err(session.error.type === "sign-in-refused" ? { type: "wrong-secrets" } : session.error);
  const { slot, accountId, token } = session.value;
  if (pin !== null && slot.version < pin.slotVersion) return err({ type: "verify", reason: "slot-rolled-back" });
  const ring = await openSlot(crypto, kek, "password", accountId, slot);
  if (ring === null || ring.accountId.join() !== accountId.join()) return err({ type: "verify", reason: "slot-damaged" });
  const sealedToken = await sealToken(crypto, ring, device, token);
  const fresh = freshReplica({
    origin: given.origin,
    account: given.account,
    device,
    session: session.value,
    ring,
    sealedToken,
    pin: pin?.head ?? null,
  });
  const stands = await becomeDevice(home, fresh, await holdSecretKey(home, given.secretKey));
  if (stands !== null) return err({ type: "already-a-device", account: stands.account, origin: stands.origin });
  const client = await openClient(home, { replica: fresh, ring, signInSeed });
  options.opened?.(client);
  return restore(client, options);
}

/** What this device is before its first restore: nothing held, and the newest head that anything we trust has named as its pin. */
function freshReplica(known: {
  readonly origin: string;
  readonly account: AccountName;
  readonly device: DeviceId;
  readonly session: SignedIn;
  readonly ring: Keyring;
  readonly sealedToken: Bytes;
  readonly pin: HeadRef | null;
}): Replica {
  const vault = known.ring.vaults[0] as Keyring["vaults"][number];
  const head = known.pin !== null && known.pin.seq >= vault.head.seq ? known.pin : vault.head;
  return {
    origin: known.origin,
    account: known.account,
    accountId: known.session.accountId,
    vault: vault.vault,
    device: known.device,
    slot: known.session.slot.sealed,
    slotVersion: known.session.slot.version,
    sealedToken: known.sealedToken,
    enabled: true,
    restored: false,
    head: head.seq === 0 ? genesis : head,
    epoch: 0,
    lastSync: null,
    serverSeq: 0,
    troubles: [],
    devices: [],
  };
}

/** The first restore, and this device's name. What does not verify leaves no device behind; a lost network leaves one that goes on later. */
async function restore(client: Client, options: SignInOptions): Promise<Result<Client, SignInFailure>> {
  const progress = options.progress ?? (() => {});
  const { end } = await client.synchronize({ progress });
  if (end.type === "attention") {
    await client.signOut({ discard: true });
    return err({ type: "verify", reason: end.reason });
  }
  await client.nameDevice(options.deviceName);
  await client.synchronize({ progress });
  return ok(client);
}
