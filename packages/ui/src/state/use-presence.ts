// The person is here: tells the device, now and then, while keys or the pointer are used, so that it locks only when nobody is; and that the
// network or the window came back.

import { useEffect } from "react";
import { usePreferences } from "./use-preferences.ts";
import { useReach } from "./use-world.tsx";

/** Often enough for the shortest time to the lock, in milliseconds. */
const atMost = 10_000;
const signs = ["pointerdown", "keydown", "wheel", "touchstart"] as const;

export function usePresence(): void {
  const { device } = useReach();
  const [{ lockAfter }] = usePreferences();
  useEffect(() => {
    let last = Number.NEGATIVE_INFINITY;
    const tell = (): void => {
      const now = performance.now();
      if (now - last < atMost) return;
      last = now;
      void device.touch(lockAfter).catch(() => {});
    };
    const online = (): void => void device.woke("online").catch(() => {});
    const seen = (): void => {
      if (document.visibilityState === "visible") void device.woke("focus").catch(() => {});
    };
    tell();
    for (const sign of signs) addEventListener(sign, tell, { passive: true });
    addEventListener("online", online);
    document.addEventListener("visibilitychange", seen);
    return () => {
      for (const sign of signs) removeEventListener(sign, tell);
      removeEventListener("online", online);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [device, lockAfter]);
}
