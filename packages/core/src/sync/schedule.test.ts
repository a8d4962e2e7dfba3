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
  type TimerName,
  unscheduled,
} from "./schedule.ts";

const half = 0.5;
/** At rest: switched on, nothing under way, the live connection open. */
const atRest: ScheduleState = { ...unscheduled, enabled: true, live: "open" };
const offline: ScheduleState = { ...atRest, live: "closed", liveFailures: 3 };
const running: ScheduleState = { ...atRest, running: true };
const off: ScheduleState = unscheduled;
const locked: ScheduleState = { ...offline, signInNeeded: true };

const run: ScheduleEffect = { type: "run" };
const connect: ScheduleEffect = { type: "connect" };
const disconnect: ScheduleEffect = { type: "disconnect" };
const closed: ScheduleEffect = { type: "closed" };
const set = (timer: TimerName, ms: number): ScheduleEffect => ({ type: "set", timer, ms });
const timersOff: ScheduleEffect[] = (["gather", "retry", "regular", "connect"] as const).map((timer) => ({ type: "cancel", timer }));

/** The effects without what is only put away. */
const done = (state: ScheduleState, event: ScheduleEvent): readonly ScheduleEffect[] =>
  schedule(state, event, half).effects.filter(({ type }) => type !== "cancel");
const after = (state: ScheduleState, event: ScheduleEvent): ScheduleState => schedule(state, event, half).state;

const due = (timer: TimerName): ScheduleEvent => ({ type: "due", timer });
const ended = (how: "quiet" | "attention" | "off" | "busy" | "sign-in-needed"): ScheduleEvent => ({ type: "ended", how });
const failed = (failures: number, holdMs?: number): ScheduleEvent => ({
  type: "ended",
  how: "failed",
  failures,
  ...(holdMs === undefined ? {} : { holdMs }),
});
const lost: ScheduleEvent = { type: "live-ended", why: "lost" };

type Row = readonly [when: string, state: ScheduleState, event: ScheduleEvent, then: readonly ScheduleEffect[]];

describe("[S32] when a run begins", () => {
  const rows: readonly Row[] = [
    ["on starting, with the live connection", off, { type: "started", enabled: true }, [connect, run]],
    ["not on starting where it is off", off, { type: "started", enabled: false }, []],
    ["on being switched on", off, { type: "switched", enabled: true }, [connect, run]],
    ["on a saved change", atRest, { type: "saved" }, [set("gather", gatherMs), run]],
    ["on a poke that only a pull can answer", atRest, { type: "poked" }, [run]],
    ["on Synchronize now", atRest, { type: "asked" }, [run]],
    ["on focus", atRest, { type: "focused" }, [run]],
    ["on a network that is back", offline, { type: "online" }, [connect, run]],
    ["on a network that is back though the connection stands", atRest, { type: "online" }, [run]],
    ["on waking, with a new connection", atRest, { type: "woke" }, [disconnect, connect, run]],
    ["on waking without a connection", offline, { type: "woke" }, [connect, run]],
    ["when the live connection is ready", { ...offline, live: "connecting" }, { type: "live-ready" }, [run]],
    ["after five minutes", atRest, due("regular"), [run]],
    ["after the backoff", offline, due("retry"), [run]],
    ["not while one is under way", running, { type: "asked" }, []],
    ["not where a person must sign in", locked, { type: "saved" }, []],
    ["not on a network that is back where a person must sign in", locked, { type: "online" }, []],
    ["on Synchronize now where a person must sign in", locked, { type: "asked" }, [connect, run]],
    ["on being switched on anew where a person must sign in", locked, { type: "switched", enabled: true }, [connect, run]],
  ];
  it.each(rows)("%s", (_, state, event, then) => expect(done(state, event)).toEqual(then));

  it("asked for while one is under way, another follows, once", () => {
    const asked = after(after(running, { type: "poked" }), { type: "focused" });
    expect(asked.again).toBe(true);
    expect(done(asked, ended("quiet"))).toEqual([set("regular", regularMs), run]);
    expect(done(after(asked, ended("quiet")), ended("quiet"))).toEqual([set("regular", regularMs)]);
  });

  it("the five minutes are spread by a tenth to either side", () => {
    const ms = (random: number) =>
      schedule(running, ended("quiet"), random).effects.flatMap((effect) => (effect.type === "set" ? [effect.ms] : []));
    expect([ms(0), ms(half), ms(0.9999)]).toEqual([[270_000], [300_000], [329_994]]);
  });
});

