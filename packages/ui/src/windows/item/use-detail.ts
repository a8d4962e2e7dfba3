// The details of one item, asked for again whenever they may be other ones.

import { useCallback, useEffect, useState } from "react";
import type { ItemDetail } from "../../device/port.ts";
import { useReach, useWorld } from "../../state/use-world.tsx";

export type Detail = ItemDetail | "loading" | "gone" | "failed";

/** `again` asks once more. */
export function useDetail(id: string): { readonly detail: Detail; readonly again: () => void } {
  const { device } = useReach();
  const [detail, setDetail] = useState<Detail>("loading");
  const changed = useWorld((world) => world.details);
  const [turn, setTurn] = useState(0);
  const again = useCallback(() => setTurn((before) => before + 1), []);
  useEffect(() => {
    if (changed.ids.has(id)) again();
  }, [changed, id, again]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn asks again for the same item
  useEffect(() => {
    let wanted = true;
    device.detail(id).then(
      (told) => wanted && setDetail(told ?? "gone"),
      // What is shown stays; what never came is told.
      () => wanted && setDetail((before) => (before === "loading" ? "failed" : before)),
    );
    return () => {
      wanted = false;
    };
  }, [device, id, turn]);
  return { detail, again };
}
