// What the corner says of a status: the words, what stands under them, the icon and the colour. Pure.

import type { Attention, Phase, Status } from "@holdfast/core";
import type { Tone } from "../../parts/notice.tsx";
import type { Texts } from "../../text/texts.tsx";

export interface PhaseText {
  readonly title: string;
  /** May be empty. */
  readonly detail: string;
  /** Both in one line, as the button is called. */
  readonly line: string;
  readonly tone: Tone;
  readonly icon: string;
}

type Needed = Pick<Texts, "synchronization" | "time">;

const looks: Readonly<Record<Phase["phase"], Pick<PhaseText, "tone" | "icon">>> = {
  "up-to-date": { tone: "up-to-date", icon: "p-up-to-date" },
  syncing: { tone: "syncing", icon: "p-syncing" },
  waiting: { tone: "waiting", icon: "p-waiting" },
  off: { tone: "off", icon: "p-off" },
  "sign-in-needed": { tone: "sign-in-needed", icon: "p-sign-in" },
  attention: { tone: "attention", icon: "p-attention" },
};

export function phaseText(texts: Needed, status: Status, now: number): PhaseText {
  const { current: phase } = status;
  const { title, detail } = wordsOf(texts, status, now);
  const joined = phase.phase === "syncing" ? `${title} ${detail}…` : [title, detail].filter((part) => part !== "").join(" · ");
  return { title, detail, line: joined, ...looks[phase.phase] };
}

function wordsOf(
  { synchronization, time }: Needed,
  { current: phase, attention, waiting }: Status,
  now: number,
): Pick<PhaseText, "title" | "detail"> {
  const waits = (count: number): string => (count === 0 ? "" : synchronization.changes(count));
  switch (phase.phase) {
    case "off":
      return { title: synchronization.off, detail: waits(phase.waiting) };
    case "sign-in-needed":
      return { title: synchronization.signInNeeded, detail: waits(phase.waiting) };
    case "syncing":
      return { title: synchronization.syncing, detail: synchronization.ofTotal(phase.done, phase.total) };
    case "up-to-date":
      return { title: synchronization.upToDate, detail: phase.lastSync === null ? "" : time.ago(phase.lastSync, now) };
    case "attention":
      return {
        title: attentionTitle(synchronization, phase.kinds[0]),
        detail: attention.length > 1 ? synchronization.more(attention.length - 1) : waits(waiting),
      };
    case "waiting":
      return waitingWords(synchronization, phase, now);
  }
}

export const attentionTitle = (synchronization: Texts["synchronization"], first: Attention | undefined): string =>
  first === undefined ? synchronization.upToDate : synchronization.attention[first.kind](first.items?.length ?? 0);

function waitingWords(
  synchronization: Texts["synchronization"],
  { waiting, reason }: Extract<Phase, { readonly phase: "waiting" }>,
  now: number,
): Pick<PhaseText, "title" | "detail"> {
  const detail = waiting === 0 ? "" : synchronization.changes(waiting);
  switch (reason.type) {
    case "offline":
      return { title: reason.why === "certificate" ? synchronization.certificate : synchronization.offline, detail };
    case "retry":
      return { title: synchronization.retry(Math.max(1, Math.ceil((reason.at - now) / 1000))), detail };
    case "server-full":
      return { title: synchronization.serverFull, detail };
    case "refused":
      return { title: synchronization.refused(reason.items), detail };
    case "soon":
      return waiting === 0 ? { title: synchronization.restoringNotFinished, detail: "" } : { title: detail, detail: "" };
  }
}
