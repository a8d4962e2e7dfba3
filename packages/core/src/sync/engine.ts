// The only loop of synchronization: runs what decide.ts decides, one step at a time, and keeps what a person must know (troubles)
// in the store. One run at a time for a replica, across processes too. It never throws for the network.

import { assert, type Refusal, toHex } from "@holdfast/protocol";
import type { RunLock } from "../ports.ts";
import type { VaultSeal } from "../seal/vault-seal.ts";
import type { Store, StoredItem, Trouble } from "../store/store.ts";
import { decide, type Effect, type Event, type State } from "./decide.ts";
import { type Changed, type Joined, join } from "./join.ts";
import type { Poke } from "./live-link.ts";
import { takePoke } from "./poke.ts";
import { dropInFlight, push, setAside } from "./push.ts";
import { type AlarmReason, alarms } from "./reasons.ts";
import { pull, type ReceiveFailure, type ReceiveOptions, receive } from "./receive.ts";
import type { RequestFailure } from "./request.ts";
import type { Transport, TransportFailure } from "./transport.ts";

/** Where the engine's session comes from. */
export interface SessionSource {
  /** The token at hand, base64url; null when a sign-in is needed. */
  token(): string | null;
  /** Signs in; the token is at hand afterwards. */
  signIn(): Promise<"signed-in" | "refused" | RequestFailure>;
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

export type RunEnd =
  | { readonly type: "quiet" }
  | { readonly type: "off" }
  | { readonly type: "busy" }
  | { readonly type: "sign-in-needed" }
  | { readonly type: "attention"; readonly reason: string }
  | { readonly type: "refused"; readonly refusal: Refusal }
  | TransportFailure;

export interface RunReport {
  readonly end: RunEnd;
  readonly pulled: number;
  readonly pushed: number;
}

export type RunProgress = (progress: { readonly step: "pull" | "push"; readonly done: number; readonly total: number }) => void;

const fullCommit = 1_000;
const busyAfterMs = 2_000;

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

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** One run: until there is nothing to move or something stands in the way. */
  async run(progress: RunProgress = () => {}): Promise<RunReport> {
    const report = await this.#options.runLock.exclusive(busyAfterMs, () => this.#run(progress));
    return report ?? { end: { type: "busy" }, pulled: 0, pushed: 0 };
  }

  /** Runs in a row that ended in a failure: the exponent of the backoff. // S34 */
  get failures(): number {
    return this.#failures;
  }

  /** Takes in a commit that a poke brought, where it stands on our head. `ask`: only a run can tell. `busy`: another process is at it. // S36 */
  async take(poke: Poke): Promise<"taken" | "old" | "ask" | "busy"> {
    const { store, seal, now, changed, runLock } = this.#options;
    const outcome = await runLock.exclusive(0, () => takePoke({ store, seal, now: now() }, poke));
    if (outcome === null) return "busy";
    if (outcome.type !== "joined") return outcome.type;
    changed(outcome.joined);
    return "taken";
  }

  async #run(progress: RunProgress): Promise<RunReport> {
    this.#pulled = 0;
    this.#pushed = 0;
    this.#found = { type: "quiet" };
    this.#missing = null;
    let { state, effects } = decide(await this.#state(), { type: "asked" });
    for (;;) {
      const effect = effects[0];
      assert(effect !== undefined, "a run ends with an effect");
      if (effect.type === "settled") {
        this.#failures = effects.find((other) => other.type === "retry")?.failures ?? 0;
        return { end: this.#endOf(effect.how), pulled: this.#pulled, pushed: this.#pushed };
      }
      const event = await this.#step(effect, progress);
      const { replica } = await this.#options.store.read();
      const enabled = replica?.enabled ?? false;
      ({ state, effects } = decide({ ...state, enabled }, event));
    }
  }

  #endOf(how: (Effect & { type: "settled" })["how"]): RunEnd {
    if (how === "off" || how === "quiet" || how === "sign-in-needed") return { type: how };
    // Given up for now without a failure of its own: the vault moved on at every try, or every session ended at once.
    return this.#found.type === "quiet" ? { type: "unreachable", why: "other" } : this.#found;
  }

  async #state(): Promise<State> {
    const { replica } = await this.#options.store.read();
    assert(replica !== null, "an engine runs over a replica");
    return {
      enabled: replica.enabled,
      session: this.#options.session.token() === null ? "none" : "open",
      restored: replica.restored,
      outgoing: await this.#outgoing(),
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
    const aside = setAside(replica);
    // Not everything that is set aside waits, so one more than that is looked at. // S14
    return waiting > aside.size || (await store.waiting(aside.size)).some(({ id }) => !aside.has(toHex(id)));
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
    await this.#note({ kind: "sign-in", reason: "sign-in-refused", items: [] });
    return { type: "sign-in-refused" };
  }

