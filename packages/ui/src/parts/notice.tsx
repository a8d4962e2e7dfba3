// One sentence of what is so, one of what to do; with a shape as well as a colour.

import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";

export type Tone = "up-to-date" | "syncing" | "waiting" | "off" | "sign-in-needed" | "attention" | "danger";

export interface NoticeOptions {
  readonly tone: Tone;
  readonly icon: string;
  readonly title?: string;
  readonly children?: ReactNode;
  readonly acts?: ReactNode;
  /** It came by itself and readers shall say it. */
  readonly alert?: boolean;
}

export const Notice = ({ tone, icon, title, children, acts, alert = false }: NoticeOptions) => (
  <div className="notice" data-phase={tone} {...(alert ? { role: "alert" } : {})}>
    <Icon name={icon} />
    <div className="stack tight">
      {title === undefined ? null : <b>{title}</b>}
      {children === undefined ? null : <div>{children}</div>}
      {acts === undefined ? null : <div className="line">{acts}</div>}
    </div>
  </div>
);
