// The first start on a device: a new account, a known one, or a setup code.

import { useTexts } from "../../text/texts.tsx";
import { DoorCard } from "../locked/before-vault.tsx";

export function FirstStart() {
  const { common } = useTexts();
  return <DoorCard title={common.product}>{null}</DoorCard>;
}
