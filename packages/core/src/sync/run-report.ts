// What a run comes to, and the word of a person that one may have: said in the same terms by the engine, the plan of a healing and the loop.

import type { Bytes, Refusal } from "@holdfast/protocol";
import type { Confirmed } from "./heal.ts";
import type { TransportFailure } from "./transport.ts";

export type RunEnd =
  | { readonly type: "quiet" }
  | { readonly type: "off" }
  | { readonly type: "busy" }
  | { readonly type: "sign-in-needed" }
  | { readonly type: "attention"; readonly reason: string }
  | { readonly type: "refused"; readonly refusal: Refusal }
  | TransportFailure;

export interface RunReport {
  readonly end: RunEnd;
  readonly pulled: number;
  readonly pushed: number;
}

/** What became of a healing that a person has confirmed. */
export interface HealRun extends RunReport {
  readonly healed: boolean;
  /** Items of which this device and the server held different states, and those that are damaged no longer. */
  readonly merged: number;
  /** Nothing was replaced, since not everything came that was asked for. // S42 */
  readonly missed?: true;
}

/** A person's word, and what a server that has lost the account may ask for to take it again. */
export interface HealWord extends Confirmed {
  /** How many damaged items they were told this device's state will take the place of. // S42 */
  readonly replacing: number;
  /** They were told that not everything came, and replace what the server may yet have. // S42 */
  readonly withoutAll: boolean;
  readonly invitation: Bytes | null;
}

export type RunProgress = (progress: { readonly step: "pull" | "push"; readonly done: number; readonly total: number }) => void;
