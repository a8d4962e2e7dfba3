// The emergency kit right after the account was made, or later behind the main password. As long as nobody has shown that it is kept, its
// check comes with it, whichever way it was opened.

import type { EmergencyKit } from "@holdfast/core";
import { useState } from "react";
import { Window } from "../../parts/dialog.tsx";
import { PasswordGate } from "../../parts/password-gate.tsx";
import { useReach, useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { FirstKit } from "./first-kit.tsx";
import { KitWindow } from "./kit-window.tsx";

interface KitOverOptions {
  readonly first: boolean;
  readonly close: () => void;
}

export function KitOver({ first, close }: KitOverOptions) {
  const gated = <GatedKit close={close} />;
  return first ? <FirstKit locked={gated} close={close} /> : gated;
}

function GatedKit({ close }: Pick<KitOverOptions, "close">) {
  const { device } = useReach();
  const { kit, settings } = useTexts();
  const owed = useWorld(({ stage }) => stage.stage === "open" && stage.kitOwed);
  const [got, setGot] = useState<EmergencyKit | null>(null);
  if (got !== null) return <KitWindow kit={got} check={owed ? "owed" : null} close={close} />;
  const ask = async (password: string): Promise<EmergencyKit | null> => {
    const told = await device.kit(password);
    setGot(told);
    return told;
  };
  return (
    <Window title={kit.title} close={close}>
      <div className="dialog-body">
        <PasswordGate why={settings.confirm} ask={ask}>
          {() => null}
        </PasswordGate>
      </div>
    </Window>
  );
}
