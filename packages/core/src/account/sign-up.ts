// Signing up: makes all secrets on this device, keeps them and the request durably, asks the server, and becomes the first device.
// Killed at any point, it goes on when called again: the stored request is repeated byte for byte and has one answer. // A5

import {
  type AccountId,
  type AccountName,
  type Bytes,
  type DeviceId,
  encode,
  err,
  genesis,
  ok,
  type Refusal,
  type Result,
  routes,
  signedUp,
  signUp as signUpShape,
  type VaultId,
} from "@holdfast/protocol";
import type { Client } from "../client.ts";
import type { Home, PendingAccount } from "../home.ts";
import { deriveKeys, isLongEnough } from "../keys/derive.ts";
import type { Keyring } from "../keys/keyring.ts";
import { generateSecretKey } from "../keys/secret-key.ts";
import { openSlot, sealSlot } from "../keys/slot.ts";
import { deriveVaultKeys } from "../keys/vault-keys.ts";
import type { Replica } from "../store/store.ts";
import { ask, type RequestFailure } from "../sync/request.ts";
import { becomeDevice } from "./become-device.ts";
import { holdSecretKey } from "./hold-secret-key.ts";
import { openClient } from "./open-client.ts";
import { askChallenge } from "./session.ts";

export interface SignUpOptions {
  readonly origin: string;
  readonly account: AccountName;
  readonly password: string;
  readonly deviceName: string;
  readonly invitation?: Bytes;
  /** Somebody will ask the person to show that they keep the kit; it is owed from the moment there is an account. // P21 */
  readonly kitOwed?: true;
}

export type SignUpFailure =
  | Exclude<RequestFailure, { readonly type: "refused" }>
  | { readonly type: "refused"; readonly refusal: Refusal }
  | { readonly type: "origin-differs"; readonly origin: string }
  | { readonly type: "already-a-device"; readonly account: AccountName; readonly origin: string }
  | { readonly type: "password-too-short" }
  /** An earlier, interrupted sign-up had already made this account, with another password. */
  | { readonly type: "wrong-secrets" };

const firstEpoch = 1;
const firstSlotVersion = 1;

export async function signUp(home: Home, options: SignUpOptions): Promise<Result<Client, SignUpFailure>> {
  const { replica } = await home.store.read();
  if (replica !== null) return err({ type: "already-a-device", account: replica.account, origin: replica.origin });
  if (!isLongEnough(options.password)) return err({ type: "password-too-short" });
  const transport = home.connect(options.origin);
  const greeted = await askChallenge(transport, options.account);
  if (!greeted.ok) return err(greeted.error.type === "sign-in-refused" ? { type: "not-holdfast" } : greeted.error);
  const pending = await earlierOrNew(home, options);
  const answer = await ask(transport, signedUp, { method: "POST", path: routes.signUp, token: null, body: pending.request });
  if (!answer.ok) {
    if (isFinal(answer.error)) await home.pending.remove();
    return answer;
  }
  return becomeFirstDevice(home, pending, options);
}

/** After these the stored request can never be taken: another try begins afresh. */
const isFinal = (failure: RequestFailure): boolean =>
  failure.type === "refused" && ["account-taken", "signup-closed", "invitation-needed", "malformed"].includes(failure.refusal.kind);

async function earlierOrNew(home: Home, options: SignUpOptions): Promise<PendingAccount> {
  const earlier = await home.pending.load();
  if (earlier !== null && earlier.replica.account === options.account && earlier.replica.origin === options.origin) return earlier;
  const pending = await makeAccount(home, options);
  await home.pending.save(pending);
  return pending;
}

async function makeAccount(home: Home, { origin, account, password, invitation, kitOwed }: SignUpOptions): Promise<PendingAccount> {
  const { crypto } = home.environment;
  const secretKey = generateSecretKey(crypto);
  const accountId = crypto.randomBytes(16) as AccountId;
  const vault = crypto.randomBytes(16) as VaultId;
  const device = crypto.randomBytes(16) as DeviceId;
  const epochKey = crypto.randomBytes(32);
  const { kek, signInSeed } = await deriveKeys(crypto, password, secretKey);
  const ring: Keyring = {
    accountId,
    version: firstSlotVersion,
    secretKey,
    epochs: [{ epoch: firstEpoch, key: epochKey }],
    vaults: [{ vault, head: genesis }],
    signInSeeds: [],
  };
  const slot = await sealSlot(crypto, kek, "password", ring);
  const { writer } = await deriveVaultKeys(crypto, firstEpoch, epochKey, vault);
  const signInKey = (await crypto.signingKey(signInSeed)).publicKey;
  const request = encode(signUpShape, {
    account,
    accountId,
    vault,
    slot,
    signInKey,
    writerKey: writer.publicKey,
    epoch: firstEpoch,
    ...(invitation === undefined ? {} : { invitation }),
  });
  const replica: Replica = {
    origin,
    account,
    accountId,
    vault,
    device,
    slot: slot.sealed,
    slotVersion: slot.version,
    sealedToken: null,
    enabled: true,
    restored: true,
    ...(kitOwed === undefined ? {} : { kitOwed }),
    head: genesis,
    epoch: firstEpoch,
    lastSync: null,
    serverSeq: 0,
    troubles: [],
    devices: [],
  };
  return { request, secretKey: await holdSecretKey(home, secretKey), replica };
}

async function becomeFirstDevice(home: Home, pending: PendingAccount, options: SignUpOptions): Promise<Result<Client, SignUpFailure>> {
  const { crypto } = home.environment;
  const { replica, secretKey } = pending;
  const stands = await becomeDevice(home, replica, secretKey, () => home.pending.remove());
  if (stands !== null) return err({ type: "already-a-device", account: stands.account, origin: stands.origin });
  const { kek, signInSeed } = await deriveKeys(crypto, options.password, secretKey);
  const slot = { version: replica.slotVersion, sealed: replica.slot };
  const ring = await openSlot(crypto, kek, "password", replica.accountId, slot);
  if (ring === null) return err({ type: "wrong-secrets" });
  const client = await openClient(home, { replica, ring, signInSeed });
  await client.nameDevice(options.deviceName);
  await client.synchronize();
  return ok(client);
}
