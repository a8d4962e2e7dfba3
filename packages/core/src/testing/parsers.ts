// The inner readers of core, for the fuzzer (tests/fuzz), which tries each of them. What a program reads by another name is in index.ts.
// For tests alone.

export { fromBase64url, toBase64url } from "../account/base64url.ts";
export { decodeLine, encodeLine } from "../activity-line.ts";
export { crockfordLetters, fromCrockford, toCrockford } from "../crypto/crockford.ts";
export { noteSeal } from "../keys/device-note.ts";
export { decodeKeyring, encodeKeyring } from "../keys/keyring.ts";
export { lineSeal } from "../keys/log-line.ts";
export { decodeOpenKeys, encodeOpenKeys } from "../keys/open-keys.ts";
export { formatSetupCode } from "../keys/setup-code.ts";
export { openSlot, sealSlot } from "../keys/slot.ts";
export { openToken, sealToken } from "../keys/token.ts";
export { deriveVaultKeys } from "../keys/vault-keys.ts";
export { openMany, sealMany } from "../seal/envelope.ts";
export { head } from "../seal/head.ts";
export { pad, unpad } from "../seal/padding.ts";
export { vaultSeal } from "../seal/vault-seal.ts";
export { memoryStore } from "../store/memory-store.ts";
export type { Store } from "../store/store.ts";
export { fromStored, inFlightShape, pendingShape, replicaShape, toStored } from "../store/stored-shapes.ts";
export { type LinkListener, openLink } from "../sync/live-link.ts";
export { receive } from "../sync/receive.ts";
export { ask } from "../sync/request.ts";
export { fromBase32 } from "../tools/base32.ts";
export { readExport } from "../tools/export/read-export.ts";
export { parseCsv } from "../tools/import/csv.ts";
export { scanJson } from "../tools/import/json-scan.ts";
export { makeItem } from "../vault/make-item.ts";
export { contentOf, encodeContent, parseContent } from "../vault/parse.ts";
export { parsePath } from "../vault/path.ts";
export { aKeyring } from "./arbitrary-keyring.ts";
export { anInFlight, anItem, anItemId, aReplica, aSealed, sha256Of } from "./stored-values.ts";
