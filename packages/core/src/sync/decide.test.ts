import { describe, expect, it } from "vitest";
import { decide, type Effect, type Event, type State } from "./decide.ts";

const atRest: State = {
  enabled: true,
  session: "open",
  restored: true,
  outgoing: false,
  alarmed: false,
  running: "nothing",
  again: false,
  stale: 0,
  signIns: 0,
  failures: 0,
};
const state = (change: Partial<State> = {}): State => ({ ...atRest, ...change });
const settled = (how: (Effect & { type: "settled" })["how"]): Effect => ({ type: "settled", how });
const asked: Event = { type: "asked" };
const [signIn, pull, push]: readonly [Effect, Effect, Effect] = [{ type: "sign-in" }, { type: "pull" }, { type: "push" }];

/** A state, an event, what is done, and what the state then says differently. */
type Row = readonly [what: string, from: Partial<State>, event: Event, effects: readonly Effect[], change?: Partial<State>];

const beginnings: readonly Row[] = [
  ["[S15] asked at rest, pulls", {}, asked, [pull], { running: "pull" }],
  ["[S15] asked with something to send, pushes at once", { outgoing: true }, asked, [push], { running: "push" }],
  ["[S15] asked without a session, signs in first", { session: "none" }, asked, [signIn], { running: "sign-in", signIns: 1 }],
  [
    "[S15] asked after a refused sign-in, tries once more",
    { session: "refused" },
    asked,
    [signIn],
    { running: "sign-in", signIns: 1, session: "none" },
  ],
  ["[S15] asked before the first restore, pulls whatever waits", { restored: false, outgoing: true }, asked, [pull], { running: "pull" }],
  ["[S15] asked while running, begins no second run", { running: "push", outgoing: true }, asked, [], { again: true }],
  [
    "[S15] asked anew, forgets what the last run counted",
    { stale: 30, signIns: 3 },
    asked,
    [pull],
    { running: "pull", stale: 0, signIns: 0 },
  ],
  ["[S16] asked while alarmed, pulls and does not push", { alarmed: true, outgoing: true }, asked, [pull], { running: "pull" }],
  ["[S17] asked while off, does nothing", { enabled: false, outgoing: true }, asked, [settled("off")]],
  [
    "[S15] signed in with something to send, pushes",
    { running: "sign-in", session: "none", outgoing: true },
    { type: "signed-in" },
    [push],
    { running: "push", session: "open" },
  ],
  [
    "[S15] signed in with nothing to send, pulls",
    { running: "sign-in", session: "none" },
    { type: "signed-in" },
    [pull],
    { running: "pull", session: "open" },
  ],
  [
    "[S16] signed in while alarmed, pulls",
    { running: "sign-in", session: "none", alarmed: true, outgoing: true },
    { type: "signed-in" },
    [pull],
    { running: "pull", session: "open" },
  ],
  [
    "[S17] signed in when switched off meanwhile, ends",
    { running: "sign-in", enabled: false },
    { type: "signed-in" },
    [settled("off")],
    { running: "nothing" },
  ],
  [
    "[S15] refused, ends until a person acts",
    { running: "sign-in", session: "none" },
    { type: "sign-in-refused" },
    [settled("sign-in-needed")],
    { running: "nothing", session: "refused" },
  ],
];

