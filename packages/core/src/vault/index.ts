// The vault model: items, edits, merging, history, conflicts and the trash. Pure: no keys, no input or output, no clock.

export { type ApplyFailure, apply, create } from "./apply.ts";
export { canonical, isValue, sameValue } from "./canonical.ts";
export { hasConflict, type OpenConflict, openConflicts, pick } from "./conflict.ts";
export { changedPaths } from "./diff.ts";
export { history, type PastValue } from "./history.ts";
export * from "./item.ts";
export { itemLimits } from "./limits.ts";
export { merge } from "./merge.ts";
export { encodeContent, parseContent } from "./parse.ts";
export { customPath, parsePath, pathParts, tagPath, uriPath } from "./path.ts";
export { noDevice } from "./register.ts";
export { greatestStamp, nextStamp, stampTime } from "./stamp.ts";
export { isTrashed, restoreEdit, trashEdit } from "./trash.ts";
export { type ItemView, type UriView, view } from "./view.ts";
