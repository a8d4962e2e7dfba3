// What the synchronization window says at its head: one sentence of what is so, one of what that means, and the one thing to press. Pure.

import type { Status } from "@holdfast/core";
import type { Texts } from "../../text/texts.tsx";
import { phaseText } from "./phase-text.ts";

export interface StateText {
  readonly title: string;
  readonly about: string;
  readonly act: "synchronize" | "enable" | "lock";
}

export function stateOf(texts: Pick<Texts, "synchronization" | "time">, status: Status, now: number): StateText {
  const { synchronization: said, time } = texts;
  const { current: phase, lastSync, waiting } = status;
  const last = lastSync === null ? said.neverRun : said.lastRun(time.ago(lastSync, now));
  const synchronize = (title: string, about: string): StateText => ({ title, about, act: "synchronize" });
  switch (phase.phase) {
    case "off":
      return { title: said.stateOff, about: `${said.stateOffAbout(phase.waiting)} ${last}`, act: "enable" };
    case "sign-in-needed":
      return { title: said.stateSignIn, about: said.stateSignInAbout, act: "lock" };
    case "syncing":
      return synchronize(said.stateSyncing, said.ofTotal(phase.done, phase.total));
    case "up-to-date":
      return synchronize(said.stateUpToDate, `${last} ${said.nothingWaits}`);
    case "attention":
      return synchronize(said.stateAttention, waiting === 0 ? last : `${said.changes(waiting)}. ${last}`);
    case "waiting": {
      const { line } = phaseText(texts, status, now);
      switch (phase.reason.type) {
        case "offline":
          return phase.reason.why === "certificate"
            ? synchronize(said.certificate, said.stateCertificateAbout)
            : synchronize(said.stateOffline, `${said.stateOfflineAbout} ${last}`);
        case "retry":
          return synchronize(said.stateRetry, `${line}. ${said.stateOfflineAbout}`);
        case "server-full":
          return synchronize(said.serverFull, `${said.changes(waiting)}. ${said.stateFullAbout}`);
        case "refused":
          return synchronize(said.refused(phase.reason.items), said.stateRefusedAbout);
        case "soon":
          return synchronize(waiting === 0 ? said.restoringNotFinished : said.stateWaiting, `${line}. ${last}`);
      }
    }
  }
}
