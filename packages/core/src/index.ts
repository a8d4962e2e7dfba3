// What shells may use of core. Adapters are imported by their own paths (@holdfast/core/adapters/…).

export { deviceKind } from "./account/device-item.ts";
export { type Credentials, type SignInFailure, type SignInOptions, signIn } from "./account/sign-in.ts";
export { type SignUpFailure, type SignUpOptions, signUp } from "./account/sign-up.ts";
export { setEnabled, type UnlockFailure, unlock } from "./account/unlock.ts";
export type { RestoreOptions, RestoreOutcome, RestoreResult } from "./bulk-writes.ts";
export type { Client, FindFailure, ItemState, Progress, SyncOptions, SyncReport } from "./client.ts";
export type { Home } from "./home.ts";
export { isLongEnough, passwordMinimum } from "./keys/derive.ts";
export { type EmergencyKit, kitText } from "./keys/emergency-kit.ts";
export { formatSecretKey, parseSecretKey } from "./keys/secret-key.ts";
export { parseSetupCode, type SetupCode } from "./keys/setup-code.ts";
export type { Clock, Environment, RunLock, Timers } from "./ports.ts";
export { isBackup, type OpenBackupFailure, openBackup, sealBackup } from "./seal/backup.ts";
export { StoreProblem } from "./store/store-problem.ts";
export { type AlarmReason, alarms } from "./sync/reasons.ts";
export type { Attention, AttentionKind, DeviceStatus, Phase, Status, WaitingReason } from "./sync/status.ts";
export { ago, attentionText, statusText } from "./sync/status-text.ts";
export type { Transport, TransportFailure } from "./sync/transport.ts";
export type { ExportedItem, ExportHead } from "./tools/export/export-form.ts";
export type { ParsedExport } from "./tools/export/read-export.ts";
export { exportPieces } from "./tools/export/write-export.ts";
export type {
  ImportedItem,
  ImportFailure,
  ImportFormat,
  ImportRun,
  ParsedFile,
  ParsedImport,
  SkippedItem,
} from "./tools/import/imported-item.ts";
export { exportLimits, importLimits } from "./tools/import/limits.ts";
export { parseImport } from "./tools/import/parse-import.ts";
export { type ImportPlan, planImport } from "./tools/import/plan-import.ts";
export { type PastImport, undoEdit } from "./tools/import/undo-import.ts";
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
  isInternalKind,
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
