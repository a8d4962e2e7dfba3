// The kit of an account that was just made: without the password once more, as long as the vault has not been locked since. Where it could not
// be made it is asked for again, or later: its check stays owed.

import type { EmergencyKit } from "@holdfast/core";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "../../parts/button.tsx";
import { useReach } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { KitWindow } from "./kit-window.tsx";

interface FirstKitOptions {
  /** What stands in its place where the vault was locked meanwhile. */
  readonly locked: ReactNode;
  readonly close: () => void;
}

export function FirstKit({ locked, close }: FirstKitOptions) {
  const { device } = useReach();
  const [kit, setKit] = useState<EmergencyKit | "asked" | "failed" | "locked">("asked");
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again when it failed and the person says so
  useEffect(() => {
    if (kit !== "asked") return;
    let wanted = true;
    device.kit(null).then(
      (told) => wanted && setKit(told ?? "locked"),
      () => wanted && setKit("failed"),
    );
    return () => {
      wanted = false;
    };
  }, [device, kit === "asked"]);
  if (kit === "locked") return locked;
  const made = typeof kit === "string" ? null : kit;
  return (
    <KitWindow kit={made} check="first" close={close}>
      {kit === "failed" ? <Failed again={() => setKit("asked")} later={close} /> : null}
    </KitWindow>
  );
}

function Failed({ again, later }: { readonly again: () => void; readonly later: () => void }) {
  const { common, kit } = useTexts();
  return (
    <div className="stack">
      <p role="alert">{kit.failed}</p>
      <div className="stack tight">
        <Button look="primary" size="wide" icon="refresh" press={again}>
          {common.tryAgain}
        </Button>
        <Button size="wide" press={later}>
          {kit.later}
        </Button>
      </div>
    </div>
  );
}
