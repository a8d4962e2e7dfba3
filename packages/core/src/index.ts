// What shells may use of core. Adapters are imported by their own paths (@holdfast/core/adapters/…).

export { type HandoverFailure, unlockWith } from "./account/handover.ts";
export { invitationText, parseInvitation } from "./account/invitation-text.ts";
export { kitKept } from "./account/kit-kept.ts";
export { type Credentials, type SignInFailure, type SignInOptions, signIn } from "./account/sign-in.ts";
export type { SignOutRefusal } from "./account/sign-out-doubt.ts";
export { type SignUpFailure, type SignUpOptions, signUp } from "./account/sign-up.ts";
export { isMainPassword, setEnabled, type UnlockFailure, unlock } from "./account/unlock.ts";
export type { ActivityFacts } from "./activity-facts.ts";
export type { Activity } from "./activity-log.ts";
export { activityText } from "./activity-text.ts";
export type { RestoreOptions, RestoreOutcome, RestoreResult } from "./bulk-writes.ts";
export type { Client, FindFailure, HealOptions, HealReport, ItemState, LiveSync, Progress, SyncOptions, SyncReport } from "./client.ts";
export type { Home } from "./home.ts";
export type { ItemChange } from "./item-changes.ts";
export { isLongEnough, passwordMinimum } from "./keys/derive.ts";
export { type EmergencyKit, kitText } from "./keys/emergency-kit.ts";
export type { LineSeal } from "./keys/log-line.ts";
export { openKeysBytes } from "./keys/open-keys.ts";
export { formatSecretKey, parseSecretKey } from "./keys/secret-key.ts";
export { parseSetupCode, type SetupCode } from "./keys/setup-code.ts";
export type { Clock, Environment, PasswordMeter, RunLock, Strength, Timers } from "./ports.ts";
export { isBackup, type OpenBackupFailure, openBackup, sealBackup } from "./seal/backup.ts";
export type { Replica } from "./store/store.ts";
export { StoreProblem, type StoreProblemKind } from "./store/store-problem.ts";
export type { HealPlan } from "./sync/heal-plan.ts";
export { attentionOf, phaseOf } from "./sync/phase.ts";
export { type AlarmReason, alarms } from "./sync/reasons.ts";
export type { Attention, AttentionKind, DeviceStatus, Phase, Status, WaitingReason } from "./sync/status.ts";
export { ago, attentionText, statusText } from "./sync/status-text.ts";
export type { Transport, TransportFailure } from "./sync/transport.ts";
export { type ImportReport, previewImportAlone, takeImport } from "./take-import.ts";
export { type CharacterClass, characterClasses } from "./tools/character-sets.ts";
export type { ExportedItem, ExportHead } from "./tools/export/export-form.ts";
export type { ParsedExport } from "./tools/export/read-export.ts";
export { exportPieces } from "./tools/export/write-export.ts";
export { type GenerateFailure, generatePassword, type PasswordOptions, passwordLengths } from "./tools/generate-password.ts";
export { generateWords, loadWords, type WordsFailure, type WordsOptions, wordCounts } from "./tools/generate-words.ts";
export { type Checked, checkHealth, type HealthOptions, isChecked, type Problem } from "./tools/health.ts";
export type { ImportFailure, ImportNote, SkipReason } from "./tools/import/import-facts.ts";
export { importFailureText, importNoteText, skipReasonText } from "./tools/import/import-text.ts";
export { type ImportWords, importWords } from "./tools/import/import-words.ts";
export type {
  ImportedItem,
  ImportFormat,
  ImportRun,
  ParsedFile,
  ParsedImport,
  SkippedItem,
} from "./tools/import/imported-item.ts";
export { exportLimits, importLimits } from "./tools/import/limits.ts";
export { parseImport } from "./tools/import/parse-import.ts";
export { type ImportPlan, planImport } from "./tools/import/plan-import.ts";
export { changedTime, editTime } from "./tools/import/source-time.ts";
export { type PastImport, undoEdit } from "./tools/import/undo-import.ts";
export { judgeMainPassword, type MainPasswordVerdict } from "./tools/main-password.ts";
export { type OneTimeFailure, type OneTimeSecret, parseOneTimeSecret } from "./tools/one-time-secret.ts";
export { type PasswordRules, parsePasswordRules, type RulesFailure } from "./tools/password-rules.ts";
export { SearchIndex } from "./tools/search.ts";
export { sixWords } from "./tools/six-words.ts";
export { type OneTimeCode, totp } from "./tools/totp.ts";
export type { ApplyFailure } from "./vault/apply.ts";
export { applyFailureText } from "./vault/apply-failure-text.ts";
export { sameValue } from "./vault/canonical.ts";
export { type OpenConflict, openConflicts, pick } from "./vault/conflict.ts";
export { changedPaths } from "./vault/diff.ts";
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
  deviceKind,
  type Field,
  type FieldType,
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
export { isMuch } from "./vault/much.ts";
export type { NewItem, PastEdit } from "./vault/new-item.ts";
export { customPath, parsePath, tagPath, uriPath } from "./vault/path.ts";
export { greatestStamp, stampTime } from "./vault/stamp.ts";
export { isTrashed, restoreEdit, trashEdit } from "./vault/trash.ts";
export { type ItemView, view } from "./vault/view.ts";
export type { Verification } from "./verify-replica.ts";
export type { ClientEvent, ClientListener } from "./watchers.ts";
