// What shells may use of core. Adapters are imported by their own paths (@holdfast/core/adapters/…).

export { deviceKind } from "./account/device-item.ts";
export { type Credentials, type SignInFailure, type SignInOptions, signIn } from "./account/sign-in.ts";
export { type SignUpFailure, type SignUpOptions, signUp } from "./account/sign-up.ts";
export { setEnabled, type UnlockFailure, unlock } from "./account/unlock.ts";
export type { Client, FindFailure, ItemState, Progress, SyncOptions, SyncReport } from "./client.ts";
export type { Home } from "./home.ts";
export { isLongEnough, passwordMinimum } from "./keys/derive.ts";
export { type EmergencyKit, kitText } from "./keys/emergency-kit.ts";
export { formatSecretKey, parseSecretKey } from "./keys/secret-key.ts";
export { parseSetupCode, type SetupCode } from "./keys/setup-code.ts";
export type { Clock, Environment, RunLock, Timers } from "./ports.ts";
export { StoreProblem } from "./store/store-problem.ts";
export { type AlarmReason, alarms } from "./sync/reasons.ts";
export type { Attention, AttentionKind, DeviceStatus, Phase, Status, WaitingReason } from "./sync/status.ts";
export { ago, attentionText, statusText } from "./sync/status-text.ts";
export type { Transport, TransportFailure } from "./sync/transport.ts";
export {
  type ImportedItem,
  type ImportFailure,
  type ImportFormat,
  type ParsedImport,
  type SkippedItem,
  toNewItem,
} from "./tools/import/imported-item.ts";
export { parseImport } from "./tools/import/parse-import.ts";
export type { ApplyFailure } from "./vault/apply.ts";
export { type OpenConflict, openConflicts, pick } from "./vault/conflict.ts";
export { history, type PastValue } from "./vault/history.ts";
export {
  type ConflictMark,
  current,
  type DeviceHex,
  type Edit,
  type Item,
  type Path,
  type Register,
  type Stamp,
  type Value,
} from "./vault/item.ts";
export {
  type CustomValue,
  type Field,
  fieldOf,
  hiddenParts,
  isConcealed,
  isCustomValue,
  isKnownPath,
  isUriValue,
  type Kind,
  kindOf,
  listedKinds,
  type UriMatch,
  type UriValue,
  uriMatches,
} from "./vault/kinds.ts";
export type { NewItem, PastEdit } from "./vault/new-item.ts";
export { greatestStamp, stampTime } from "./vault/stamp.ts";
export { isTrashed, restoreEdit, trashEdit } from "./vault/trash.ts";
export { type ItemView, view } from "./vault/view.ts";