describe("[S33] saved changes", () => {
  it("go at once, and those of the next second together when it is over", () => {
    const first = schedule(atRest, { type: "saved" }, half);
    expect(first.effects).toContainEqual(run);
    const idle = after(first.state, ended("quiet"));
    const more = after(after(idle, { type: "saved" }), { type: "saved" });
    expect(done(idle, { type: "saved" })).toEqual([]);
    expect(done(more, due("gather"))).toEqual([set("gather", gatherMs), run]);
  });

  it("that come no more let the next one go at once again", () => {
    const quiet = after(after(after(atRest, { type: "saved" }), ended("quiet")), due("gather"));
    expect(quiet.gathering).toBe("no");
    expect(done(quiet, { type: "saved" })).toEqual([set("gather", gatherMs), run]);
  });

  it("during a run are followed by another", () => {
    const state = after(running, { type: "saved" });
    expect(done(state, ended("quiet"))).toEqual([set("regular", regularMs), run]);
  });
});

describe("[S34] after a failure", () => {
  it.each([1, 2, 3, 4, 9, 10, 40])("the %ith in a row waits its share of a doubled time", (failures) => {
    for (const random of [0, 0.25, 0.9999]) {
      const { effects, state } = schedule(running, failed(failures), random);
      expect(effects).toEqual([{ type: "cancel", timer: "regular" }, set("retry", backoffMs(failures, random))]);
      expect(state.running).toBe(false);
    }
  });

  it("what was asked for meanwhile waits with it, and goes when the next run does", () => {
    const state = after({ ...running, again: true }, failed(1));
    expect(state.again).toBe(false);
    expect(done(state, { type: "saved" })).toEqual([set("gather", gatherMs), run]);
  });

  it("with a time named by the server nothing runs before it, whoever asks", () => {
    const held = after(running, failed(1, 60_000));
    const events: ScheduleEvent[] = [
      { type: "saved" },
      { type: "asked" },
      { type: "poked" },
      { type: "focused" },
      { type: "live-ready" },
      due("regular"),
    ];
    for (const event of events) expect(done(held, event)).not.toContainEqual(run);
    expect(schedule(running, failed(1, 60_000), 0.1).effects).toContainEqual(set("retry", 60_000));
    expect(done(held, due("retry"))).toEqual([run]);
  });

  it("of another process being at it, soon again and without counting", () => {
    expect(schedule(running, ended("busy"), half).effects).toEqual([set("retry", busyMs)]);
  });

  it("a run that reaches the server brings the live connection back without its time", () => {
    expect(done({ ...running, live: "closed", liveFailures: 1 }, ended("quiet"))).toEqual([set("regular", regularMs), connect]);
    expect(done({ ...running, live: "closed", liveFailures: 2 }, ended("quiet"))).toEqual([set("regular", regularMs)]);
  });
});

