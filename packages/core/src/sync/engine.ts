// The only loop of synchronization: runs what decide.ts decides, one step at a time, and keeps what a person must know (troubles)
// in the store. One run at a time for a replica, across processes too. It never throws for the network.

import { assert, type Bytes, type HeadRef, type Result, toHex } from "@holdfast/protocol";
import type { RunLock } from "../ports.ts";
import type { VaultSeal } from "../seal/vault-seal.ts";
import type { Store, StoredItem } from "../store/store.ts";
import { AskAll, newsOf } from "./ask-all.ts";
import { decide, type Effect, type Event, type State } from "./decide.ts";
import { heal } from "./heal.ts";
import { type HealPlan, healPlan } from "./heal-plan.ts";
import { isHealing } from "./healing.ts";
import { type Joined, join, lostItems } from "./join.ts";
import type { Poke } from "./live-link.ts";
import { takePoke } from "./poke.ts";
import { dropInFlight, push, setAside } from "./push.ts";
import { type AlarmReason, alarm, alarms } from "./reasons.ts";
import { type KeptPull, pull, type Received, type ReceiveFailure, type ReceiveOptions, receiveWhole } from "./receive.ts";
import { Refusals } from "./refusals.ts";
import { repair } from "./repair.ts";
import type { RequestFailure } from "./request.ts";
import type { HealRun, HealWord, RunEnd, RunProgress, RunReport } from "./run-report.ts";
import type { Transport } from "./transport.ts";
import { clear, note, troubleOf } from "./troubles.ts";

/** Where the engine's session comes from. */
export interface SessionSource {
  /** The token at hand, base64url; null when a sign-in is needed. */
  token(): string | null;
  /** Signs in; the token is at hand afterwards. */
  signIn(): Promise<"signed-in" | "refused" | RequestFailure>;
  /** Makes the account again on a server that has lost it, with the same ids, slot and keys. // H15 */
  signUpAgain(invitation: Bytes | null): Promise<"signed-up" | RequestFailure>;
  forget(): Promise<void>;
}

export interface EngineOptions {
  readonly store: Store;
  readonly seal: VaultSeal;
  readonly transport: Transport;
  readonly session: SessionSource;
  readonly runLock: RunLock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told after each transaction of a run: received and merged items, then acknowledged ones. */
  readonly changed: (joined: Pick<Joined, "changed">) => void;
  readonly acknowledged: (items: readonly StoredItem[]) => void;
}

const fullCommit = 1_000;
const busyAfterMs = 2_000;
const mostLeavings = 3;
const signedOut: RunReport = { end: { type: "sign-in-needed" }, pulled: 0, pushed: 0 };

export class Engine {
  readonly #options: EngineOptions;
  #commitChanges = fullCommit;
  #failures = 0;
  /** What the last step found, for the report. */
  #found: RunEnd = { type: "quiet" };
  #pulled = 0;
  #pushed = 0;
  /** Bytes of a pull that came with a stale answer, used instead of asking. */
  #missing: Uint8Array | null = null;
  /** A pull that was cut, to go on with. // S38 */
  readonly #kept: KeptPull = { reading: null };
  /** A person's word for the run under way. */
  #confirmed: HealWord | null = null;
  #signedUp = false;
  /** How often this run has left its chain. */
  #leavings = 0;
  /** Items that met when this device left its chain in this run. */
  #met: number | null = null;
  /** Asking for everything for the sake of what is damaged here. // S39, S42 */
  readonly asking = new AskAll();
  readonly #refusals = new Refusals();
  /** Hash in hex of a server's head that was found to heal nothing of ours: asked about once. */
  #looked: string | null = null;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** One run: until there is nothing to move or something stands in the way. */
  async run(progress: RunProgress = () => {}): Promise<RunReport> {
    const report = await this.#options.runLock.exclusive(busyAfterMs, () => this.#run(progress));
    return report ?? { end: { type: "busy" }, pulled: 0, pushed: 0 };
  }

