// The loop that keeps a device synchronized by itself: it owns the timers and the live connection, hands pokes and runs to the engine one
// after the other, and tells the schedule (schedule.ts) what happens. It decides nothing and knows no item. // S32–S38

import { assert, type Bytes, equalBytes, limits } from "@holdfast/protocol";
import type { Clock, Timers } from "../ports.ts";
import { type Link, type LinkListener, openLink, type Poke } from "./live-link.ts";
import type { LiveConnector } from "./live-port.ts";
import type { RunReport } from "./run-report.ts";
import { type RunOutcome, type ScheduleEffect, type ScheduleEvent, schedule, type TimerName, unscheduled } from "./schedule.ts";

/** What the loop works on. None of it throws for the network. */
export interface LiveWork {
  run(): Promise<RunReport>;
  /** Takes in a commit that a poke brought. */
  take(poke: Poke): Promise<"taken" | "old" | "ask" | "busy">;
  /** Runs in a row that failed. */
  failures(): number;
  /** The switch of this device, as it is stored. */
  enabled(): Promise<boolean>;
  /** Whether only a person's sign-in helps, as it is stored. */
  signInNeeded(): Promise<boolean>;
  /** Changes that have not been sent. */
  waiting(): Promise<number>;
  /** The session's token, 32 bytes; null where a sign-in is needed. */
  token(): Bytes | null;
  /** Something that a status tells has changed. */
  told(): void;
}

export interface LiveOptions {
  readonly work: LiveWork;
  /** null where there is no live connection to be had: then the schedule alone keeps up. */
  readonly connector: LiveConnector | null;
  readonly origin: string;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** A clock that went on by so much more than the timer was set for: the device was asleep. */
const sleptMs = 30_000;
/** How long lock or quit waits for what can still be sent. */
export const closingMs = 3_000;
/** Pokes that wait for a run to end; more of them are one reason to ask. */
const mostPokes = 32;

const off: RunReport = { end: { type: "off" }, pulled: 0, pushed: 0 };

export class Live {
  readonly #options: LiveOptions;
  #state = unscheduled;
  readonly #timers = new Map<TimerName, () => void>();
  #link: Link | null = null;
  /** The token that the live connection was opened with. */
  #linked: Bytes | null = null;
  #cancelBeat: () => void = () => {};
  #beaten = 0;
  /** Runs and pokes, one after the other. */
  #work: Promise<void> = Promise.resolve();
  #pokes = 0;
  readonly #events: ScheduleEvent[] = [];
  #last: RunReport = off;
  /** Who waits for a run that has not begun, and for the one under way. */
  #next: ((report: RunReport) => void)[] = [];
  #current: ((report: RunReport) => void)[] = [];
  #closed: () => void = () => {};
  #retryAt: number | null = null;

  readonly #listener: LinkListener = {
    ready: () => this.#happened({ type: "live-ready" }),
    poked: (poke) => this.#poked(poke),
    ended: (why) => {
      this.#link = null;
      this.#happened({ type: "live-ended", why });
    },
  };

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  /** When the next try after a failure is due, milliseconds since 1970. */
  get retryAt(): number | null {
    return this.#retryAt;
  }

  /** Whether the server tells us of commits as they come. */
  get connected(): boolean {
    return this.#state.live === "open";
  }

  /** Whether it runs by itself: from `start` until `stop`. */
  get started(): boolean {
    return this.#beaten > 0 && this.#state.phase !== "closed";
  }

  async start(): Promise<void> {
    assert(this.#beaten === 0, "a loop starts once");
    this.#beatLater();
    this.#happened({ type: "started", enabled: await this.#options.work.enabled() });
  }

  /** Sends what waits, for at most `closingMs`, and ends. A run under way goes on behind as long as its store is open. */
  async stop(): Promise<void> {
    const waiting = await this.#options.work.waiting();
    this.#cancelBeat();
    await new Promise<void>((resolve) => {
      const cancel = this.#options.timers.after(closingMs, resolve);
      this.#closed = () => {
        cancel();
        resolve();
      };
      this.#happened({ type: "closing", waiting: waiting > 0 });
      if (this.#state.phase === "closed") this.#closed();
    });
    this.#state = { ...this.#state, phase: "closed" };
    this.#disconnect();
    this.#answer([...this.#current.splice(0), ...this.#next.splice(0)], this.#last);
  }

  /** A change was saved; resolves with the run that takes it along. */
  saved(): Promise<RunReport> {
    return this.#askedBy({ type: "saved" });
  }

  /** "Synchronize now"; resolves with the run. */
  now(): Promise<RunReport> {
    return this.#askedBy({ type: "asked" });
  }

  focus(): void {
    this.#happened({ type: "focused" });
  }

  /** The platform says that there is a network again. */
  online(): void {
    this.#happened({ type: "online" });
  }

  /** Somebody has turned the switch of this device. */
  async switched(): Promise<void> {
    this.#happened({ type: "switched", enabled: await this.#options.work.enabled() });
  }

  #askedBy(event: ScheduleEvent): Promise<RunReport> {
    return new Promise((resolve) => {
      this.#next.push(resolve);
      this.#happened(event);
      this.#release();
    });
  }

