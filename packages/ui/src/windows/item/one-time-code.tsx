// The one-time code of now, and how long it is good for.

import { useEffect, useState } from "react";
import { useNow } from "../../state/use-now.ts";
import { useReach } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";

type Code = { readonly code: string; readonly until: number; readonly period: number };

const round = 2 * Math.PI * 8;

export function OneTimeCode({ id, path }: { readonly id: string; readonly path: string }) {
  const { device } = useReach();
  const { item } = useTexts();
  const now = useNow(1_000);
  const [code, setCode] = useState<Code | "none" | null>(null);
  const over = code === null || (code !== "none" && now >= code.until);
  useEffect(() => {
    if (!over) return;
    let wanted = true;
    device.code(id, path).then(
      (told) => wanted && setCode(told ?? "none"),
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [device, id, path, over]);
  if (code === null) return null;
  if (code === "none") return <span className="quiet">{item.noCode}</span>;
  const left = Math.max(0, code.until - now);
  const middle = Math.ceil(code.code.length / 2);
  return (
    <span className="line">
      <span className="code mono">
        <span>{code.code.slice(0, middle)}</span>
        <span>{code.code.slice(middle)}</span>
      </span>
      <svg className="ring" viewBox="0 0 20 20" role="img" aria-label={item.secondsLeft(Math.ceil(left / 1_000))}>
        <circle className="r0" cx="10" cy="10" r="8" />
        <circle className="r1" cx="10" cy="10" r="8" strokeDasharray={`${(round * left) / code.period} ${round}`} />
      </svg>
    </span>
  );
}
