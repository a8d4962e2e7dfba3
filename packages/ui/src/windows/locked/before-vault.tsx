// The windows before there is a vault to show: while it is looked for, when what is kept can't be read, and where the browser can't keep one.

import type { ReactNode } from "react";
import type { Stage } from "../../device/port.ts";
import { Button } from "../../parts/button.tsx";
import { Mark } from "../../parts/icon.tsx";
import { useReach } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";

export const DoorCard = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <main className="door">
    <div className="card stack">
      <div className="center">
        <Mark large />
        <h1>{title}</h1>
      </div>
      {children}
    </div>
  </main>
);

export function Loading() {
  const { beforeVault } = useTexts();
  return (
    <main className="door" aria-busy="true" aria-label={beforeVault.loading}>
      <Mark large />
    </main>
  );
}

export function OtherVersion() {
  const { beforeVault, common } = useTexts();
  const { device, platform } = useReach();
  return (
    <DoorCard title={beforeVault.otherVersion}>
      <p>{beforeVault.otherVersionIs}</p>
      <p className="quiet">{beforeVault.otherVersionWay}</p>
      <div className="line">
        <Button look="primary" press={() => void device.takeOver()}>
          {beforeVault.useHere}
        </Button>
        <Button icon="refresh" press={platform.reload}>
          {common.takeVersion}
        </Button>
      </div>
    </DoorCard>
  );
}

export function Unreadable({ stage }: { readonly stage: Extract<Stage, { stage: "unreadable" }> }) {
  const { beforeVault, common } = useTexts();
  const { platform } = useReach();
  return (
    <DoorCard title={beforeVault.unreadable}>
      <p>{beforeVault.problems[stage.problem]}</p>
      <p className="quiet">{beforeVault.unreadableWay}</p>
      <div className="line">
        <Button look="primary" icon="refresh" press={platform.reload}>
          {common.tryAgain}
        </Button>
      </div>
    </DoorCard>
  );
}

export function Unsupported({ stage }: { readonly stage: Extract<Stage, { stage: "unsupported" }> }) {
  const { beforeVault } = useTexts();
  return (
    <DoorCard title={beforeVault.unsupported}>
      <p>{beforeVault.missing[stage.missing].is}</p>
      <p className="quiet">{beforeVault.missing[stage.missing].way}</p>
    </DoorCard>
  );
}