describe("[S35] the live connection", () => {
  const rows: readonly Row[] = [
    ["that is lost is tried again later", atRest, lost, [set("connect", backoffMs(1, half))]],
    ["that is lost again and again waits longer", { ...atRest, liveFailures: 6 }, lost, [set("connect", backoffMs(7, half))]],
    [
      "that was refused for its session asks for a run, which signs in",
      atRest,
      { type: "live-ended", why: "token" },
      [set("connect", 500), run],
    ],
    ["is tried when its time has come", offline, due("connect"), [connect]],
    ["is not tried twice", { ...offline, live: "connecting" }, due("connect"), []],
    ["that is gone already is not lost once more", offline, lost, []],
    ["of a device that is off stays away", off, due("connect"), []],
    ["of a device that must sign in stays away", locked, due("connect"), []],
  ];
  it.each(rows)("%s", (_, state, event, then) => expect(done(state, event)).toEqual(then));

  it("that is there when a run ends has no failures behind it; one that a run has closed has", () => {
    const ready = after({ ...offline, live: "connecting", liveFailures: 3 }, { type: "live-ready" });
    expect(ready).toMatchObject({ live: "open", liveFailures: 3 });
    expect(after(ready, ended("quiet"))).toMatchObject({ live: "open", liveFailures: 0 });
    const closed = after(ready, { type: "live-ended", why: "lost" });
    expect(after(closed, ended("quiet"))).toMatchObject({ live: "closed", liveFailures: 4 });
  });

  it("ends where a person must sign in", () => {
    const { effects, state } = schedule(running, ended("sign-in-needed"), half);
    expect(effects).toEqual([...timersOff, disconnect]);
    expect(state).toMatchObject({ signInNeeded: true, live: "closed", running: false });
  });
});

describe("[S17] off", () => {
  it("ends the live connection and every timer", () => {
    for (const event of [{ type: "switched", enabled: false }, ended("off")] satisfies ScheduleEvent[]) {
      const { effects, state } = schedule(event.type === "ended" ? running : atRest, event, half);
      expect(effects).toEqual([...timersOff, disconnect]);
      expect(state).toEqual({ ...unscheduled });
    }
  });

  it("lets nothing happen but being switched on", () => {
    const events: ScheduleEvent[] = [
      ...(["saved", "poked", "asked", "focused", "woke", "online"] as const).map((type) => ({ type })),
      ...(["gather", "retry", "regular", "connect"] as const).map(due),
    ];
    for (const event of events) expect(done(off, event), JSON.stringify(event)).toEqual([]);
  });

  it("during a run leaves it to end by itself", () => {
    const state = after(running, { type: "switched", enabled: false });
    expect(state).toMatchObject({ running: true, enabled: false });
    expect(done(state, ended("off"))).toEqual([]);
    expect(schedule(state, ended("quiet"), half)).toEqual({ state: unscheduled, effects: timersOff });
    expect(done(state, failed(2))).toEqual([]);
  });

  it("and on again while a run is ending is another run", () => {
    const again = after(after(running, { type: "switched", enabled: false }), { type: "switched", enabled: true });
    expect(done(again, ended("off"))).toEqual([run]);
    expect(done(after(again, ended("off")), ended("off"))).toEqual([disconnect]);
  });
});

describe("[S32] before lock or quit", () => {
  const closing = (waiting: boolean): ScheduleEvent => ({ type: "closing", waiting });
  const rows: readonly Row[] = [
    ["what waits is sent first", atRest, closing(true), [run]],
    ["a run under way is waited for", running, closing(false), []],
    ["with nothing to send it is done", atRest, closing(false), [disconnect, closed]],
    ["it is done where it is off", off, closing(true), [closed]],
    ["it is done where a person must sign in", locked, closing(true), [closed]],
    ["it is done where the server asked to wait", { ...offline, held: true }, closing(true), [closed]],
  ];
  it.each(rows)("%s", (_, state, event, then) => expect(done(state, event)).toEqual(then));

  it("ends with the run, however that ends, and nothing happens afterwards", () => {
    for (const end of [ended("quiet"), failed(3), ended("off"), ended("busy")]) {
      const state = after(atRest, closing(true));
      expect(done(state, { type: "saved" })).toEqual([]);
      expect(done(state, end)).toEqual([disconnect, closed]);
      const over = after(state, end);
      for (const event of [
        { type: "asked" },
        { type: "switched", enabled: true },
        due("regular"),
        closing(true),
      ] satisfies ScheduleEvent[]) {
        expect(schedule(over, event, half)).toEqual({ state: over, effects: [] });
      }
    }
  });
});
