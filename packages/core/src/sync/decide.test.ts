import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Decision, decide, type Effect, type Event, type State } from "./decide.ts";

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

const flags = fc.boolean();
const events: fc.Arbitrary<Event> = fc.oneof(
  fc.constantFrom<Event>(
    asked,
    { type: "signed-in" },
    { type: "sign-in-refused" },
    { type: "session-ended" },
    { type: "stale" },
    { type: "alarmed" },
    { type: "failed" },
  ),
  fc.record({ type: fc.constant("switched" as const), enabled: flags }),
  fc.record({ type: fc.constantFrom("saved" as const, "pulled" as const, "pushed" as const, "held-back" as const), outgoing: flags }),
);
const states: fc.Arbitrary<State> = fc.record({
  enabled: flags,
  session: fc.constantFrom("open", "none", "refused"),
  restored: flags,
  outgoing: flags,
  alarmed: flags,
  running: fc.constant("nothing"),
  again: fc.constant(false),
  stale: fc.constant(0),
  signIns: fc.constant(0),
  failures: fc.nat(40),
});

describe("any events in any order, fitting or not", () => {
  const always = (holds: (decided: Decision) => void) =>
    fc.assert(
      fc.property(states, fc.array(events, { maxLength: 60 }), (from, given) => {
        let now = from;
        for (const event of given) {
          const decided = decide(now, event);
          holds(decided);
          now = decided.state;
        }
      }),
      { numRuns: 500 },
    );

  it("[S17] while switched off nothing is begun, and a run can only settle", () => {
    always(({ state: { enabled }, effects }) => {
      if (!enabled) for (const { type } of effects) expect(type).toBe("settled");
    });
  });

  it("[S16] nothing is pushed while an alarm stands, nor before the first restore, nor without a session's word", () => {
    always(({ state: { alarmed, restored, outgoing, running }, effects }) => {
      if (!effects.some(({ type }) => type === "push")) return;
      expect({ alarmed, restored, outgoing, running }).toEqual({ alarmed: false, restored: true, outgoing: true, running: "push" });
    });
  });

  it("[S15] at most one step is begun at a time, and the state says which", () => {
    always(({ state: { running }, effects }) => {
      const begun = effects.filter(({ type }) => type === "sign-in" || type === "pull" || type === "push");
      expect(begun.length).toBeLessThanOrEqual(1);
      if (begun.length === 1) expect(effects).toEqual([{ type: running }]);
      const ends = effects.filter(({ type }) => type === "settled").length;
      expect(ends).toBeLessThanOrEqual(1);
      if (ends === 1) expect(running).toBe("nothing");
      if (effects.some(({ type }) => type === "retry")) expect(effects.map(({ type }) => type)).toEqual(["settled", "retry"]);
    });
  });
});

/** What a step may report, as the engine's steps do. `left`: what is still to be sent; each push that lands or sets aside makes it less. */
function reports(step: Effect["type"], left: number): readonly Event[] {
  const lessLeft = left - 1 > 0;
  const common: readonly Event[] = [{ type: "failed" }, { type: "session-ended" }];
  if (step === "sign-in") return [{ type: "signed-in" }, { type: "signed-in" }, { type: "sign-in-refused" }, ...common];
  if (step === "pull")
    return [
      { type: "pulled", outgoing: left > 0 },
      { type: "pulled", outgoing: left > 0 },
      { type: "alarmed" },
      { type: "sign-in-refused" },
      ...common,
    ];
  return [
    { type: "stale" },
    { type: "pushed", outgoing: lessLeft },
    { type: "held-back", outgoing: lessLeft },
    { type: "stale" },
    ...common,
  ];
}

interface RunSeen {
  readonly steps: number;
  readonly ends: number;
  readonly last: Decision;
}

