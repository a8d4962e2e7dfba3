// The words of each phase, as they stand in the corner and on the command line. // S18

import type { Attention, Phase } from "./status.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const number = new Intl.NumberFormat("en-US");
const many = (count: number, one: string, more: string): string => `${number.format(count)} ${count === 1 ? one : more}`;
const changes = (waiting: number): string => `${many(waiting, "change", "changes")} waiting`;
const withWaiting = (text: string, waiting: number): string => (waiting === 0 ? text : `${text} · ${changes(waiting)}`);

/** How long ago `then` was, in plain words. Both in milliseconds since 1970. */
export function ago(then: number, now: number): string {
  const past = now - then;
  if (past < minute) return "just now";
  if (past < hour) return `${Math.floor(past / minute)} min ago`;
  if (past < day) return `${Math.floor(past / hour)} h ago`;
  return `${many(Math.floor(past / day), "day", "days")} ago`;
}

/** One sentence for a phase; `now` in milliseconds since 1970. */
export function statusText(phase: Phase, now: number): string {
  switch (phase.phase) {
    case "off":
      return withWaiting("Synchronization is off", phase.waiting);
    case "sign-in-needed":
      return withWaiting("Sign in to synchronize", phase.waiting);
    case "syncing":
      return `Synchronizing ${number.format(phase.done)} of ${number.format(phase.total)}…`;
    case "up-to-date":
      return phase.lastSync === null ? "Up to date" : `Up to date · ${ago(phase.lastSync, now)}`;
    case "attention":
      return attentionText(phase.kinds);
    case "waiting":
      return waitingText(phase, now);
  }
}

function waitingText({ waiting, reason }: Extract<Phase, { readonly phase: "waiting" }>, now: number): string {
  switch (reason.type) {
    case "offline":
      return withWaiting(reason.why === "certificate" ? "The server's certificate is not trusted" : "Offline", waiting);
    case "retry":
      return withWaiting(`Trying again in ${Math.max(1, Math.ceil((reason.at - now) / 1000))} s`, waiting);
    case "server-full":
      return withWaiting("The server is full", waiting);
    case "refused":
      return `${many(reason.items, "item was", "items were")} refused by the server · ${changes(waiting)}`;
    case "soon":
      return waiting === 0 ? "Restoring is not finished" : changes(waiting);
  }
}

/** The text of the first thing that wants a look. */
export function attentionText(kinds: readonly Attention[]): string {
  const [first] = kinds;
  const count = first?.items?.length ?? 0;
  switch (first?.kind) {
    case "behind":
      return "The server is behind this device";
    case "diverged":
      return "The server's history does not match";
    case "conflict":
      return `${many(count, "item", "items")} changed in two places`;
    case "update-needed":
      return count === 0 ? "Update needed" : `Update needed: ${many(count, "item", "items")} can't be shown`;
    case "damaged":
      return count === 0 ? "The server sent damaged data" : `${many(count, "item is", "items are")} damaged on the server`;
    case undefined:
      return "Up to date";
  }
}
