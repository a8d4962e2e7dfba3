// What is told by itself while the vault is open: what came from other devices, with the way back, and the end of a first restore.

import { useEffect } from "react";
import { useToasts } from "../../parts/toasts.tsx";
import { useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { arrivedTellings } from "./arrived-text.ts";
import { useChanges } from "./use-changes.ts";

export function useTellings(): void {
  const texts = useTexts();
  const toasts = useToasts();
  const changes = useChanges();
  const came = useWorld((world) => world.arrived);
  const restored = useWorld((world) => world.restored);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, when it arrives
  useEffect(() => {
    for (const { text, undo } of arrivedTellings(texts, came)) changes.tell(text, ...undo);
  }, [came]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, when it is whole
  useEffect(() => {
    if (restored === null) return;
    const { main, time } = texts;
    const last =
      restored.lastChange === null ? "" : ` ${main.lastChange}: ${main.on(time.ago(restored.lastChange, Date.now()), restored.device)}`;
    toasts.show({ text: `${main.restoredTitle}. ${main.restored(restored.items)}${last}`, icon: "p-up-to-date", long: true });
  }, [restored]);
}
