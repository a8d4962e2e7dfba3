// Laws of decide.ts over random events and whole runs; single decisions stand in decide.test.ts.

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
const asked: Event = { type: "asked" };

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
  while (last.state.running !== "nothing" && steps < 5_000) {
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
        while (decided.state.running !== "nothing" && left >= 0) {
          const { running } = decided.state;
          if (running === "push") left--;
          decided = decide(decided.state, { type: success[running], outgoing: left > 0 } as Event);
        }
        expect(decided.effects).toEqual([{ type: "settled", how: "quiet" }]);
        expect(decided.state).toMatchObject({ outgoing: false, session: "open", failures: 0, again: false });
        expect(left).toBe(0);
      }),
    );
  });

  it("[S15] against a server that always says stale, or always ends the session, gives up and tries later", () => {
    const stale = runOf({ ...atRest, outgoing: true }, 5, [0], []);
    expect(stale.last.effects).toEqual([
      { type: "settled", how: "failed" },
      { type: "retry", failures: 1 },
    ]);
    expect(stale.steps).toBe(61);
    let decided = decide(atRest, asked);
    let signIns = 0;
    while (decided.state.running !== "nothing" && signIns < 20) {
      if (decided.state.running === "sign-in") signIns++;
      decided = decide(decided.state, { type: decided.state.running === "sign-in" ? "signed-in" : "session-ended" });
    }
    expect(signIns).toBe(3);
    expect(decided.effects).toEqual([
      { type: "settled", how: "failed" },
      { type: "retry", failures: 1 },
    ]);
  });
});
