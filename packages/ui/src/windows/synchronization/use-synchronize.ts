// "Synchronize now", wherever it stands: one run at a time, and what became of it.

import type { SyncReport } from "@holdfast/core";
import { useState } from "react";
import { useToasts } from "../../parts/toasts.tsx";
import { useReach } from "../../state/use-world.tsx";
import { type Texts, useTexts } from "../../text/texts.tsx";

export function endText({ synchronization, troubles }: Pick<Texts, "synchronization" | "troubles">, end: SyncReport["end"]): string {
  switch (end.type) {
    case "quiet":
      return synchronization.reports.quiet;
    case "off":
      return synchronization.reports.off;
    case "busy":
      return synchronization.reports.busy;
    case "sign-in-needed":
      return synchronization.reports.signIn;
    case "attention":
      return synchronization.reports.attention;
    case "refused":
      return troubles.refused(end.refusal.kind);
    case "unreachable":
      return troubles.unreachable(end.why);
  }
}

export function useSynchronize(): { readonly busy: boolean; readonly run: () => Promise<void> } {
  const { device } = useReach();
  const texts = useTexts();
  const toasts = useToasts();
  const [busy, setBusy] = useState(false);
  return {
    busy,
    async run() {
      if (busy) return;
      setBusy(true);
      try {
        const { end } = await device.synchronize();
        toasts.show({ text: endText(texts, end), icon: end.type === "quiet" ? "p-up-to-date" : "info" });
      } catch {
        toasts.show({ text: texts.common.failed, icon: "info", stays: true });
      } finally {
        setBusy(false);
      }
    },
  };
}