  /** Nobody waits for a run that will not come. */
  #release(): void {
    const { running, gathering, enabled } = this.#state;
    if (!running && (gathering !== "more" || !enabled)) this.#answer(this.#next.splice(0), enabled ? this.#last : off);
  }

  #answer(waiting: readonly ((report: RunReport) => void)[], report: RunReport): void {
    for (const resolve of waiting) resolve(report);
  }

  /** Events are taken one after the other, also those that an effect of one causes. */
  #happened(event: ScheduleEvent): void {
    this.#events.push(event);
    if (this.#events.length > 1) return;
    for (let next = this.#events[0]; next !== undefined; next = this.#events[0]) {
      const { state, effects } = schedule(this.#state, next, this.#options.random());
      this.#state = state;
      for (const effect of effects) this.#do(effect);
      this.#events.shift();
    }
    this.#options.work.told();
  }

  #do(effect: ScheduleEffect): void {
    switch (effect.type) {
      case "run":
        this.#current = this.#next.splice(0);
        this.#enqueue(() => this.#run());
        break;
      case "connect":
        this.#connect();
        break;
      case "disconnect":
        this.#disconnect();
        break;
      case "set":
        this.#set(effect.timer, effect.ms);
        break;
      case "cancel":
        this.#cancel(effect.timer);
        break;
      case "closed":
        this.#closed();
    }
  }

  #set(timer: TimerName, ms: number): void {
    this.#cancel(timer);
    if (timer === "retry") this.#retryAt = this.#options.clock.now() + ms;
    const due = () => {
      this.#cancel(timer);
      this.#happened({ type: "due", timer });
      this.#release();
    };
    this.#timers.set(timer, this.#options.timers.after(ms, due));
  }

  #cancel(timer: TimerName): void {
    this.#timers.get(timer)?.();
    this.#timers.delete(timer);
    if (timer === "retry") this.#retryAt = null;
  }

  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(work);
  }

  async #run(): Promise<void> {
    const { work } = this.#options;
    const report = await work.run().catch((): RunReport => ({ end: { type: "unreachable", why: "other" }, pulled: 0, pushed: 0 }));
    this.#last = report;
    this.#answer(this.#current.splice(0), report);
    this.#underOurSession();
    this.#happened({ type: "ended", ...outcomeOf(report, Math.max(1, work.failures())) });
    this.#release();
  }

  #connect(): void {
    const { connector, origin, work } = this.#options;
    if (connector === null) return;
    const token = work.token();
    // The first run signs in; the connection follows it.
    if (token === null) this.#happened({ type: "live-ended", why: "lost" });
    else {
      this.#linked = token;
      this.#link = openLink(connector, { origin, token }, this.#listener);
    }
  }

  /** S35: a connection that was opened under another session than the run's is opened anew: it may have been another account's. */
  #underOurSession(): void {
    const token = this.#options.work.token();
    if (this.#link === null || token === null || this.#linked === null || equalBytes(token, this.#linked)) return;
    this.#disconnect();
    this.#happened({ type: "live-ended", why: "lost" });
  }

  #disconnect(): void {
    this.#link?.close();
    this.#link = null;
  }

  #poked(poke: Poke): void {
    if (this.#pokes >= mostPokes) {
      this.#happened({ type: "poked" });
      return;
    }
    this.#pokes++;
    this.#enqueue(() => this.#take(poke));
  }

  async #take(poke: Poke): Promise<void> {
    this.#pokes--;
    if (this.#state.phase === "closed") return;
    const outcome = await this.#options.work.take(poke).catch(() => "ask" as const);
    if (outcome === "ask" || outcome === "busy") this.#happened({ type: "poked" });
    else if (outcome === "taken") this.#options.work.told();
  }

  #beatLater(): void {
    this.#beaten = this.#options.clock.now();
    this.#cancelBeat = this.#options.timers.after(limits.livePingMs, () => void this.#beat());
  }

  /** S37: a device that slept, and a connection that died without a word, are found here. */
  async #beat(): Promise<void> {
    const slept = this.#options.clock.now() - this.#beaten > limits.livePingMs + sleptMs;
    this.#beatLater();
    if (slept) this.#happened({ type: "woke" });
    else this.#link?.beat();
    const { work } = this.#options;
    const enabled = await work.enabled().catch(() => this.#state.enabled);
    if (enabled !== this.#state.enabled) this.#happened({ type: "switched", enabled });
    // Another process of this device has signed in, and a status that shows no trouble would stand still for ever.
    else if (this.#state.signInNeeded && enabled && !(await work.signInNeeded().catch(() => true))) this.#happened({ type: "asked" });
  }
}

/** What the schedule has to know of a run. */
function outcomeOf({ end }: RunReport, failures: number): RunOutcome {
  switch (end.type) {
    case "unreachable":
      return { how: "failed", failures };
    case "refused":
      return end.refusal.kind === "too-many-requests"
        ? { how: "failed", failures, holdMs: Math.min(end.refusal.retryMs, longestHoldMs) }
        : { how: "failed", failures };
    default:
      return { how: end.type };
  }
}

/** A server can't silence a device for longer than this. */
const longestHoldMs = 3_600_000;
