// Synchronization as the client runs it: the engine, the loop that keeps it going by itself, and what follows a run (open items in step,
// the activity log, and who is listening). It decides nothing of when (sync/schedule.ts) and nothing of how (sync/engine.ts).

import { toHex } from "@holdfast/protocol";
import { fromBase64url } from "./account/base64url.ts";
import { plainLine } from "./activity-line.ts";
import { ActivityLog } from "./activity-log.ts";
import type { Home } from "./home.ts";
import { type ItemChange, itemChanges } from "./item-changes.ts";
import type { LineSeal } from "./keys/log-line.ts";
import type { OpenItems, WatchedStore } from "./open-items.ts";
import type { Opened, VaultSeal } from "./seal/vault-seal.ts";
import { listedCount } from "./status-of.ts";
import { isCounted } from "./sync/counted.ts";
import { isReplaceable } from "./sync/damaged.ts";
import { Engine, type SessionSource } from "./sync/engine.ts";
import { isHealing } from "./sync/healing.ts";
import { type Changed, lostItems } from "./sync/join.ts";
import { Live } from "./sync/live.ts";
import type { Poke } from "./sync/live-link.ts";
import type { HealRun, HealWord, RunProgress, RunReport } from "./sync/run-report.ts";
import type { ServerClock } from "./sync/server-clock.ts";
import type { Transport } from "./sync/transport.ts";
import type { Content } from "./vault/item.ts";
import type { Watchers } from "./watchers.ts";

export interface SyncRunsOptions {
  readonly home: Home;
  readonly store: WatchedStore;
  readonly items: OpenItems;
  readonly seal: VaultSeal;
  readonly lines: LineSeal;
  readonly transport: Transport;
  readonly session: SessionSource;
  readonly clock: ServerClock;
  readonly watchers: Watchers;
  /** What follows a run that left nothing to do: how many items it purged. */
  readonly sweep: () => Promise<number>;
  /** Tells the other devices what this one lacks, where that is another thing than before: whether something was written. // S40 */
  readonly tellLacked: () => Promise<boolean>;
  /** Lets what is here take the place of at most so many damaged items, all of which were `asked` for: how many it was. // S42 */
  readonly replaceLost: (most: number, asked: ReadonlySet<string>) => Promise<number>;
  /** Asks the server for what it tells beside the vault. */
  readonly refresh: () => Promise<void>;
}

/** The trash is looked through at most so often, in milliseconds. */
const sweepEveryMs = 3_600_000;

/** Other devices are told at most so often that this one lacks something, in milliseconds. // S40 */
const tellEveryMs = 60_000;

/** The server's word on the devices is asked for at most so often by runs that nobody asked for, in milliseconds. */
const refreshEveryMs = 60_000;

/** How often one word asks for everything. // S42 */
const mostAskings = 3;

