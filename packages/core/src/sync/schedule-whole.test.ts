// Whole answers of the schedule: every member of the state it leaves, and what it puts away beside what it does.

import { describe, expect, it } from "vitest";
import { backoffMs } from "./backoff.ts";
import {
  busyMs,
  gatherMs,
  regularMs,
  type ScheduleEffect,
  type ScheduleEvent,
  type ScheduleState,
  schedule,
  unscheduled,
} from "./schedule.ts";

const half = 0.5;
const atRest: ScheduleState = { ...unscheduled, enabled: true, live: "open" };
const offline: ScheduleState = { ...atRest, live: "closed", liveFailures: 3 };
/** As much as can be the case at once. */
const laden: ScheduleState = { ...atRest, running: true, again: true, gathering: "more", held: true, liveFailures: 4 };

const cancel = (timer: "gather" | "retry" | "regular" | "connect"): ScheduleEffect => ({ type: "cancel", timer });
const run: readonly ScheduleEffect[] = [cancel("retry"), { type: "run" }];
const connect: readonly ScheduleEffect[] = [cancel("connect"), { type: "connect" }];
const all = (["gather", "retry", "regular", "connect"] as const).map(cancel);

type Row = readonly [
  when: string,
  from: ScheduleState,
  event: ScheduleEvent,
  change: Partial<ScheduleState>,
  effects: readonly ScheduleEffect[],
];

const rows: readonly Row[] = [
  ["[S32] asked at rest", atRest, { type: "asked" }, { running: true }, run],
  [
    "[S32] asked where a person had to sign in",
    { ...atRest, signInNeeded: true },
    { type: "asked" },
    { running: true, signInNeeded: false },
    run,
  ],
  ["[S32] asked while running", { ...atRest, running: true }, { type: "asked" }, { again: true }, []],
  [
    "[S35] a network that is back",
    { ...offline, again: true },
    { type: "online" },
    { live: "connecting", liveFailures: 0, running: true, again: false },
    [...connect, ...run],
  ],
  [
    "[S35] a network that is back beside a live connection",
    { ...atRest, liveFailures: 2 },
    { type: "online" },
    { liveFailures: 0, running: true },
    run,
  ],
  [
    "[S35] waking",
    { ...atRest, liveFailures: 2 },
    { type: "woke" },
    { live: "connecting", liveFailures: 0, running: true },
    [{ type: "disconnect" }, ...connect, ...run],
  ],
  [
    "[S35] a live connection that is ready",
    { ...offline, live: "connecting" },
    { type: "live-ready" },
    { live: "open", liveFailures: offline.liveFailures, running: true },
    run,
  ],
  [
    "[S35] a live connection that is lost",
    { ...atRest, liveFailures: 3 },
    { type: "live-ended", why: "lost" },
    { live: "closed", liveFailures: 4 },
    [{ type: "set", timer: "connect", ms: backoffMs(4, half) }],
  ],
  ["[S35] the time to connect", offline, { type: "due", timer: "connect" }, { live: "connecting" }, connect],
  [
    "[S33] a saved change",
    atRest,
    { type: "saved" },
    { gathering: "yes", running: true },
    [{ type: "set", timer: "gather", ms: gatherMs }, ...run],
  ],
  ["[S33] a second saved change", { ...atRest, gathering: "yes" }, { type: "saved" }, { gathering: "more" }, []],
  ["[S33] a third saved change", { ...atRest, gathering: "more" }, { type: "saved" }, {}, []],
  ["[S33] a second without more", { ...atRest, gathering: "yes" }, { type: "due", timer: "gather" }, { gathering: "no" }, []],
  [
    "[S33] a second with more",
    { ...atRest, gathering: "more" },
    { type: "due", timer: "gather" },
    { gathering: "yes", running: true },
    [{ type: "set", timer: "gather", ms: gatherMs }, ...run],
  ],
  [
    "[S34] the time to try again, though the server asked to wait",
    { ...atRest, held: true },
    { type: "due", timer: "retry" },
    { held: false, running: true },
    run,
  ],
  [
    "[S34] a failure",
    { ...atRest, running: true, again: true, held: true },
    { type: "ended", how: "failed", failures: 2 },
    { running: false, again: false, held: false },
    [cancel("regular"), { type: "set", timer: "retry", ms: backoffMs(2, half) }],
  ],
  [
    "[S34] a failure with a time to wait",
    { ...atRest, running: true },
    { type: "ended", how: "failed", failures: 2, holdMs: 7 },
    { running: false, held: true },
    [cancel("regular"), { type: "set", timer: "retry", ms: 7 }],
  ],
  [
    "[S34] another process at it",
    { ...atRest, running: true, again: true },
    { type: "ended", how: "busy" },
    { running: false, again: false },
    [{ type: "set", timer: "retry", ms: busyMs }],
  ],
  [
    "[S32] a quiet end while asked again",
    { ...atRest, running: true, again: true },
    { type: "ended", how: "quiet" },
    { running: true, again: false },
    [{ type: "set", timer: "regular", ms: regularMs }, ...run],
  ],
  [
    "[S35] an end that wants a look, without a live connection",
    { ...offline, running: true, liveFailures: 1 },
    { type: "ended", how: "attention" },
    { running: false, live: "connecting" },
    [{ type: "set", timer: "regular", ms: regularMs }, ...connect],
  ],
  [
    "[S17] an end by being off, switched on again meanwhile",
    { ...atRest, running: true, again: true },
    { type: "ended", how: "off" },
    { running: true, again: false },
    run,
  ],
  [
    "[S32] before lock with something to send",
    atRest,
    { type: "closing", waiting: true },
    { running: true, phase: "closing" },
    [...all, ...run],
  ],
  ["[S32] before lock while running", { ...atRest, running: true }, { type: "closing", waiting: true }, { phase: "closing" }, all],
  [
    "[S32] before lock with nothing to send",
    atRest,
    { type: "closing", waiting: false },
    { live: "closed", phase: "closed" },
    [...all, { type: "disconnect" }, { type: "closed" }],
  ],
  [
    "[S32] before lock when the last run has ended",
    { ...atRest, running: true, phase: "closing" },
    { type: "ended", how: "quiet" },
    { running: false, live: "closed", phase: "closed" },
    [...all, { type: "disconnect" }, { type: "closed" }],
  ],
];

describe("a whole answer of the schedule", () => {
  it.each(rows)("%s", (_, from, event, change, effects) => {
    expect(schedule(from, event, half)).toEqual({ state: { ...from, ...change }, effects });
  });

  it("[S17] off forgets all that was under way but the run itself", () => {
    expect(schedule(laden, { type: "switched", enabled: false }, half)).toEqual({
      state: { ...unscheduled, running: true },
      effects: [...all, { type: "disconnect" }],
    });
    expect(schedule({ ...laden, again: false }, { type: "ended", how: "off" }, half).state).toEqual(unscheduled);
  });

  it("[S34] a sign-in that is needed leaves nothing else", () => {
    expect(schedule(laden, { type: "ended", how: "sign-in-needed" }, half).state).toEqual({
      ...unscheduled,
      enabled: true,
      signInNeeded: true,
    });
  });

  it("[S32] begins with nothing known", () => {
    expect(unscheduled).toEqual({
      enabled: false,
      running: false,
      again: false,
      gathering: "no",
      held: false,
      signInNeeded: false,
      live: "closed",
      liveFailures: 0,
      phase: "open",
    });
    expect([gatherMs, regularMs, busyMs]).toEqual([1_000, 300_000, 2_000]);
  });
});
