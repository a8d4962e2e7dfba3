// The locked vault: the main password opens it. The corner still tells of waiting changes.

import type { Stage } from "../../device/port.ts";
import { DoorCard } from "./before-vault.tsx";

export function Locked({ stage }: { readonly stage: Extract<Stage, { stage: "locked" }> }) {
  return <DoorCard title={stage.account}>{null}</DoorCard>;
}