/** One run from `from` until it settles: each step reports what `choices`, over and over, choose; meanwhile other things happen. */
function runOf(from: State, items: number, choices: readonly number[], meanwhile: readonly Event[]): RunSeen {
  let left = from.outgoing ? items : 0;
  let last = decide({ ...from, outgoing: left > 0 }, asked);
  let steps = 0;
  let ends = last.effects.filter(({ type }) => type === "settled").length;
  while (last.state.running !== "nothing" && steps < 100_000) {
    const step = last.state.running;
    let now = last.state;
    const happening = meanwhile[steps];
    if (happening !== undefined) {
      if (happening.type === "saved") left += 1;
      const decided = decide(now, happening.type === "saved" ? { type: "saved", outgoing: true } : happening);
      expect(decided.effects).toEqual([]);
      now = decided.state;
    }
    const possible = reports(step, left);
    const event = possible[(choices[steps % choices.length] ?? 0) % possible.length] as Event;
    if (event.type === "pushed" || event.type === "held-back") left = Math.max(0, left - 1);
    last = decide(now, event);
    ends += last.effects.filter(({ type }) => type === "settled").length;
    steps++;
  }
  return { steps, ends, last };
}

describe("a run", () => {
  const choices = fc.array(fc.nat(59), { minLength: 1, maxLength: 8 });
  const happenings = fc.array(
    fc.option(
      fc.oneof(
        fc.constant<Event>(asked),
        fc.constant<Event>({ type: "saved", outgoing: true }),
        fc.record({ type: fc.constant("switched" as const), enabled: flags }),
      ),
      { nil: undefined },
    ),
    { maxLength: 12 },
  );

  it("[S15] ends, settled exactly once, within a bound, whatever its steps report and whatever happens meanwhile", () => {
    fc.assert(
      fc.property(states, fc.nat(20), choices, happenings, (from, items, chosen, meanwhile) => {
        const happened = meanwhile.filter((event) => event !== undefined);
        const seen = runOf(from, items, chosen, meanwhile as readonly Event[]);
        expect(seen.ends).toBe(1);
        expect(seen.last.effects[0]?.type).toBe("settled");
        // Each item that goes may find the vault moved on thirty times; each round signs in three times; an "asked" is one more round.
        const rounds = 1 + happened.length;
        expect(seen.steps).toBeLessThanOrEqual((items + rounds) * (2 * 31 + 1) + rounds * 8);
      }),
      { numRuns: 2_000 },
    );
  });

  it("[S15] whose steps all succeed leaves nothing to send", () => {
    fc.assert(
      fc.property(states, fc.nat(20), (from, items) => {
        fc.pre(from.enabled);
        const success: Record<string, Event["type"]> = { "sign-in": "signed-in", pull: "pulled", push: "pushed" };
        let left = from.outgoing ? items : 0;
        let decided = decide({ ...from, outgoing: left > 0 }, asked);
        while (decided.state.running !== "nothing") {
          const { running } = decided.state;
          if (running === "push") left--;
          decided = decide(decided.state, { type: success[running], outgoing: left > 0 } as Event);
        }
        expect(decided.effects).toEqual([settled("quiet")]);
        expect(decided.state).toMatchObject({ outgoing: false, session: "open", failures: 0, again: false });
        expect(left).toBe(0);
      }),
    );
  });

  it("[S15] against a server that always says stale, or always ends the session, gives up and tries later", () => {
    const stale = runOf(state({ outgoing: true }), 5, [0], []);
    expect(stale.last.effects).toEqual([settled("failed"), { type: "retry", failures: 1 }]);
    expect(stale.steps).toBe(61);
    let decided = decide(state(), asked);
    let signIns = 0;
    while (decided.state.running !== "nothing") {
      if (decided.state.running === "sign-in") signIns++;
      decided = decide(decided.state, { type: decided.state.running === "sign-in" ? "signed-in" : "session-ended" });
    }
    expect(signIns).toBe(3);
    expect(decided.effects).toEqual([settled("failed"), { type: "retry", failures: 1 }]);
  });
});
