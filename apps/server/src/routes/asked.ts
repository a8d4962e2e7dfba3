// One request on its way through: what was asked, and, once known, by whom.

import type { AccountId, DeviceId } from "@holdfast/protocol";

export interface Asked {
  readonly request: Request;
  /** The vault's id as the path has it, or "". */
  readonly vault: string;
  /** Filled when somebody has proved who they are; for the log alone. */
  by: { readonly account: AccountId; readonly device: DeviceId } | null;
}
