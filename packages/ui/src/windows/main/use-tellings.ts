// What is told by itself while the vault is open: what came from other devices, with the way back, and the end of a first restore.

import { useEffect } from "react";
import type { Arrived } from "../../device/port.ts";
import { useToasts } from "../../parts/toasts.tsx";
import { useWorld } from "../../state/use-world.tsx";
import { labelName } from "../../text/naming.ts";
import { type Texts, useTexts } from "../../text/texts.tsx";
import { useChanges } from "./use-changes.ts";

/** Told one by one up to so many. */
const oneByOne = 2;

export function arrivedText(texts: Pick<Texts, "main" | "labels">, { what, title, labels, device }: Arrived): string {
  const said = title === "" ? texts.main.untitled : title;
  const { arrived } = texts.main;
  return what === "changed"
    ? arrived.changed(
        labels.map((label) => labelName(texts, label)),
        said,
        device,
      )
    : arrived[what](said, device);
}

export function useTellings(): void {
  const texts = useTexts();
  const toasts = useToasts();
  const changes = useChanges();
  const arrived = useWorld((world) => world.arrived);
  const restored = useWorld((world) => world.restored);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, when it arrives
  useEffect(() => {
    if (arrived.length > oneByOne) {
      const undo = arrived.flatMap((one) => one.undo ?? []);
      const devices = new Set(arrived.map(({ device }) => device));
      changes.tell(texts.main.arrived.several(arrived.length, devices.size === 1 ? (arrived[0]?.device ?? null) : null), ...undo);
      return;
    }
    for (const one of arrived) changes.tell(arrivedText(texts, one), ...(one.undo === null ? [] : [one.undo]));
  }, [arrived]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, when it is whole
  useEffect(() => {
    if (restored === null) return;
    const { main, time } = texts;
    const last =
      restored.lastChange === null ? "" : ` ${main.lastChange}: ${main.on(time.ago(restored.lastChange, Date.now()), restored.device)}`;
    toasts.show({ text: `${main.restoredTitle}. ${main.restored(restored.items)}${last}`, icon: "p-up-to-date", long: true });
  }, [restored]);
}