export class SyncRuns {
  readonly #options: SyncRunsOptions;
  readonly #engine: Engine;
  readonly activity: ActivityLog;
  readonly live: Live;
  #moving: { readonly done: number; readonly total: number } | null = null;
  #restoring = false;
  /** Ids in hex of what this healing has sent; null while none is under way. */
  #sent: Set<string> | null = null;
  #refreshed = Number.NEGATIVE_INFINITY;
  #sweptAt = Number.NEGATIVE_INFINITY;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(options: SyncRunsOptions) {
    this.#options = options;
    const { home, store, seal, transport, session, lines } = options;
    const { clock, timers } = home.environment;
    const now = () => clock.now();
    this.activity = new ActivityLog({ store, seal: lines, now });
    this.#engine = new Engine({
      store,
      seal,
      transport,
      session,
      runLock: home.runLock,
      now,
      changed: ({ changed }) => this.#changed(changed),
      acknowledged: (items) => {
        options.items.acknowledged(items);
        for (const { id } of items) this.#sent?.add(toHex(id));
        this.activity.sent(items);
      },
    });
    this.live = new Live({
      connector: home.live ?? null,
      origin: transport.origin,
      clock,
      timers,
      random: () => uniform(home),
      work: {
        run: () => this.#runByItself(),
        take: (poke) => this.#take(poke),
        failures: () => this.#engine.failures,
        enabled: async () => (await store.read()).replica?.enabled ?? false,
        signInNeeded: async () => (await store.read()).replica?.troubles.some(({ kind }) => kind === "sign-in") ?? true,
        waiting: async () => (await store.read()).waiting,
        token: () => {
          const token = session.token();
          return token === null ? null : fromBase64url(token);
        },
        told: () => options.watchers.told(),
      },
    });
  }

  /** What a run under way has moved of what it knows to move; null where nothing moves. */
  get moving(): { readonly done: number; readonly total: number } | null {
    return this.#moving;
  }

  /** One run, with all that follows it. */
  async run(progress: RunProgress = () => {}): Promise<RunReport> {
    const report = await this.#thenSweep(await this.#thenTell(await this.#run(progress)));
    if (report.pulled + report.pushed > 0 && report.end.type === "quiet") await this.#refresh();
    return report;
  }

  /** One run with a person's word that the server's history may be healed. // H3 */
  async heal(word: HealWord, progress: RunProgress): Promise<HealRun> {
    const { store, items } = this.#options;
    if (word.replacing === 0) return this.#healed(word, progress);
    const before = await this.#damaged();
    const asked = await this.#askedForAll(progress);
    if (asked.end.type !== "quiet") return { ...asked, healed: false, merged: 0 };
    const still = new Set(await this.#damaged());
    // Nothing takes the place of what the server may yet have.
    const may = this.#engine.asking.isSettled || word.withoutAll;
    const replaced = may ? await this.#options.replaceLost(word.replacing, still) : 0;
    const run = await this.#healed(word, progress);
    const left = (await this.#damaged()).length;
    const all = await items.all();
    const mended = before.filter((hex) => !still.has(hex) && isCounted(all.get(hex)?.content ?? null)).length;
    const rests = left === 0 && !isHealing((await store.read()).replica ?? { healing: [] });
    const healed = run.healed || (run.end.type === "quiet" && (replaced > 0 || rests));
    return { ...run, healed, merged: run.merged + replaced + mended, ...(left > 0 && !may ? { missed: true } : {}) };
  }

  /** Ids in hex of the items that a person's word could replace. */
  async #damaged(): Promise<readonly string[]> {
    const { replica } = await this.#options.store.read();
    return (replica?.troubles ?? []).flatMap((trouble) => (isReplaceable(trouble) ? trouble.items.map(toHex) : []));
  }

  async #healed(word: HealWord, progress: RunProgress): Promise<HealRun> {
    const sent = new Set<string>();
    this.#sent = sent;
    const healed = await this.#engine.heal(word, progress).finally(() => {
      this.#sent = null;
    });
    await this.#ended(healed);
    const all = await this.#options.items.all();
    const run = { ...healed, pushed: [...sent].filter((hex) => isCounted(all.get(hex)?.content ?? null)).length };
    // S32: a loop that was told that only a person helps goes on now that one has, also where the network has stopped what they began.
    if (run.end.type !== "sign-in-needed" && this.live.started) void this.live.now();
    this.#options.watchers.told();
    return run;
  }

  /** S42: a run that has left its chain, or has found more damage since, has asked for less than everything. */
  async #askedForAll(progress: RunProgress): Promise<RunReport> {
    for (let runs = 1; ; runs++) {
      this.#engine.asking.want();
      const report = await this.#run(progress);
      if (report.end.type !== "quiet" || this.#engine.asking.isSettled || runs === mostAskings) return report;
    }
  }

  plan(): ReturnType<Engine["plan"]> {
    return this.#engine.plan();
  }

  async #runByItself(): Promise<RunReport> {
    const report = await this.#thenSweep(await this.#thenTell(await this.#run(() => {})));
    const late = this.#options.home.environment.clock.now() - this.#refreshed >= refreshEveryMs;
    if (late && report.pulled + report.pushed > 0 && report.end.type === "quiet") await this.#refresh();
    return report;
  }

  /** S40: what is lacked, or no longer, is told at once. */
  async #thenTell(report: RunReport): Promise<RunReport> {
    if (report.end.type !== "quiet") return report;
    const { replica } = await this.#options.store.read();
    const lacks = lostItems(replica).length > 0;
    const now = this.#options.home.environment.clock.now();
    // A server that damages what is sent again, again and again, makes no two devices send to each other for ever.
    if (lacks && Math.abs(now - this.#toldAt) < tellEveryMs) return report;
    if (!(await this.#options.tellLacked())) return report;
    if (lacks) this.#toldAt = now;
    return this.#andAgain(report);
  }

  async #andAgain(report: RunReport): Promise<RunReport> {
    const next = await this.#run(() => {});
    return { end: next.end, pulled: report.pulled + next.pulled, pushed: report.pushed + next.pushed };
  }

  /** T9: only after all is verified and sent; what was purged then goes at once. */
  async #thenSweep(report: RunReport): Promise<RunReport> {
    const now = this.#options.home.environment.clock.now();
    if (report.end.type !== "quiet" || Math.abs(now - this.#sweptAt) < sweepEveryMs) return report;
    this.#sweptAt = now;
    return (await this.#options.sweep()) === 0 ? report : this.#andAgain(report);
  }

  async #refresh(): Promise<void> {
    this.#refreshed = this.#options.home.environment.clock.now();
    await this.#options.refresh();
  }

  async #run(progress: RunProgress): Promise<RunReport> {
    const { store, items, watchers } = this.#options;
    const { replica } = await store.read();
    this.#restoring = replica?.restored === false;
    // A first restore then finds the plaintext it opens anyway in its place, instead of opening it again.
    if (this.#restoring) await items.all();
    const report = await this.#engine.run((moved) => {
      this.#moving = moved.total > 0 ? { done: moved.done, total: moved.total } : null;
      progress(moved);
      watchers.told();
    });
    this.#moving = null;
    await this.#ended(report);
    return report;
  }

  async #ended(report: RunReport): Promise<void> {
    const { store, items, clock } = this.#options;
    const restored = this.#restoring && (await store.read()).replica?.restored === true ? listedCount(await items.all()) : null;
    this.#restoring = false;
    await this.activity.ended(report, restored);
    const minutes = clock.minutesOff();
    if (minutes === null) return;
    const now = this.#options.home.environment.clock.now();
    await this.activity.noteOnce(plainLine(now, "clock-off", { count: minutes, reason: "clock-off" }));
  }

  async #take(poke: Poke): ReturnType<Engine["take"]> {
    const outcome = await this.#engine.take(poke);
    if (outcome === "taken") await this.activity.ended({ end: { type: "quiet" } }, null);
    return outcome;
  }

  #changed(changed: readonly Changed[]): void {
    const { items, watchers } = this.#options;
    for (const { item, content } of changed) items.put(item, content);
    if (this.#restoring) return;
    const changes = changed.flatMap(({ item, before, content }) => openedChanges(toHex(item.id), before, content));
    this.activity.received(changes);
    watchers.changed(changes);
  }
}

/** What can be told where both states were opened; an item whose former state can't be read has changed, and was not added. */
export function openedChanges(id: string, before: Opened | null, after: Opened): readonly ItemChange[] {
  if (after.type !== "opened") return [];
  const old: Content | null = before?.type === "opened" ? before.content : null;
  const changes = itemChanges(id, old, after.content);
  return before === null || old !== null ? changes : changes.map((change) => ({ ...change, what: "changed" }));
}

/** Uniform in [0, 1), from the platform's generator. */
function uniform({ environment }: Home): number {
  const bytes = environment.crypto.randomBytes(4);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0) / 2 ** 32;
}
