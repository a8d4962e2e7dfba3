// The details of one item, asked for again whenever they may be other ones.

import { useCallback, useEffect, useState } from "react";
import type { ItemDetail } from "../../device/port.ts";
import { useReach } from "../../state/use-world.tsx";

export type Detail = ItemDetail | "loading" | "gone" | "failed";

/** `again` asks once more. */
export function useDetail(id: string): { readonly detail: Detail; readonly again: () => void } {
  const { device, store } = useReach();
  const [detail, setDetail] = useState<Detail>("loading");
  const [turn, setTurn] = useState(0);
  const again = useCallback(() => setTurn((before) => before + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn asks again for the same item
  useEffect(() => {
    let newest = 0;
    const ask = (): void => {
      const asked = ++newest;
      const told = (next: (before: Detail) => Detail): void => {
        if (asked === newest) setDetail(next);
      };
      device.detail(id).then(
        (found) => told(() => found ?? "gone"),
        // What is shown stays; what never came is told.
        () => told((before) => (before === "loading" ? "failed" : before)),
      );
    };
    ask();
    // Asked as soon as it is heard: by way of a render it would wait for the next frame.
    let { version } = store.world.details;
    const leave = store.subscribe(() => {
      const { details } = store.world;
      if (details.version === version) return;
      version = details.version;
      if (details.ids.has(id)) ask();
    });
    return () => {
      newest = -1;
      leave();
    };
  }, [device, store, id, turn]);
  return { detail, again };
}
