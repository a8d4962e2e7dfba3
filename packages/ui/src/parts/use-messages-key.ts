// F6 goes to the messages and back to where the focus was, also while a window is open, whose focus no other key leaves.

import { type RefObject, useEffect } from "react";

export const messagesKey = "F6";

export function useMessagesKey(region: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let from: Element | null = null;
    const press = (event: KeyboardEvent): void => {
      if (event.key !== messagesKey || event.ctrlKey || event.altKey || event.metaKey) return;
      const here = document.activeElement;
      const inside = region.current?.contains(here) === true;
      const first = [...(region.current?.querySelectorAll("button") ?? [])].find((button) => button.checkVisibility());
      const to = inside ? from : first;
      if (!(to instanceof HTMLElement) || !to.isConnected) return;
      if (!inside) from = here;
      event.preventDefault();
      to.focus();
    };
    addEventListener("keydown", press, { capture: true });
    return () => removeEventListener("keydown", press, { capture: true });
  }, [region]);
}
