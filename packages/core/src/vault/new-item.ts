// An item to be made: of a kind, by an edit, and where it comes from another program with what its fields held before, so that
// an old password is found in its history. Pure; the clock is the author's.

import type { Edit } from "./item.ts";

/** Values that fields had at a time, in milliseconds since 1970. */
export interface PastEdit {
  readonly time: number;
  readonly edit: Edit;
}

export interface NewItem {
  readonly kind: string;
  /** What the item holds now. */
  readonly edit: Edit;
  /** What it held before, oldest first. */
  readonly past?: readonly PastEdit[];
  /** When it took its present form, where that is known; never later than the author's now. */
  readonly time?: number;
}
