// The synchronization window: how things stand, what can be done about it, where each device stands, and what happened.

import type { Status } from "@holdfast/core";
import { useEffect } from "react";
import { Button } from "../../parts/button.tsx";
import { Window } from "../../parts/dialog.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Notice } from "../../parts/notice.tsx";
import { useLock } from "../../state/use-lock.ts";
import { useNow } from "../../state/use-now.ts";
import { useReach, useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { ActivityList } from "./activity-list.tsx";
import { AttentionList } from "./attention-list.tsx";
import { CheckDevice } from "./check-device.tsx";
import { DeviceList } from "./device-list.tsx";
import { Healing } from "./healing.tsx";
import { phaseText } from "./phase-text.ts";
import { stateOf } from "./state-of.ts";
import { useSynchronize } from "./use-synchronize.ts";

export function SynchronizationWindow({ close }: { readonly close: () => void }) {
  const { synchronization } = useTexts();
  const { device } = useReach();
  const status = useWorld((world) => world.status);
  const open = useWorld((world) => world.stage.stage === "open");
  const clockOff = useWorld((world) => world.clockOff);
  useEffect(() => {
    if (open) void device.refreshDevices().catch(() => {});
  }, [device, open]);
  return (
    <Window title={synchronization.title} close={close}>
      <div className="dialog-body">
        {status === null ? null : <State status={status} open={open} />}
        {clockOff === null ? null : (
          <Notice tone="attention" icon="info">
            {synchronization.clockOff(clockOff)}
          </Notice>
        )}
        {open && status?.current.phase === "sign-in-needed" ? <LostServer /> : null}
        {status === null || !open ? null : <AttentionList attention={status.attention} close={close} />}
        {status === null ? null : <DeviceList status={status} />}
        {open ? <ActivityList /> : null}
        {open ? <CheckDevice /> : null}
      </div>
    </Window>
  );
}

/** A server that was emptied refuses to sign in as a wrong password does: only the person knows which it is. // H15 */
function LostServer() {
  const { synchronization } = useTexts();
  return (
    <Notice tone="attention" icon="p-attention" title={synchronization.lostServer} acts={<Healing />}>
      <p>{synchronization.lostServerAbout}</p>
    </Notice>
  );
}

function State({ status, open }: { readonly status: Status; readonly open: boolean }) {
  const texts = useTexts();
  const now = useNow(1_000);
  const said = stateOf(texts, status, now);
  const { tone, icon } = phaseText(texts, status, now);
  const { current: phase } = status;
  const connected = useWorld((world) => world.connected);
  return (
    <section className="state" data-phase={tone}>
      <Icon name={icon} spin={phase.phase === "syncing"} />
      <div>
        <h3>{said.title}</h3>
        <p>{said.about}</p>
        {open && phase.phase === "up-to-date" && !connected ? <p>{texts.synchronization.notConnected}</p> : null}
        {phase.phase === "syncing" && phase.total > 0 ? (
          <progress className="thick" value={phase.done} max={phase.total} aria-label={texts.synchronization.syncing} />
        ) : null}
      </div>
      <Act act={said.act} open={open} />
    </section>
  );
}

function Act({ act, open }: { readonly act: "synchronize" | "enable" | "lock"; readonly open: boolean }) {
  const { device } = useReach();
  const { synchronization, menu } = useTexts();
  const lock = useLock();
  const { busy, run } = useSynchronize();
  if (act === "enable") {
    return (
      <Button look="primary" press={() => void device.setEnabled(true)}>
        {synchronization.enable}
      </Button>
    );
  }
  if (!open) return null;
  if (act === "lock") {
    return (
      <Button look="primary" icon="lock" press={lock}>
        {menu.lock}
      </Button>
    );
  }
  return (
    <Button look="primary" icon="refresh" busy={busy} press={() => void run()}>
      {synchronization.now}
    </Button>
  );
}
