// Throwing away what was typed and not saved, with the way back.

import { useToasts } from "../../parts/toasts.tsx";
import { useReach } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";

export function useDropDraft(): (key: string) => Promise<void> {
  const { device } = useReach();
  const { common, edit } = useTexts();
  const toasts = useToasts();
  return async (key) => {
    try {
      const opened = await device.form({ draft: key });
      await device.dropDraft(key);
      if (opened === null) return;
      toasts.show({ text: edit.discarded, icon: "edit", undo: () => void device.keepDraft(opened.form).catch(() => {}) });
    } catch {
      toasts.show({ text: common.failed, icon: "info", stays: true });
    }
  };
}
