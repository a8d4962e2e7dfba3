// One request on its way through: what was asked, and, once known, by whom.

import type { AccountId, DeviceId } from "@holdfast/protocol";

/** Where a request comes from. */
export interface From {
  /** What limits go by; null for this machine. */
  readonly address: string | null;
  /** It comes from a program on this machine, through no proxy. */
  readonly direct: boolean;
  /** The connection that bears the answer; none in the same process. */
  readonly bearer?: Bearer;
}

export interface Bearer {
  /** Calls `run` when the answer has left, or its connection is gone. */
  over(run: () => void): void;
  /** Ends the connection in the middle of the answer. */
  cut(): void;
}

/** In the same process. */
export const fromHere: From = { address: null, direct: true };

export interface Asked {
  readonly request: Request;
  /** The vault's id as the path has it, or "". */
  readonly vault: string;
  readonly from: From;
  /** Filled when somebody has proved who they are; for the log alone. */
  by: { readonly account: AccountId; readonly device: DeviceId } | null;
}
