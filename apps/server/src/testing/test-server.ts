// A whole server in this process over storage in memory, for tests of other packages and for simulation: real routes, real
// checks, no port and no disk.

import { webcrypto } from "node:crypto";
import { type Bytes, encode, type LiveClose, type LiveEvent, type LiveRequest, liveRequest } from "@holdfast/protocol";
import { makeContext } from "../context.ts";
import type { LogLine } from "../journal.ts";
import type { Wire } from "../live/connection.ts";
import { Live } from "../live/live.ts";
import type { Clock, Settings, Timers } from "../ports.ts";
import { createApp } from "../routes/app.ts";
import { fromHere } from "../routes/asked.ts";
import { MemoryStorage } from "../storage/memory-storage.ts";
import type { Storage } from "../storage/storage.ts";
import { eventOf } from "./live-event.ts";

export { emptyState, MemoryStorage } from "../storage/memory-storage.ts";
export type { MemoryRevision, MemoryState, MemoryVault } from "../storage/memory-vaults.ts";
export type { Storage } from "../storage/storage.ts";

export interface TestServer<S extends Storage = MemoryStorage> {
  readonly origin: string;
  readonly storage: S;
  /** Every line logged so far. */
  readonly log: readonly LogLine[];
  /** Answers a request from this process, or as if it came from that address. */
  fetch(request: Request, address?: string): Promise<Response>;
  /** Opens a live connection as bytes, as a WebSocket would carry them; for clients whose own code speaks. */
  openLive(client: LiveClient): LiveLine;
  /** Opens a live connection that has said hello; `closed` is told the code when the server ends it. */
  live(token: Bytes, on: (event: LiveEvent) => void, closed?: (code: LiveClose) => void): LiveTest;
  /** Closes every live connection, as a server that stops does. */
  stopLive(): void;
}

/** The client's end of a live connection: what reaches it. */
export interface LiveClient {
  message(bytes: Bytes): void;
  /** The server has ended it. */
  closed(code: LiveClose): void;
}

/** The server's end of a live connection: what a client can do to it. */
export interface LiveLine {
  /** Resolves when the server is done with the message. */
  send(message: Bytes): Promise<void>;
  close(): void;
}

export interface LiveTest {
  send(request: LiveRequest): Promise<void>;
  close(): void;
  /** When the server has answered the hello, one way or the other. */
  readonly greeted: Promise<void>;
}

export interface TestServerOptions extends Partial<Omit<Settings, "origin">> {
  readonly clock?: Clock;
  readonly randomBytes?: (count: number) => Bytes;
  readonly origin?: string;
  /** None by default: then no job runs by itself, and no live connection goes silent. */
  readonly after?: Timers["after"];
}

export function createTestServer(options?: TestServerOptions): TestServer;
export function createTestServer<S extends Storage>(options: TestServerOptions & { readonly storage: S }): TestServer<S>;
export function createTestServer(options: TestServerOptions & { readonly storage?: Storage } = {}): TestServer<Storage> {
  const { clock = { now: () => Date.now() }, randomBytes = (count) => webcrypto.getRandomValues(new Uint8Array(count)) } = options;
  const { storage = new MemoryStorage(), origin = "https://holdfast.test", signup = "open", accountBytes, rates, web } = options;
  const log: LogLine[] = [];
  const settings: Settings = {
    origin,
    signup,
    ...(accountBytes === undefined ? {} : { accountBytes }),
    ...(rates === undefined ? {} : { rates }),
    ...(web === undefined ? {} : { web }),
  };
  // No job runs by itself here: a test that wants one calls it, so that nothing happens at a time of its own.
  const timers = { after: options.after ?? (() => () => {}), turn: queueMicrotask };
  const context = makeContext({ storage, clock, timers, randomBytes, log: (line) => log.push(line) }, settings);
  const app = createApp(context);
  let lives = new Live(context);
  const openLive = (client: LiveClient): LiveLine => carry(lives, client);
  return {
    origin,
    storage,
    log,
    fetch: async (request, address) => app.fetch(request, address === undefined ? fromHere : { address, direct: false }),
    openLive,
    live: (token, on, closed = () => {}) => sayHello(openLive, { token, on, closed }),
    stopLive: () => {
      lives.close();
      lives = new Live(context);
    },
  };
}

/** A live connection without a socket: whatever is sent is there at once. */
function carry(live: Live, client: LiveClient): LiveLine {
  let open = true;
  const wire: Wire = {
    send: (message) => client.message(Uint8Array.from(message)),
    waiting: () => 0,
    close: (code) => {
      open = false;
      client.closed(code);
    },
    cut: () => {},
  };
  const connection = live.open(wire);
  return {
    send: async (message) => {
      if (open) await connection.receive(Uint8Array.from(message));
    },
    close: () => {
      open = false;
      connection.gone();
    },
  };
}

interface Heard {
  readonly token: Bytes;
  readonly on: (event: LiveEvent) => void;
  readonly closed: (code: LiveClose) => void;
}

function sayHello(openLive: (client: LiveClient) => LiveLine, { token, on, closed }: Heard): LiveTest {
  const line = openLive({
    message: (bytes) => on(eventOf(bytes)),
    closed,
  });
  const send = (request: LiveRequest): Promise<void> => line.send(encode(liveRequest, request));
  return { send, close: () => line.close(), greeted: send({ kind: "hello", token }) };
}
