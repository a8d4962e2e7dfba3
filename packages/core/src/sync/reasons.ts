// The fixed codes of what verification can find, and what each is called to the person. docs/spec/sync.md has a rule for each.

import type { HeadRef } from "@holdfast/protocol";

export const alarms = {
  /** The server's newest head is older than one this device has verified: it was rolled back or restored. // S20 */
  "server-behind": "behind",
  /** The server has another head at a seq this device has verified. // S21 */
  "history-differs": "diverged",
  /** A head does not open at its place. // S22 */
  "head-damaged": "diverged",
  /** A head does not stand on the one before it. // S23 */
  "chain-broken": "diverged",
  /** The heads sent do not lead from ours to the end that was announced. // S24 */
  "heads-missing": "diverged",
  /** The last head is not the one announced, or the end names another one than the beginning. // S25 */
  "end-differs": "diverged",
  /** A head was sealed under an older epoch than the one before it. // S26 */
  "epoch-fell": "diverged",
  /** The revisions do not hash to the root of the last head: something was changed, left out or mixed. // S27 */
  "root-differs": "damaged",
  /** The number of items is not the one in the last head. // S28 */
  "count-differs": "damaged",
  /** One item came twice in one pull. // S29 */
  "item-repeated": "damaged",
  /** A revision is not the one its verified list names. // S30 */
  "revision-differs": "damaged",
  /** A revision of the verified list did not come. // S31 */
  "revision-missing": "damaged",
} as const;

export type AlarmReason = keyof typeof alarms;
export type AlarmKind = (typeof alarms)[AlarmReason];

export interface Alarm {
  readonly type: "alarm";
  readonly reason: AlarmReason;
  /** The newest head that an honest answer has named instead of ours: there may be something to heal. // H2 */
  readonly server?: HeadRef;
}

export const alarm = (reason: AlarmReason): Alarm => ({ type: "alarm", reason });
