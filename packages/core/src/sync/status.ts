// What a person is told of synchronization: one type for the corner of the window, the command line and the tray.
// The phase is computed from the state of the replica and the engine (phase.ts); text is made by status-text.ts.

import type { ItemId } from "@holdfast/protocol";

export type WaitingReason =
  /** `certificate`: what answers can't prove that it is the server. */
  | { readonly type: "offline"; readonly why?: "certificate" }
  | { readonly type: "retry"; readonly at: number }
  | { readonly type: "server-full" }
  | { readonly type: "refused"; readonly items: number }
  /** Nothing stands in the way; the changes have not been sent yet. */
  | { readonly type: "soon" };

export type AttentionKind = "conflict" | "behind" | "diverged" | "update-needed" | "damaged";

/** One thing a person should look at. `reason` is the fixed code of docs/spec/sync.md where verification gave one. */
export interface Attention {
  readonly kind: AttentionKind;
  readonly items?: readonly ItemId[];
  readonly reason?: string;
}

export type Phase =
  | { readonly phase: "off"; readonly waiting: number }
  | { readonly phase: "sign-in-needed"; readonly waiting: number }
  | { readonly phase: "attention"; readonly kinds: readonly Attention[] }
  | { readonly phase: "syncing"; readonly done: number; readonly total: number }
  | { readonly phase: "waiting"; readonly waiting: number; readonly reason: WaitingReason }
  | { readonly phase: "up-to-date"; readonly lastSync: number | null };

/** A device of the account as the person sees it. */
export interface DeviceStatus {
  /** Hex of the device's id. */
  readonly id: string;
  /** null where it has none, or none has come yet: whoever shows it has words for that. */
  readonly name: string | null;
  readonly current: boolean;
  /** Milliseconds since 1970, or null. */
  readonly lastSync: number | null;
  readonly seq: number;
}

export interface Status {
  readonly current: Phase;
  /** Everything that wants a look, whichever phase shows. */
  readonly attention: readonly Attention[];
  readonly enabled: boolean;
  readonly waiting: number;
  readonly seq: number;
  readonly serverSeq: number;
  readonly lastSync: number | null;
  /** Items that are neither devices, tombstones nor in the trash. */
  readonly items: number;
  /** Items of which this version can't show everything: an unknown kind, an unknown field, or not understood at all. */
  readonly hidden: number;
  readonly devices: readonly DeviceStatus[];
}