const steps: readonly Row[] = [
  [
    "[S15] pulled and nothing to send, is quiet",
    { running: "pull" },
    { type: "pulled", outgoing: false },
    [settled("quiet")],
    { running: "nothing" },
  ],
  [
    "[S15] pulled and something to send, pushes",
    { running: "pull" },
    { type: "pulled", outgoing: true },
    [push],
    { running: "push", outgoing: true },
  ],
  [
    "[S15] the first pull restores",
    { running: "pull", restored: false },
    { type: "pulled", outgoing: false },
    [settled("quiet")],
    { running: "nothing", restored: true },
  ],
  [
    "[S16] a pull that verifies ends the alarm, and pushes go again",
    { running: "pull", alarmed: true },
    { type: "pulled", outgoing: true },
    [push],
    { running: "push", alarmed: false, outgoing: true },
  ],
  [
    "[S16] an alarm ends the run",
    { running: "pull", outgoing: true },
    { type: "alarmed" },
    [settled("alarmed")],
    { running: "nothing", alarmed: true },
  ],
  [
    "[S16] an alarm ends it also when asked again meanwhile",
    { running: "pull", again: true },
    { type: "alarmed" },
    [settled("alarmed")],
    { running: "nothing", alarmed: true, again: false },
  ],
  [
    "[S17] pulled when switched off meanwhile, ends",
    { running: "pull", enabled: false },
    { type: "pulled", outgoing: true },
    [settled("off")],
    { running: "nothing", outgoing: true },
  ],
  [
    "[S15] pushed and more to send, pushes on",
    { running: "push", outgoing: true, stale: 7 },
    { type: "pushed", outgoing: true },
    [push],
    { stale: 0 },
  ],
  [
    "[S15] pushed all, is quiet without a pull",
    { running: "push", outgoing: true },
    { type: "pushed", outgoing: false },
    [settled("quiet")],
    { running: "nothing", outgoing: false },
  ],
  [
    "[S17] pushed when switched off meanwhile, ends",
    { running: "push", enabled: false },
    { type: "pushed", outgoing: true },
    [settled("off")],
    { running: "nothing", outgoing: true },
  ],
  ["[S15] stale, pulls", { running: "push", outgoing: true }, { type: "stale" }, [pull], { running: "pull", stale: 1 }],
  [
    "[S15] stale for the thirty-first time in a row, fails",
    { running: "push", outgoing: true, stale: 30 },
    { type: "stale" },
    [settled("failed"), { type: "retry", failures: 1 }],
    { running: "nothing", failures: 1 },
  ],
  [
    "[S17] stale when switched off meanwhile, ends and does not pull",
    { running: "push", outgoing: true, enabled: false },
    { type: "stale" },
    [settled("off")],
    { running: "nothing" },
  ],
  ["[S15] held back with more to send, pushes on", { running: "push", outgoing: true }, { type: "held-back", outgoing: true }, [push], {}],
  [
    "[S15] held back with nothing else to send, is quiet",
    { running: "push", outgoing: true },
    { type: "held-back", outgoing: false },
    [settled("quiet")],
    { running: "nothing", outgoing: false },
  ],
  [
    "[S15] asked again meanwhile, goes round once more when quiet",
    { running: "pull", again: true, signIns: 2, stale: 3 },
    { type: "pulled", outgoing: false },
    [pull],
    { again: false, signIns: 0, stale: 0 },
  ],
];

const others: readonly Row[] = [
  [
    "[S15] a session that ended is renewed",
    { running: "pull" },
    { type: "session-ended" },
    [signIn],
    { running: "sign-in", session: "none", signIns: 1 },
  ],
  [
    "[S15] a session that ends for ever is not renewed for ever",
    { running: "pull", signIns: 3 },
    { type: "session-ended" },
    [settled("failed"), { type: "retry", failures: 1 }],
    { running: "nothing", session: "none", failures: 1 },
  ],
  [
    "[S17] a session that ended when switched off meanwhile is not renewed",
    { running: "pull", enabled: false },
    { type: "session-ended" },
    [settled("off")],
    { running: "nothing", session: "none" },
  ],
  [
    "[S19] a failure is tried again, later each time",
    { running: "push", failures: 4 },
    { type: "failed" },
    [settled("failed"), { type: "retry", failures: 5 }],
    { running: "nothing", failures: 5 },
  ],
  [
    "[S19] whatever ends otherwise begins the count anew",
    { running: "pull", failures: 4 },
    { type: "pulled", outgoing: false },
    [settled("quiet")],
    { running: "nothing", failures: 0 },
  ],
  [
    "[S17] a failure when switched off meanwhile is not tried again",
    { running: "push", enabled: false },
    { type: "failed" },
    [settled("off")],
    { running: "nothing" },
  ],
  ["[S17] switched off at rest, is off at once", {}, { type: "switched", enabled: false }, [settled("off")], { enabled: false }],
  [
    "[S17] switched off while running, ends at the next step",
    { running: "pull" },
    { type: "switched", enabled: false },
    [],
    { enabled: false },
  ],
  [
    "[S17] switched on, synchronizes",
    { enabled: false, outgoing: true },
    { type: "switched", enabled: true },
    [push],
    { enabled: true, running: "push" },
  ],
  [
    "[S17] switched on again while the last step is under way, begins no second run",
    { enabled: false, running: "pull" },
    { type: "switched", enabled: true },
    [],
    { enabled: true, again: true },
  ],
  ["[S17] switched to what it is, changes nothing", {}, { type: "switched", enabled: true }, []],
  ["[S15] an edit is noted and begins nothing by itself", {}, { type: "saved", outgoing: true }, [], { outgoing: true }],
];

describe("a decision", () => {
  for (const [what, from, event, effects, change = {}] of [...beginnings, ...steps, ...others]) {
    it(what, () => {
      const decided = decide(state(from), event);
      expect(decided.effects).toEqual(effects);
      expect(decided.state).toEqual({ ...state(from), ...change });
    });
  }
});
