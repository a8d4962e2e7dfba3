// Where each message goes. All but the page and /healthz are POST with a CBOR body; the vault stands in the path.

import { toHex } from "./bytes.ts";
import type { VaultId } from "./ids.ts";

export const routes = {
  health: "/healthz",
  signUp: "/v1/account/create",
  challenge: "/v1/session/challenge",
  signIn: "/v1/session/create",
  endSession: "/v1/session/end",
  devices: "/v1/devices",
  push: (vault: VaultId): string => `/v1/vault/${toHex(vault)}/push`,
  pull: (vault: VaultId): string => `/v1/vault/${toHex(vault)}/pull`,
  live: "/v1/live",
} as const;

export const contentType = "application/cbor";
export const streamType = "application/cbor-seq";
