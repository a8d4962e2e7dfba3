// Says when a newer build of the app has come and waits: over an open vault, whose forms are kept as drafts while the page reloads. What is
// typed before that (an account's name, a password) is kept nowhere, so nobody is asked to reload there.

import { useEffect } from "react";
import { useToasts } from "../parts/toasts.tsx";
import { useTexts } from "../text/texts.tsx";
import { useReach } from "./use-world.tsx";

export function useUpdate(open: boolean): void {
  const { update } = useReach().platform;
  const toasts = useToasts();
  const { common } = useTexts();
  useEffect(() => {
    if (update === undefined || !open) return;
    const tell = (): void =>
      toasts.show({ text: common.newVersion, icon: "refresh", stays: true, act: { text: common.takeVersion, run: update.take } });
    if (update.ready()) tell();
    return update.watch(tell);
  }, [update, toasts, common, open]);
}
