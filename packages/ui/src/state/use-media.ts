// Whether the window is of a kind, as a style sheet would ask; it follows the window.

import { useCallback, useSyncExternalStore } from "react";

/** One column; tokens.css and frame.css draw the same line. */
export const phoneWidth = "(max-width: 639px)";

export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const media = matchMedia(query);
      media.addEventListener("change", changed);
      return () => media.removeEventListener("change", changed);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
