// When a device synchronizes by itself: schedule(state, event) → state and effects, pure. What a run then does is decide.ts's. The loop
// (live.ts) owns the timers, the live connection and the engine, and tells each thing that happens as an event. // S32–S35
//
//   saved · poked · asked · focused · woke · online · live-ready · switched on · started ──► a run, at once
//   a further saved change within a second of the first                                  ──► a run when that second is over
//   a run that failed                                                                    ──► the next after a growing, random time
//   nothing at all for five minutes                                                      ──► a run
//   switched off · sign-in needed                                                        ──► no run, no live connection, no timer

import { backoffMs } from "./backoff.ts";

/** `gather`: the second after a saved change. `retry`: after a failure. `regular`: when nothing happened. `connect`: the live connection. */
export type TimerName = "gather" | "retry" | "regular" | "connect";

export interface ScheduleState {
  /** The switch of this device, as far as the loop has been told. // S17 */
  readonly enabled: boolean;
  readonly running: boolean;
  /** A run was asked for while one is under way: another follows. */
  readonly again: boolean;
  /** Whether a change was saved within the last second, and more since the run that it caused. */
  readonly gathering: "no" | "yes" | "more";
  /** The server asked to be left alone; nothing runs before the retry timer. */
  readonly held: boolean;
  /** The server does not take our sign-in: only a person helps. */
  readonly signInNeeded: boolean;
  readonly live: "closed" | "connecting" | "open";
  /** Live connections in a row that were not there any more when the next run ended: never ready, refused, lost, or under a session that is over. */
  readonly liveFailures: number;
  /** Before lock or quit. `closed`: nothing happens any more. */
  readonly phase: "open" | "closing" | "closed";
}

export type ScheduleEvent =
  | { readonly type: "started" | "switched"; readonly enabled: boolean }
  | { readonly type: "saved" | "poked" | "asked" | "focused" | "woke" | "online" | "live-ready" }
  /** `token`: the server does not take the session any more. */
  | { readonly type: "live-ended"; readonly why: "token" | "lost" }
  | { readonly type: "due"; readonly timer: TimerName }
  | ({ readonly type: "ended" } & RunOutcome)
  /** Before lock or quit; `waiting`: changes have not been sent. */
  | { readonly type: "closing"; readonly waiting: boolean };

export type RunOutcome =
  | { readonly how: "quiet" | "attention" | "off" | "busy" | "sign-in-needed" }
  /** `failures`: runs in a row that failed. `holdMs`: the server asked to be left alone for so long. */
  | { readonly how: "failed"; readonly failures: number; readonly holdMs?: number };

export type ScheduleEffect =
  | { readonly type: "run" }
  | { readonly type: "connect" }
  | { readonly type: "disconnect" }
  /** Sets the timer anew; it is due once, in `ms`. */
  | { readonly type: "set"; readonly timer: TimerName; readonly ms: number }
  | { readonly type: "cancel"; readonly timer: TimerName }
  /** Everything is done that was to be done before closing. */
  | { readonly type: "closed" };

export interface Scheduled {
  readonly state: ScheduleState;
  readonly effects: readonly ScheduleEffect[];
}

export const gatherMs = 1_000;
export const regularMs = 5 * 60_000;
/** Another process of this device is synchronizing; it is done soon. */
export const busyMs = 2_000;

export const unscheduled: ScheduleState = {
  enabled: false,
  running: false,
  again: false,
  gathering: "no",
  held: false,
  signInNeeded: false,
  live: "closed",
  liveFailures: 0,
  phase: "open",
};

/** `random` is uniform in [0, 1): the caller draws it anew for each event. */
export function schedule(state: ScheduleState, event: ScheduleEvent, random: number): Scheduled {
  if (state.phase === "closed") return { state, effects: [] };
  if (state.phase === "closing") return event.type === "ended" ? close({ ...state, running: false }) : { state, effects: [] };
  switch (event.type) {
    case "started":
    case "switched":
      return switched(state, event.enabled);
    case "saved":
      return saved(state);
    case "asked":
      return returned({ ...state, signInNeeded: false });
    case "poked":
    case "focused":
      return run(state);
    case "woke":
      return state.live === "closed" ? returned(state) : then({ ...state, live: "closed" }, [{ type: "disconnect" }], returned);
    case "online":
      return returned(state);
    case "live-ready":
      return run({ ...state, live: "open" });
    case "live-ended":
      return liveEnded(state, event.why, random);
    case "due":
      return due(state, event.timer);
    case "ended":
      return ended({ ...state, running: false, ...(state.live === "open" ? { liveFailures: 0 } : {}) }, event, random);
    case "closing":
      return closing(state, event.waiting);
  }
}

const only = (state: ScheduleState, ...effects: readonly ScheduleEffect[]): Scheduled => ({ state, effects });

/** One step after another: `effects`, then what `step` makes of the state. */
function then(state: ScheduleState, effects: readonly ScheduleEffect[], step: (state: ScheduleState) => Scheduled): Scheduled {
  const next = step(state);
  return { state: next.state, effects: [...effects, ...next.effects] };
}

