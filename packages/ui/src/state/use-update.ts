// Says when a newer build of the app has come and waits.

import { useEffect } from "react";
import { useToasts } from "../parts/toasts.tsx";
import { useTexts } from "../text/texts.tsx";
import { useReach } from "./use-world.tsx";

export function useUpdate(): void {
  const { update } = useReach().platform;
  const toasts = useToasts();
  const { common } = useTexts();
  useEffect(() => {
    if (update === undefined) return;
    const tell = (): void =>
      toasts.show({ text: common.newVersion, icon: "refresh", stays: true, act: { text: common.takeVersion, run: update.take } });
    if (update.ready()) tell();
    return update.watch(tell);
  }, [update, toasts, common]);
}
