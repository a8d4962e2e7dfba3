// The details of one item, asked for again whenever they may be other ones.

import { useEffect, useState } from "react";
import type { ItemDetail } from "../../device/port.ts";
import { useReach, useWorld } from "../../state/use-world.tsx";

export type Detail = ItemDetail | "loading" | "gone";

export function useDetail(id: string): Detail {
  const { device } = useReach();
  const [detail, setDetail] = useState<Detail>("loading");
  const changed = useWorld((world) => world.details);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (changed.ids.has(id)) setTurn((before) => before + 1);
  }, [changed, id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn asks again for the same item
  useEffect(() => {
    let wanted = true;
    device.detail(id).then(
      (told) => wanted && setDetail(told ?? "gone"),
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [device, id, turn]);
  return detail;
}
