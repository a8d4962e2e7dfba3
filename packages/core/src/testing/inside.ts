// The inner parts of core that tests of the whole need to write what no honest device writes: keys, seals, codes and stored shapes.
// Nothing of it is for programs. For tests alone.

export { toBase64url } from "../account/base64url.ts";
export type { Crypto } from "../crypto/primitives.ts";
export { deriveKeys } from "../keys/derive.ts";
export type { Keyring } from "../keys/keyring.ts";
export { formatSetupCode, parseSetupCode } from "../keys/setup-code.ts";
export { openSlot, sealSlot } from "../keys/slot.ts";
export { deriveVaultKeys, type VaultKeys } from "../keys/vault-keys.ts";
export { sealOne } from "../seal/envelope.ts";
export { type VaultSeal, vaultSeal } from "../seal/vault-seal.ts";
export type { InFlight, LostHead, Replica, Sealed, Store, StoredItem, Write } from "../store/store.ts";
export { digestAfter } from "../sync/digest.ts";
export { Cut, type TransportRequest, type TransportResponse } from "../sync/transport.ts";
export { encodeContent } from "../vault/encode.ts";
