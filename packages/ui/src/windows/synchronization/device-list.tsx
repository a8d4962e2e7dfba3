// Every device of the account: where it stands, as words and as a line whose right end is the newest change.

import type { DeviceStatus, Status } from "@holdfast/core";
import { Icon } from "../../parts/icon.tsx";
import { useNow } from "../../state/use-now.ts";
import { useTexts } from "../../text/texts.tsx";

/** By what people call their devices; nothing depends on it. */
const icons: readonly (readonly [form: RegExp, icon: string])[] = [
  [/phone|iphone|android|pixel|galaxy/i, "phone"],
  [/tablet|ipad/i, "tablet"],
  [/desk|imac|tower|pc\b/i, "desktop"],
  [/browser|chrome|chromium|firefox|safari|edge/i, "browser"],
];
export const deviceIcon = (name: string): string => icons.find(([form]) => form.test(name))?.[1] ?? "laptop";

export function DeviceList({ status }: { readonly status: Status }) {
  const { synchronization } = useTexts();
  if (status.devices.length === 0) return null;
  return (
    <>
      <h3 className="head">
        {synchronization.devices}
        <span className="faint push">{synchronization.devicesWhere}</span>
      </h3>
      <ul className="group">
        {status.devices.map((device) => (
          <DeviceLine key={device.id} device={device} status={status} />
        ))}
      </ul>
    </>
  );
}

const newest = 92;
const least = 4;

/** How far along the line a device is. What counts is seen best near the end, so the line is not even. */
export const tidePlace = (behind: number): number =>
  behind <= 0 ? newest : Math.round(least + (newest - least) * (1 / (1 + Math.log2(1 + behind) / 4)));

function DeviceLine({ device, status }: { readonly device: DeviceStatus; readonly status: Status }) {
  const { synchronization, time } = useTexts();
  const now = useNow();
  const name = device.name ?? synchronization.unnamedDevice(device.id.slice(0, 6));
  const behind = Math.max(0, Math.max(status.serverSeq, status.seq) - device.seq);
  const waits = device.current ? status.waiting : 0;
  const alarm = device.current ? status.attention.find(({ kind }) => kind === "behind" || kind === "diverged") : undefined;
  const signIn = device.current && status.current.phase === "sign-in-needed";
  const tone = alarm !== undefined ? "attention" : signIn ? "sign-in-needed" : waits > 0 || behind > 0 ? "waiting" : "up-to-date";
  const place = tidePlace(behind + waits);
  const said = waits > 0 ? synchronization.changes(waits) : behind > 0 ? synchronization.behindBy(behind) : synchronization.upToDate;
  const where = signIn
    ? synchronization.signInNeeded
    : alarm === undefined
      ? said
      : alarm.kind === "behind"
        ? synchronization.aheadOfServer
        : synchronization.apartFromServer;
  return (
    <li className="device">
      <Icon name={deviceIcon(device.name ?? "")} />
      <div className="cut">
        <div className="cut" title={name}>
          {name} {device.current ? <span className="badge">{synchronization.thisDevice}</span> : null}
        </div>
      </div>
      <div className="lag">
        {where}
        <br />
        <span className="tiny faint">{device.lastSync === null ? synchronization.never : time.ago(device.lastSync, now)}</span>
      </div>
      <svg className="tide" viewBox="0 0 96 12" preserveAspectRatio="xMidYMid meet" data-phase={tone} aria-hidden="true">
        <line className="t0" x1="4" y1="6" x2="92" y2="6" />
        <line className="t1" x1="4" y1="6" x2={place} y2="6" />
        {place === newest ? null : <circle className="end" cx="92" cy="6" r="3" />}
        <circle cx={place} cy="6" r="4" />
      </svg>
    </li>
  );
}