  /** One run with a person's word that the server's history may be healed. // H3 */
  async heal(word: HealWord, progress: RunProgress = () => {}): Promise<HealRun> {
    const { store, runLock } = this.#options;
    const healing = async () => isHealing((await store.read()).replica ?? { healing: [] });
    const report = await runLock.exclusive(busyAfterMs, async (): Promise<HealRun> => {
      const before = await healing();
      this.#confirmed = word;
      try {
        const ran = await this.#run(progress);
        const done = ran.end.type === "quiet" && (before || this.#met !== null) && !(await healing());
        return { ...ran, healed: done, merged: this.#met ?? 0 };
      } finally {
        this.#confirmed = null;
      }
    });
    return report ?? { end: { type: "busy" }, pulled: 0, pushed: 0, healed: false, merged: 0 };
  }

  /** What healing would do. // H16 */
  async plan(): Promise<Result<HealPlan, RunEnd>> {
    const { runLock, now } = this.#options;
    const plan = await runLock.exclusive(busyAfterMs, () => healPlan({ ...this.#options, now: now(), progress: () => {} }));
    return plan ?? { ok: false, error: { type: "busy" } };
  }

  /** Runs in a row that ended in a failure: the exponent of the backoff. // S34 */
  get failures(): number {
    return this.#failures;
  }

  /** Takes in a commit that a poke brought, where it stands on our head. `ask`: only a run can tell. `busy`: another process is at it. // S36 */
  async take(poke: Poke): Promise<"taken" | "old" | "ask" | "busy"> {
    const { store, seal, now, changed, runLock } = this.#options;
    const outcome = await runLock.exclusive(0, async () => {
      const taken = await takePoke({ store, seal, now: now() }, poke);
      // At once, not when the platform has given the lock back.
      if (taken.type === "joined") changed(taken.joined);
      return taken;
    });
    if (outcome === null) return "busy";
    if (outcome.type !== "joined") return outcome.type;
    // S41: what another device lacks waits now, and only a run sends it.
    return outcome.joined.again > 0 ? "ask" : "taken";
  }

  async #run(progress: RunProgress): Promise<RunReport> {
    this.#pulled = 0;
    this.#pushed = 0;
    this.#found = { type: "quiet" };
    this.#missing = null;
    this.#met = null;
    this.#leavings = 0;
    this.#signedUp = false;
    await this.#refusals.giveAnotherTry(this.#options.store, this.#options.now());
    const begun = await this.#state();
    if (begun === null) return signedOut;
    let { state, effects } = decide(begun, { type: "asked" });
    for (;;) {
      const effect = effects[0];
      assert(effect !== undefined, "a run ends with an effect");
      if (effect.type === "settled") {
        this.#failures = effects.find((other) => other.type === "retry")?.failures ?? 0;
        return { end: this.#endOf(effect.how), pulled: this.#pulled, pushed: this.#pushed };
      }
      const event = await this.#step(effect, progress);
      const { replica } = await this.#options.store.read();
      if (replica === null) return { ...signedOut, pulled: this.#pulled, pushed: this.#pushed };
      ({ state, effects } = decide({ ...state, enabled: replica.enabled }, event));
    }
  }

  #endOf(how: (Effect & { type: "settled" })["how"]): RunEnd {
    if (how === "off" || how === "quiet" || how === "sign-in-needed") return { type: how };
    // Given up for now without a failure of its own: the vault moved on at every try, or every session ended at once.
    return this.#found.type === "quiet" ? { type: "unreachable", why: "other" } : this.#found;
  }

  /** Null where this device was signed out meanwhile. // P18 */
  async #state(): Promise<State | null> {
    const { replica } = await this.#options.store.read();
    if (replica === null) return null;
    return {
      enabled: replica.enabled,
      session: this.#options.session.token() === null ? "none" : "open",
      restored: replica.restored,
      // What a person wants everything for comes before what could be sent, which any edit adds to. // S42
      outgoing: !this.asking.isWanted && (await this.#outgoing()),
      alarmed: replica.troubles.some(({ reason }) => Object.hasOwn(alarms, reason)),
      running: "nothing",
      again: false,
      stale: 0,
      signIns: 0,
      failures: this.#failures,
    };
  }

  /** Whether anything waits that is not set aside. */
  async #outgoing(): Promise<boolean> {
    const { store } = this.#options;
    const { replica, inFlight, waiting } = await store.read();
    if (replica === null || inFlight !== null) return inFlight !== null;
    if (isHealing(replica)) return true;
    const aside = setAside(replica);
    // Not everything that is set aside waits, so one more than that is looked at. // S14
    return waiting > aside.size || (await store.waiting(aside.size)).some(({ id }) => !aside.has(toHex(id)));
  }

  /** After a pull. What the server had no room for may have come to it all the same, or be no more: then nothing says any longer that it is full. // S18 */
  async #stillOutgoing(): Promise<boolean> {
    const outgoing = await this.#outgoing();
    if (!outgoing) await clear(this.#options.store, ["server-full"]);
    return outgoing;
  }

  async #step(effect: Effect, progress: RunProgress): Promise<Event> {
    switch (effect.type) {
      case "sign-in":
        return this.#signIn();
      case "pull":
        return this.#pull(progress);
      case "push":
        return this.#push(progress);
      default:
        throw new Error("Broken promise in the program: only steps are run");
    }
  }

  async #signIn(): Promise<Event> {
    const outcome = await this.#options.session.signIn();
    if (outcome === "signed-in") return { type: "signed-in" };
    if (outcome !== "refused") return this.#failed(outcome);
    if (this.#confirmed !== null && !this.#signedUp) return this.#signUpAgain(this.#confirmed);
    await note(this.#options.store, { kind: "sign-in", reason: "sign-in-refused", items: [] });
    return { type: "sign-in-refused" };
  }

  /** H15: only a person can tell a server that has lost the account from a wrong password. Where it has it after all, nothing changes. */
  async #signUpAgain({ invitation }: HealWord): Promise<Event> {
    this.#signedUp = true;
    const outcome = await this.#options.session.signUpAgain(invitation);
    if (outcome === "signed-up") return { type: "session-ended" };
    if (outcome.type !== "refused" || outcome.refusal.kind === "account-taken") return this.#signIn();
    this.#found = outcome;
    return { type: "failed" };
  }

  async #pull(progress: RunProgress): Promise<Event> {
    const { store, seal, transport, session } = this.#options;
    const { replica } = await store.read();
    const token = session.token();
    if (replica === null || token === null) return { type: "session-ended" };
    const now = this.#options.now();
    const all = this.asking.isDue(replica, now);
    const options: ReceiveOptions = {
      store,
      seal,
      whole: !replica.restored || all,
      incomplete: true,
      start: !replica.restored && replica.head.seq === 0 ? null : { head: replica.head, epoch: replica.epoch },
      progress: (done, total) => progress({ step: "pull", done, total }),
    };
    const missing = all ? null : this.#missing;
    this.#missing = null;
    const received = missing === null ? await pull(transport, token, options, this.#kept) : await receiveWhole(missing, options);
    // What came beside a refusal may be no use; then the whole question is asked, and only its answer can alarm.
    if (!received.ok && missing !== null) return this.#pull(progress);
    const usable = received.ok ? received : await this.#repaired(received.error, token, options);
    if (!usable.ok) {
      if (all && this.asking.failed(usable.error, now)) return this.#pull(progress);
      this.asking.ended(null, now);
      return this.#pullFailed(usable.error, progress);
    }
    const joined = await join(store, seal, all ? await newsOf(store, usable.value) : usable.value, { now });
    this.#pulled += joined.incoming;
    const missed = (usable.value.damaged ?? []).length > 0;
    this.asking.ended({ all, missed, left: lostItems((await store.read()).replica).length > 0 }, now);
    this.#options.changed(joined);
    return { type: "pulled", outgoing: await this.#stillOutgoing() };
  }

  /** S39: what can be had of a pull that does not fit as a whole; the finding stands where nothing can. */
  async #repaired(found: ReceiveFailure, token: string, options: ReceiveOptions): Promise<Result<Received, ReceiveFailure>> {
    if (found.type !== "alarm" || found.came === undefined) return { ok: false, error: found };
    const repaired = await repair(this.#options.transport, token, options, found.came);
    return repaired.ok ? repaired : { ok: false, error: found };
  }

  async #pullFailed(failure: ReceiveFailure, progress: RunProgress): Promise<Event> {
    if (failure.type === "alarm") {
      const healed = failure.server === undefined ? null : await this.#heal(failure.server, progress);
      if (healed !== null) return healed;
      await note(this.#options.store, { kind: alarms[failure.reason as AlarmReason], reason: failure.reason, items: [] });
      this.#found = { type: "attention", reason: failure.reason };
      return { type: "alarmed" };
    }
    if (failure.type === "later-epoch") {
      await note(this.#options.store, { kind: "sign-in", reason: "later-epoch", items: [] });
      return { type: "sign-in-refused" };
    }
    return this.#failed(failure);
  }

  /** The server's history is another one: null where only a person can tell what to do. */
  async #heal(server: HeadRef, progress: RunProgress): Promise<Event | null> {
    const { store, seal, transport, session, now } = this.#options;
    const token = session.token();
    const { replica } = await store.read();
    if (token === null || replica === null) return { type: "session-ended" };
    // A server that takes what heals it and is put back again and again would hold this run for ever; a later one may go on.
    if (this.#leavings >= mostLeavings) return null;
    const confirmed = this.#confirmed;
    if (confirmed === null && !isHealing(replica) && toHex(server.hash) === this.#looked) return null;
    const told = (done: number, total: number) => progress({ step: "pull", done, total });
    const outcome = await heal({ store, seal, transport, token, now: now(), confirmed, progress: told }, server);
    this.#looked = outcome.type === "asks" ? toHex(server.hash) : null;
    if (outcome.type === "asks") return null;
    if (outcome.type === "failed") {
      const { failure } = outcome;
      return this.#pullFailed(failure.type === "alarm" ? alarm(failure.reason) : failure, progress);
    }
    this.#leavings++;
    const { incoming } = outcome.joined;
    this.#met = outcome.met;
    this.#pulled += incoming;
    this.#options.changed(outcome.joined);
    return { type: "pulled", outgoing: await this.#stillOutgoing() };
  }

  async #push(progress: RunProgress): Promise<Event> {
    const { store, seal, transport, session, now } = this.#options;
    const token = session.token();
    if (token === null) return { type: "session-ended" };
    const outcome = await push({ store, seal, transport, token, commitChanges: this.#commitChanges, now: now() });
    switch (outcome.type) {
      case "nothing":
        return { type: "pulled", outgoing: false };
      case "acknowledged": {
        this.#commitChanges = Math.min(fullCommit, this.#commitChanges * 2);
        this.#pushed += outcome.items.length;
        this.#options.acknowledged(outcome.items);
        await clear(this.#options.store, ["unreachable", "server-full", "sign-in"]);
        const { waiting } = await store.read();
        progress({ step: "push", done: this.#pushed, total: this.#pushed + waiting });
        return { type: "pushed", outgoing: await this.#outgoing() };
      }
      case "stale":
        this.#missing = outcome.missing;
        this.#commitChanges = Math.max(1, Math.floor(this.#commitChanges / 2));
        return { type: "stale" };
      case "failed":
        return this.#pushFailed(outcome.failure);
    }
  }

  async #pushFailed(failure: RequestFailure): Promise<Event> {
    if (failure.type !== "refused") return this.#failed(failure);
    const { store } = this.#options;
    const { inFlight } = await store.read();
    const carried = inFlight?.changes ?? [];
    switch (failure.refusal.kind) {
      case "items-refused": {
        const named = new Set(failure.refusal.items.map(toHex));
        const items = carried.map(({ item }) => item).filter((item) => named.has(toHex(item)));
        // To refuse what was not sent is no answer to this push; taken for one, the same push would follow for ever.
        if (items.length === 0) return this.#failed({ type: "not-holdfast" });
        await dropInFlight(store);
        this.#refusals.refused(this.#options.now());
        await note(this.#options.store, { kind: "refused", reason: "items-refused", items });
        return { type: "held-back", outgoing: await this.#outgoing() };
      }
      case "too-large":
      case "malformed": {
        // A commit without items bears a healing alone, and can't be made smaller or set aside.
        if (carried.length === 0) return this.#failed(failure);
        await dropInFlight(store);
        if (carried.length > 1) this.#commitChanges = Math.max(1, Math.floor(Math.min(carried.length, this.#commitChanges) / 2));
        else await note(this.#options.store, { kind: "refused", reason: failure.refusal.kind, items: carried.map(({ item }) => item) });
        this.#refusals.refused(this.#options.now());
        return { type: "held-back", outgoing: await this.#outgoing() };
      }
      default:
        return this.#failed(failure);
    }
  }

  /** A failure of a request: told as it stands, kept where it lasts, and tried again later. */
  async #failed(failure: RequestFailure): Promise<Event> {
    if (failure.type === "refused" && failure.refusal.kind === "session-ended") {
      await this.#options.session.forget();
      return { type: "session-ended" };
    }
    if (failure.type === "refused") {
      // S34: to another account's session this vault is not there.
      if (failure.refusal.kind === "not-found") await this.#options.session.forget();
      this.#found = failure;
      await note(this.#options.store, troubleOf(failure.refusal));
    } else {
      const why = failure.type === "unreachable" ? failure.why : "not-holdfast";
      this.#found = failure.type === "unreachable" ? failure : { type: "unreachable", why: "other" };
      await note(this.#options.store, { kind: "unreachable", reason: why, items: [] });
    }
    return { type: "failed" };
  }
}
