// Laws of the schedule, over any order of events: what a loop may rely on, however a network, a person and a server behave.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ScheduleEvent, type ScheduleState, schedule, type TimerName, unscheduled } from "./schedule.ts";

/** The loop's half, played by the test: timers that are set, a run and a live connection that stand. */
class Loop {
  state: ScheduleState = unscheduled;
  readonly timers = new Map<TimerName, number>();
  running = false;
  linked = false;
  closed = false;

  take(event: ScheduleEvent, random: number): void {
    if (event.type === "due") this.timers.delete(event.timer);
    if (event.type === "ended") this.running = false;
    if (event.type === "live-ended") this.linked = false;
    const { state, effects } = schedule(this.state, event, random);
    this.state = state;
    for (const effect of effects) {
      expect(this.closed, "nothing happens after the end").toBe(false);
      switch (effect.type) {
        case "run":
          expect(this.running, "one run at a time").toBe(false);
          expect(state.enabled, "off means off").toBe(true);
          this.running = true;
          break;
        case "connect":
          expect(this.linked, "one live connection at a time").toBe(false);
          expect(state.enabled, "off means off").toBe(true);
          this.linked = true;
          break;
        case "disconnect":
          this.linked = false;
          break;
        case "set":
          expect(effect.ms).toBeGreaterThanOrEqual(0);
          this.timers.set(effect.timer, effect.ms);
          break;
        case "cancel":
          this.timers.delete(effect.timer);
          break;
        case "closed":
          this.closed = true;
      }
    }
  }

  /** Whether `event` can happen now. */
  possible(event: ScheduleEvent): boolean {
    if (event.type === "ended") return this.running;
    if (event.type === "due") return this.timers.has(event.timer);
    return (event.type === "live-ready" || event.type === "live-ended") === false || this.linked;
  }
}

const plain = fc.constantFrom<ScheduleEvent>(
  { type: "saved" },
  { type: "poked" },
  { type: "asked" },
  { type: "focused" },
  { type: "woke" },
  { type: "online" },
  { type: "live-ready" },
  { type: "live-ended", why: "lost" },
  { type: "live-ended", why: "token" },
  { type: "due", timer: "gather" },
  { type: "due", timer: "retry" },
  { type: "due", timer: "regular" },
  { type: "due", timer: "connect" },
  { type: "ended", how: "quiet" },
  { type: "ended", how: "attention" },
  { type: "ended", how: "busy" },
  { type: "ended", how: "sign-in-needed" },
  { type: "ended", how: "off" },
);
const event: fc.Arbitrary<ScheduleEvent> = fc.oneof(
  { weight: 12, arbitrary: plain },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("ended" as const),
      how: fc.constant("failed" as const),
      failures: fc.integer({ min: 1, max: 50 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant<ScheduleEvent>({ type: "ended", how: "failed", failures: 1, holdMs: 5_000 }) },
  { weight: 1, arbitrary: fc.boolean().map((enabled): ScheduleEvent => ({ type: "switched", enabled })) },
);
const steps = fc.array(fc.record({ event, random: fc.double({ min: 0, max: 0.999_999, noNaN: true }) }), { maxLength: 60 });

const played = (
  taken: readonly { readonly event: ScheduleEvent; readonly random: number }[],
  see: (loop: Loop) => void = () => {},
): Loop => {
  const loop = new Loop();
  loop.take({ type: "started", enabled: true }, 0);
  for (const { event, random } of taken) {
    if (loop.possible(event)) loop.take(event, random);
    see(loop);
  }
  return loop;
};

describe("whatever happens", () => {
  it("[S15] [S17] there is one run and one live connection at a time, and none of them while it is off", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        played(taken, (loop) => {
          expect(loop.state.running).toBe(loop.running);
          expect(loop.state.live === "closed").toBe(!loop.linked);
          if (!loop.state.enabled) expect([loop.linked, [...loop.timers]]).toEqual([false, []]);
        });
      }),
      { numRuns: 500 },
    );
  });

  it("[S32] a device that is on and can sign in never falls asleep for good: a run or a timer for one stands", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        played(taken, ({ state, running, timers, linked }) => {
          if (!state.enabled || state.signInNeeded) return;
          expect(running || timers.has("retry") || timers.has("regular")).toBe(true);
          expect(linked || timers.has("connect")).toBe(true);
        });
      }),
      { numRuns: 500 },
    );
  });

  it("[S32] a change saved while nothing stands in the way is taken along by a run that begins after it, within a second", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const loop = played(taken);
        const { enabled, signInNeeded, held } = loop.state;
        if (!enabled || signInNeeded || held) return;
        loop.take({ type: "saved" }, 0);
        const begins = loop.running ? loop.state.again || loop.state.gathering !== "no" : loop.timers.has("gather");
        expect(begins).toBe(true);
        if (loop.state.gathering === "more") expect(loop.timers.get("gather")).toBeLessThanOrEqual(1_000);
      }),
      { numRuns: 500 },
    );
  });

  it("[S32] closing comes to its end with the run under way, and leaves nothing behind", () => {
    fc.assert(
      fc.property(steps, fc.boolean(), (taken, waiting) => {
        const loop = played(taken);
        loop.take({ type: "closing", waiting }, 0);
        if (loop.running) loop.take({ type: "ended", how: "quiet" }, 0);
        expect([loop.closed, loop.linked, loop.timers.size]).toEqual([true, false, 0]);
      }),
      { numRuns: 500 },
    );
  });

  it("[S34] a flood of pokes makes one run after another and never two at once", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (pokes) => {
        const loop = played([{ event: { type: "ended", how: "quiet" }, random: 0 }]);
        let runs = 0;
        for (let n = 0; n < pokes; n++) {
          const before = loop.running;
          loop.take({ type: "poked" }, 0);
          if (!before && loop.running) runs++;
        }
        expect(runs).toBe(1);
        loop.take({ type: "ended", how: "quiet" }, 0);
        loop.take({ type: "ended", how: "quiet" }, 0);
        expect(loop.running).toBe(false);
      }),
    );
  });
});
