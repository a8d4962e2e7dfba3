// One live connection, whatever carries it: `hello` with a token first, then pings from the client and pokes from the
// server. It trusts nothing that comes, waits for nobody, and holds no message that its client does not take. // C26, C27

import {
  type AccountId,
  type Bytes,
  decode,
  encode,
  type Hash,
  type LiveClose,
  type LiveEvent,
  limits,
  liveClose,
  liveEvent,
  liveRequest,
  type VaultId,
} from "@holdfast/protocol";
import { findSession } from "../auth/sessions.ts";
import { failureCode, fingerprint } from "../journal.ts";
import type { Context } from "../ports.ts";
import { sha256 } from "../sha256.ts";
import type { Listener } from "./hub.ts";

/** What carries a live connection. Each of its functions may be called at any time and never throws. */
export interface Wire {
  send(message: Bytes): void;
  /** Bytes given to `send` that have not left. */
  waiting(): number;
  /** Says why and ends. */
  close(code: LiveClose): void;
  /** Ends without a word: whoever does not take messages would not take that one either. */
  cut(): void;
}

/** How long a session is trusted without a look at whether it still is one, in milliseconds. */
export const trustMs = 300_000;

const event = (value: LiveEvent): Bytes => encode(liveEvent, value);
const ready = event({ kind: "ready" });
const pong = event({ kind: "pong" });

export class LiveConnection implements Listener {
  readonly #context: Context;
  readonly #wire: Wire;
  readonly #left: (connection: LiveConnection) => void;
  #state: "new" | "checking" | "ready" | "over" = "new";
  #cancelHello: () => void;
  #heard: number;
  #checked = 0;
  account = new Uint8Array(0) as AccountId;
  token = new Uint8Array(0) as Hash;
  vaults: readonly VaultId[] = [];

  /** `left` is called once, when the connection is over for whatever reason. */
  constructor(context: Context, wire: Wire, left: (connection: LiveConnection) => void) {
    this.#context = context;
    this.#wire = wire;
    this.#left = left;
    this.#heard = context.clock.now();
    this.#cancelHello = context.timers.after(limits.liveHelloMs, () => this.close(liveClose.silent));
  }

  /** Whether it has proved whose it is. */
  get known(): boolean {
    return this.#state === "ready";
  }

  /** A message came; null for one that is no bytes. */
  async receive(message: Bytes | null): Promise<void> {
    if (this.#state === "over") return;
    const decoded = message === null || message.length > limits.liveRequestBytes ? null : decode(liveRequest, message);
    if (!decoded?.ok) return this.close(liveClose.malformed);
    const request = decoded.value;
    this.#heard = this.#context.clock.now();
    try {
      if (request.kind === "hello" && this.#state === "new") await this.#hello(sha256(request.token));
      else if (request.kind === "ping" && this.#state === "ready") await this.#ping();
      else this.close(liveClose.malformed);
    } catch (failure) {
      this.#note("live", failureCode(failure));
      this.close(liveClose.unavailable);
    }
  }

  async #hello(token: Hash): Promise<void> {
    this.#state = "checking";
    const session = await findSession(this.#context, token);
    if (session === null) return this.close(liveClose.sessionEnded);
    const vaults = await this.#context.storage.vaults.of(session.account);
    // It may be over by now: its client left while the storage was asked.
    if (this.#state !== "checking") return;
    this.account = session.account;
    this.token = token;
    this.vaults = vaults.map(({ vault }) => vault);
    if (!this.#context.hub.join(this)) return this.close(liveClose.tooMany);
    this.#state = "ready";
    this.#checked = this.#context.clock.now();
    this.#cancelHello();
    this.#note("live", "ok");
    this.send(ready);
  }

  async #ping(): Promise<void> {
    if (this.#context.clock.now() - this.#checked >= trustMs) {
      this.#checked = this.#context.clock.now();
      if ((await findSession(this.#context, this.token)) === null) return this.close(liveClose.sessionEnded);
    }
    this.send(pong);
  }

  send(message: Bytes): void {
    if (this.#state !== "ready") return;
    if (this.#wire.waiting() + message.length > limits.liveQueueBytes) {
      this.#over("slow");
      this.#wire.cut();
    } else this.#wire.send(message);
  }

  close(code: LiveClose): void {
    if (this.#state === "over") return;
    this.#over(String(code));
    this.#wire.close(code);
  }

  /** Closes it where nothing was heard for too long. */
  check(now: number): void {
    if (this.#state === "ready" && now - this.#heard >= limits.liveIdleMs) this.close(liveClose.silent);
  }

  /** The client is gone. */
  gone(): void {
    if (this.#state !== "over") this.#over("gone");
  }

  #over(why: string): void {
    const known = this.known;
    this.#state = "over";
    this.#cancelHello();
    if (known) this.#context.hub.leave(this);
    if (known) this.#note("live-end", why);
    else if (why !== "gone") this.#note("live-refused", why);
    this.#left(this);
  }

  #note(what: string, result: string): void {
    const account = this.account.length === 0 ? null : fingerprint(this.account);
    this.#context.log({ at: this.#context.clock.now(), event: what, account, device: null, result, ms: 0 });
  }
}