/** One run at a time; nothing where a person must act first, or the server asked to wait. // S15, S17 */
function run(state: ScheduleState): Scheduled {
  if (!state.enabled || state.held || state.signInNeeded) return only(state);
  if (state.running) return only({ ...state, again: true });
  return only({ ...state, running: true, again: false }, { type: "cancel", timer: "retry" }, { type: "run" });
}

function connect(state: ScheduleState): Scheduled {
  if (!state.enabled || state.signInNeeded || state.live !== "closed") return only(state);
  return only({ ...state, live: "connecting" }, { type: "cancel", timer: "connect" }, { type: "connect" });
}

const cancelAll: readonly ScheduleEffect[] = (["gather", "retry", "regular", "connect"] as const).map((timer) => ({
  type: "cancel",
  timer,
}));

/** Off means off: also no live connection and nothing that would wake up later. // S17 */
function silent(state: ScheduleState): Scheduled {
  const disconnect: readonly ScheduleEffect[] = state.live === "closed" ? [] : [{ type: "disconnect" }];
  return only({ ...state, again: false, gathering: "no", held: false, live: "closed", liveFailures: 0 }, ...cancelAll, ...disconnect);
}

function switched(state: ScheduleState, enabled: boolean): Scheduled {
  if (!enabled) return silent({ ...state, enabled });
  return then({ ...state, enabled, signInNeeded: false }, [], returned);
}

/** The network may be there again: a run, and the live connection without waiting for its time. */
const returned = (state: ScheduleState): Scheduled => {
  const connected = connect({ ...state, liveFailures: 0 });
  return then(connected.state, connected.effects, run);
};

/** S33: the first saved change goes at once, further ones are gathered for at most a second. */
function saved(state: ScheduleState): Scheduled {
  if (!state.enabled || state.signInNeeded) return only(state);
  if (state.gathering !== "no") return only({ ...state, gathering: "more" });
  return then({ ...state, gathering: "yes" }, [{ type: "set", timer: "gather", ms: gatherMs }], run);
}

function due(state: ScheduleState, timer: TimerName): Scheduled {
  switch (timer) {
    case "gather":
      return state.gathering === "more" ? saved({ ...state, gathering: "no" }) : only({ ...state, gathering: "no" });
    case "retry":
      return run({ ...state, held: false });
    case "regular":
      return run(state);
    case "connect":
      return connect(state);
  }
}

function liveEnded(state: ScheduleState, why: "token" | "lost", random: number): Scheduled {
  if (state.live === "closed") return only(state);
  const liveFailures = state.liveFailures + 1;
  const next: ScheduleState = { ...state, live: "closed", liveFailures };
  const later: ScheduleEffect = { type: "set", timer: "connect", ms: backoffMs(liveFailures, random) };
  // The run finds that the session has ended, and signs in.
  return why === "token" ? then(next, [later], run) : only(next, later);
}

function ended(state: ScheduleState, outcome: RunOutcome, random: number): Scheduled {
  // Switched off meanwhile, whatever the run came to.
  if (!state.enabled) return silent(state);
  switch (outcome.how) {
    case "off":
      // Switched on again while the run was ending: the next one sees it.
      return state.again ? run(state) : silent({ ...state, enabled: false });
    case "sign-in-needed":
      return silent({ ...state, signInNeeded: true });
    case "busy":
      return only({ ...state, again: false }, { type: "set", timer: "retry", ms: busyMs });
    case "failed": {
      // S34: full jitter, so that devices that lost a server together do not come back together.
      const ms = outcome.holdMs ?? backoffMs(outcome.failures, random);
      const next = { ...state, again: false, held: outcome.holdMs !== undefined };
      return only(next, { type: "cancel", timer: "regular" }, { type: "set", timer: "retry", ms });
    }
    default:
      return reached(state, random);
  }
}

/** The server was reached: so it is, most likely, for the live connection too; one that is refused again and again waits its time. */
function reached(state: ScheduleState, random: number): Scheduled {
  const ms = Math.floor(regularMs * (0.9 + 0.2 * random));
  const connected = state.liveFailures <= 1 ? connect(state) : only(state);
  const effects: readonly ScheduleEffect[] = [{ type: "set", timer: "regular", ms }, ...connected.effects];
  return state.again ? then(connected.state, effects, run) : { state: connected.state, effects };
}

/** S32: what waits is sent before lock or quit, where it can be. */
function closing(state: ScheduleState, waiting: boolean): Scheduled {
  if (state.running) return only({ ...state, phase: "closing" }, ...cancelAll);
  const started = waiting ? run(state) : only(state);
  if (!started.state.running) return close(state);
  return only({ ...started.state, phase: "closing" }, ...cancelAll, ...started.effects);
}

function close(state: ScheduleState): Scheduled {
  const quiet = silent(state);
  return { state: { ...quiet.state, phase: "closed" }, effects: [...quiet.effects, { type: "closed" }] };
}