  async #pull(progress: RunProgress): Promise<Event> {
    const { store, seal, transport, session } = this.#options;
    const { replica } = await store.read();
    const token = session.token();
    if (replica === null || token === null) return { type: "session-ended" };
    const options: ReceiveOptions = {
      store,
      seal,
      whole: !replica.restored,
      start: !replica.restored && replica.head.seq === 0 ? null : { head: replica.head, epoch: replica.epoch },
      progress: (done, total) => progress({ step: "pull", done, total }),
    };
    const missing = this.#missing;
    this.#missing = null;
    const received = missing === null ? await pull(transport, token, options) : await receive(once(missing), options);
    // What came beside a refusal may be no use; then the whole question is asked, and only its answer can alarm.
    if (!received.ok) return missing === null ? this.#pullFailed(received.error) : this.#pull(progress);
    const joined = await join(store, seal, received.value, this.#options.now());
    this.#pulled += joined.changed.length;
    this.#options.changed(joined);
    return { type: "pulled", outgoing: await this.#outgoing() };
  }

  async #pullFailed(failure: ReceiveFailure): Promise<Event> {
    if (failure.type === "alarm") {
      await this.#note({ kind: alarms[failure.reason as AlarmReason], reason: failure.reason, items: [] });
      this.#found = { type: "attention", reason: failure.reason };
      return { type: "alarmed" };
    }
    if (failure.type === "later-epoch") {
      await this.#note({ kind: "sign-in", reason: "later-epoch", items: [] });
      return { type: "sign-in-refused" };
    }
    return this.#failed(failure);
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
        await this.#clear(["unreachable", "server-full", "sign-in"]);
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
        await this.#note({ kind: "refused", reason: "items-refused", items });
        return { type: "held-back", outgoing: await this.#outgoing() };
      }
      case "too-large":
      case "malformed": {
        await dropInFlight(store);
        if (carried.length > 1) this.#commitChanges = Math.max(1, Math.floor(Math.min(carried.length, this.#commitChanges) / 2));
        else await this.#note({ kind: "refused", reason: failure.refusal.kind, items: carried.map(({ item }) => item) });
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
      this.#found = failure;
      await this.#note(troubleOf(failure.refusal));
    } else {
      const why = failure.type === "unreachable" ? failure.why : "not-holdfast";
      this.#found = failure.type === "unreachable" ? failure : { type: "unreachable", why: "other" };
      await this.#note({ kind: "unreachable", reason: why, items: [] });
    }
    return { type: "failed" };
  }

  /** Keeps a trouble beside those that stand, one of a kind and reason; items of the same are joined. Of failures to reach the server the last counts. */
  #note(trouble: Trouble): Promise<void> {
    const { kind, reason } = trouble;
    return this.#changeTroubles((troubles) => {
      const same = troubles.find((other) => other.kind === kind && other.reason === reason);
      const others = troubles.filter((other) => other.kind !== kind || (kind !== "unreachable" && other.reason !== reason));
      return [...others, { ...trouble, items: [...(same?.items ?? []), ...trouble.items] }];
    });
  }

  #clear(kinds: readonly Trouble["kind"][]): Promise<void> {
    return this.#changeTroubles((troubles) => troubles.filter(({ kind }) => !kinds.includes(kind)));
  }

  async #changeTroubles(change: (troubles: readonly Trouble[]) => readonly Trouble[]): Promise<void> {
    const { store } = this.#options;
    for (;;) {
      const { generation, replica } = await store.read();
      if (replica === null) return;
      const troubles = change(replica.troubles);
      if (troubles.length === 0 && replica.troubles.length === 0) return;
      const result = await store.write({ expect: generation, replica: { troubles } });
      if (result.type === "written") return;
    }
  }
}

function troubleOf(refusal: Refusal): Trouble {
  switch (refusal.kind) {
    case "vault-full":
    case "quota-full":
      return { kind: "server-full", reason: refusal.kind, items: [] };
    case "update-needed":
      return { kind: "update-needed", reason: "protocol-version", items: [] };
    case "not-found":
      return { kind: "diverged", reason: "vault-gone", items: [] };
    case "signature-refused":
      return { kind: "sign-in", reason: "signature-refused", items: [] };
    default:
      return { kind: "unreachable", reason: refusal.kind, items: [] };
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

export type { Changed };
